import type { Report } from "../../../check/report.ts";
import { declared } from "../../../changesets/declarations.ts";
import type { ChangelogFunctions, Changeset, Options, UpdatedDependency } from "./options.ts";
import { type Turn, releaseOf } from "./releases-in-turn.ts";
import { sectionsOf } from "./sections.ts";
import { whyReleased } from "./why-released.ts";

/** What `@release-policy/changelog` writes with: the generator that its options name, and those options. */
export interface OwnGenerator {
  readonly generator: ChangelogFunctions;
  readonly options: Options;
}

/** The line of a changeset: its text without trailers, followed by their declarations. Rejects as the generator does. */
export async function ownReleaseLine(
  changeset: Changeset,
  type: string,
  { generator, options }: OwnGenerator,
): Promise<string> {
  const { text, trailers } = await declared(changeset.summary);
  const sections = sectionsOf(trailers);
  const summary = [text, sections].filter((part) => part !== "").join("\n\n");
  const line = await generator.getReleaseLine({ ...changeset, summary }, type, inner(options));
  // A generator may print the first line only.
  if (line === "" || sections === "") return line;
  const isShown = line.includes(sections.split("\n", 1)[0]!);
  const whole = isShown ? line : `${line.trimEnd()}\n\n${sections.replaceAll(/^(?=.)/gm, "  ")}`;
  return whole.replaceAll(/^[ \t]+$/gm, "");
}

/**
 * The line of updated dependencies, and why a package without its own change is released. `judged` is the report of
 * the release and its root; undefined where the plan is another one. Rejects as the generator does.
 */
export async function ownDependencyLine(
  turn: Turn,
  changesets: readonly Changeset[],
  updated: readonly UpdatedDependency[],
  { generator, options }: OwnGenerator,
  judged: { readonly report: Report; readonly root: string } | undefined,
): Promise<string> {
  const line = await generator.getDependencyReleaseLine(changesets, updated, inner(options));
  if (turn.hasOwn || !judged || options.generator === false) return line;
  const release = releaseOf(turn, judged.report, updated, judged.root);
  const why = release ? whyReleased(judged.report, release) : "";
  return [why, line].filter((part) => part !== "").join("\n");
}

const inner = (options: Options): unknown => options.options ?? null;
