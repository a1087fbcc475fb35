import { declared } from "release-policy/internal";
import { generatorOf } from "./generator.ts";
import { guard } from "./guard.ts";
import {
  type ChangelogFunctions,
  type Changeset,
  type UpdatedDependency,
  optionsOf,
} from "./options.ts";
import { type Turn, Turns, releaseOf } from "./releases-in-turn.ts";
import { sectionsOf } from "./sections.ts";
import { whyReleased } from "./why-released.ts";

const turns = new Turns();

/** The line of a changeset: its text without trailers, followed by their declarations. Rejects if the policy rejects the release. */
export async function getReleaseLine(
  changeset: Changeset,
  type: string,
  options: unknown,
): Promise<string> {
  turns.line();
  return await releaseLine(changeset, type, options);
}

/** The line of updated dependencies, and the reason of a release without its own change. Rejects like the other. */
export async function getDependencyReleaseLine(
  changesets: readonly Changeset[],
  updated: readonly UpdatedDependency[],
  options: unknown,
): Promise<string> {
  return await dependencyLine(turns.end(), changesets, updated, options);
}

const functions: ChangelogFunctions = { getReleaseLine, getDependencyReleaseLine };
export default functions;

async function releaseLine(changeset: Changeset, type: string, given: unknown): Promise<string> {
  await guard();
  const options = optionsOf(given);
  const generator = await generatorOf(options);
  const { text, trailers } = await declared(changeset.summary);
  const sections = sectionsOf(trailers);
  const summary = [text, sections].filter((part) => part !== "").join("\n\n");
  const line = await generator.getReleaseLine({ ...changeset, summary }, type, own(options));
  // A generator may print the first line only.
  if (line === "" || sections === "") return line;
  const isShown = line.includes(sections.split("\n", 1)[0]!);
  const whole = isShown ? line : `${line.trimEnd()}\n\n${sections.replaceAll(/^(?=.)/gm, "  ")}`;
  return whole.replaceAll(/^[ \t]+$/gm, "");
}

async function dependencyLine(
  turn: Turn,
  changesets: readonly Changeset[],
  updated: readonly UpdatedDependency[],
  given: unknown,
): Promise<string> {
  const report = await guard();
  const options = optionsOf(given);
  const generator = await generatorOf(options);
  const line = await generator.getDependencyReleaseLine(changesets, updated, own(options));
  // With --ignore the plan is another one than the one that was judged.
  const ignores = process.argv.some((arg) => /^--ignore(?:=|$)/.test(arg));
  if (turn.hasOwn || ignores || options.generator === false) return line;
  const release = releaseOf(turn, report, updated, process.cwd());
  const why = release ? whyReleased(report, release) : "";
  return [why, line].filter((part) => part !== "").join("\n");
}

const own = (options: { readonly options?: unknown }): unknown => options.options ?? null;
