import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { entryAt } from "../../files/files.ts";
import { removeEntry, temporaryFailure, temporaryFolder } from "../../files/temporary-folder.ts";
import { silenceConsole } from "../../workspace/changesets/changesets-config.ts";
import { isObjectOrArray } from "../../files/json.ts";
import type { WritablePlan } from "./writable-plan.ts";
import type { ChangelogFunctions } from "./lines/options.ts";

/** Changesets loads a generator by its path: this one hands on to the functions that are its options. */
const GENERATOR = `exports.getReleaseLine = (changeset, type, functions) =>
  functions.getReleaseLine(changeset, type);
exports.getDependencyReleaseLine = (changesets, updated, functions) =>
  functions.getDependencyReleaseLine(changesets, updated);
`;

type Functions = {
  readonly [Name in keyof ChangelogFunctions]: (
    ...args: Parameters<ChangelogFunctions[Name]> extends [...infer Given, unknown] ? Given : never
  ) => Promise<string>;
};

/**
 * The entries that Changesets itself writes for a plan, by package: its own code runs in a scratch folder that has the
 * manifests of the released packages and nothing else. Nothing is formatted. Rejects as the functions do.
 */
export async function writtenEntries(
  { major, root, releases, changesets, config, packages }: WritablePlan,
  functions: Functions,
): Promise<ReadonlyMap<string, string>> {
  const scratch = temporaryFolder("changelogs-");
  try {
    const names = new Set(releases.map(({ name }) => name));
    const copies = packages
      .filter(({ packageJson }) => names.has(packageJson.name ?? ""))
      .map(({ dir, packageJson }) => copyOf(scratch, relative(root, dir), packageJson));
    const file = join(scratch, "generator.cjs");
    writeFileSync(file, GENERATOR);
    const changelog = [major === 3 ? pathToFileURL(file).href : file, functions] as const;
    const settings = { ...config, changelog, prettier: false, format: false };
    const plan = { releases, changesets, preState: undefined };
    const restoreConsole = silenceConsole();
    try {
      if (major === 3)
        await apply3(plan, { rootDir: scratch, packages: copies }, settings, scratch);
      else await apply2(plan, { root: { dir: scratch }, packages: copies }, settings, scratch);
    } finally {
      restoreConsole();
    }
    return new Map(
      copies.flatMap(({ dir, packageJson }) => {
        const path = join(dir, "CHANGELOG.md");
        if (entryAt(path) !== "file") return [];
        const title = `# ${packageJson.name}\n\n`;
        return [[packageJson.name ?? "", readFileSync(path, "utf8").slice(title.length, -1)]];
      }),
    );
  } catch (error) {
    throw temporaryFailure(error);
  } finally {
    removeEntry(scratch);
  }
}

function copyOf(
  scratch: string,
  path: string,
  manifest: WritablePlan["packages"][number]["packageJson"],
) {
  const dir = join(scratch, path);
  // A folder outside the workspace has no place here; no planner releases one.
  if (relative(scratch, dir).startsWith(".."))
    throw new Error("a package is outside its workspace");
  const packageJson = structuredClone(manifest);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "package.json"), JSON.stringify(packageJson));
  return { dir, relativeDir: path, packageJson };
}

/* The types of both ask for complete configurations and manifests, which the planner has checked. */
type Apply = (
  plan: unknown,
  packages: unknown,
  config: unknown,
  snapshot: undefined,
  from: string,
) => Promise<unknown>;

async function apply3(
  plan: unknown,
  packages: unknown,
  config: unknown,
  from: string,
): Promise<void> {
  const { applyReleasePlan } = await import("@changesets/apply-release-plan");
  await (applyReleasePlan as Apply)(plan, packages, config, undefined, from);
}

async function apply2(
  plan: unknown,
  packages: unknown,
  config: unknown,
  from: string,
): Promise<void> {
  const loaded: unknown = await import("apply-release-plan-7");
  // A default of a default where CommonJS was wrapped.
  let found = loaded;
  while (isObjectOrArray(found)) found = (found as { default?: unknown }).default;
  await (found as Apply)(plan, packages, config, undefined, from);
}
