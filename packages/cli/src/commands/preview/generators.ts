import { type Sentence, say } from "@release-policy/core/internal";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import subset from "semver/ranges/subset.js";
import validRange from "semver/ranges/valid.js";
import type { Report } from "../../check/report.ts";
import { messageOf } from "../../errors.ts";
import type { PlanInput } from "../../planners/port.ts";
import { mergedCatalogs, readCatalogs } from "../../workspace/catalogs.ts";
import { textsOf } from "../../workspace/manifest.ts";
import { type ChangelogFunctions, type Options, optionsOf } from "./lines/options.ts";
import { ownDependencyLine, ownReleaseLine } from "./lines/own-lines.ts";
import { Turns } from "./lines/releases-in-turn.ts";

type Lines = Pick<ChangelogFunctions, "getReleaseLine" | "getDependencyReleaseLine">;

/** A generator of ours, whose code is bundled: nothing of the repository is run. */
export interface Generator {
  readonly name: string;
  readonly version: string;
  readonly lines: Lines;
  /** `@release-policy/changelog`, where that has it write the lines. */
  readonly within?: string;
  /** What it is given as its options. */
  readonly options: unknown;
  /** Whether it asks GitHub. */
  readonly asksGithub: boolean;
  readonly notes: readonly Sentence[];
  /** Of `@changesets/changelog-github` up to 0.7. */
  readonly thanksCommitter?: false;
}

/** The releases that are bundled; the catalog in pnpm-workspace.yaml pins them, and a test compares. */
export const GENERATORS = {
  "@changesets/changelog-git": "1.0.0",
  "@changesets/changelog-github": "1.0.1",
} as const;
type Bundled = keyof typeof GENERATORS;

const OWN = "@release-policy/changelog";
const DEFAULT = "@changesets/changelog-git";
/** Changesets' own name for its default. */
const OF_CLI = "@changesets/cli/changelog";

/** The releases that write the same as those that are bundled: by their code, and by `pnpm changelogs`. */
const SAME: Readonly<Record<string, string>> = {
  "@changesets/changelog-git": ">=0.2.0 <=1.0.0",
  "@changesets/changelog-github": ">=0.7.0 <=1.0.1",
  "@changesets/cli": ">=2.31.0 <=2.31.1 || >=3.0.0 <=3.0.3",
};

export interface GeneratorContext {
  readonly input: PlanInput;
  /** Where installed packages are looked for; undefined where a commit is read. */
  readonly installedIn?: string | undefined;
  readonly report: Report;
}

/** The generator that a configuration names, if it is one of ours; else why there is none. */
export async function generatorFor(
  [name, given]: readonly [string, unknown],
  context: GeneratorContext,
): Promise<Generator | { readonly refusal: Sentence }> {
  if (name !== OWN) {
    const bundled = await bundledGenerator(name, context);
    return bundled
      ? { ...bundled, options: given ?? null }
      : {
          refusal: say`the changelogs are written by ${name}, which is not run here, so they cannot be shown`,
        };
  }
  let options: Options;
  try {
    options = optionsOf(given);
  } catch (error) {
    return { refusal: say`${OWN} will refuse to write: ${messageOf(error)}` };
  }
  const { generator = DEFAULT } = options;
  const within = generator === false ? NOTHING : await bundledGenerator(generator, context);
  if (!within)
    return {
      refusal: say`the changelogs are written by ${String(generator)} in ${OWN}, which is not run here, so they cannot be shown`,
    };
  return { ...within, within: OWN, lines: ownLines(within.lines, options, context), options: null };
}

const NOTHING: Omit<Generator, "options"> = {
  name: OWN,
  version: "",
  lines: { getReleaseLine: () => "", getDependencyReleaseLine: () => "" },
  asksGithub: false,
  notes: [],
};

function ownLines(generator: Lines, options: Options, { input, report }: GeneratorContext): Lines {
  const turns = new Turns();
  const own = { generator, options };
  const judged = { report, root: input.workspace.root };
  return {
    async getReleaseLine(changeset, type) {
      turns.line();
      return await ownReleaseLine(changeset, type, own);
    },
    async getDependencyReleaseLine(changesets, updated) {
      return await ownDependencyLine(turns.end(), changesets, updated, own, judged);
    },
  };
}

async function bundledGenerator(
  name: string,
  context: GeneratorContext,
): Promise<Omit<Generator, "options"> | undefined> {
  const bundled = name === OF_CLI ? DEFAULT : name;
  if (!Object.hasOwn(GENERATORS, bundled)) return undefined;
  const id = bundled as Bundled;
  const pinned = name === OF_CLI ? undefined : pinnedRange(id, context);
  const is2 = context.report.planner.id === "changesets@2";
  return {
    name: id,
    version: GENERATORS[id],
    lines: (await LOADED[id]()) as Lines,
    asksGithub: id === "@changesets/changelog-github",
    notes: [
      ...releaseNotes(id, GENERATORS[id], pinned, context),
      ...releaseNotes(CLI, is2 ? "2.31.1" : "3.0.3", pinnedRange(CLI, context), context),
    ],
    ...(/^[~^]?0\./.test(pinned ?? (is2 ? "0.7" : "1")) ? { thanksCommitter: false } : {}),
  };
}

const CLI = "@changesets/cli";

/** Where another release writes than the one that is bundled, and it is not known to write the same. */
function releaseNotes(
  name: string,
  bundled: string,
  pinned: string | undefined,
  { input }: GeneratorContext,
): Sentence[] {
  const isPatched = input.settings?.patched?.some(
    (key) => key === name || key.startsWith(`${name}@`),
  );
  if (isPatched)
    return [
      say`entries are as the published ${`${name} ${bundled}`} writes them, but this workspace patches it`,
    ];
  if (pinned === undefined) return [];
  if (validRange(pinned) !== null && subset(lowest(pinned), SAME[name] ?? "")) return [];
  return [
    say`entries are as ${`${name} ${bundled}`} writes them, but this workspace has ${pinned}, which may write them differently`,
  ];
}

const LOADED: Readonly<Record<Bundled, () => Promise<unknown>>> = {
  "@changesets/changelog-git": async () => (await import("@changesets/changelog-git")).default,
  "@changesets/changelog-github": async () =>
    (await import("@changesets/changelog-github")).default,
};

/** The installed release, else the range of the root's manifest; undefined if it names none. */
function pinnedRange(name: string, { input, installedIn }: GeneratorContext): string | undefined {
  const installed = installedIn === undefined ? undefined : installedVersion(installedIn, name);
  if (installed !== undefined) return installed;
  const { rootManifest, root } = input.workspace;
  const written = {
    ...textsOf(rootManifest.dependencies),
    ...textsOf(rootManifest.devDependencies),
  }[name];
  if (!written?.startsWith("catalog:")) return written;
  const catalogs = mergedCatalogs(readCatalogs(root, input.settings, rootManifest));
  return catalogs[written.slice("catalog:".length) || "default"]?.[name] ?? written;
}

function installedVersion(root: string, name: string): string | undefined {
  try {
    const text = readFileSync(join(root, "node_modules", name, "package.json"), "utf8");
    const { version } = JSON.parse(text) as { readonly version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}

/** A caret or a tilde also allows later releases, which were not compared, so its lower bound counts. */
const lowest = (range: string): string => range.replace(/^[\^~](?=\d+\.\d+\.\d+)/, "");
