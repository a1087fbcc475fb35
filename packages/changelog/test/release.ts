import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FsFixture } from "fs-fixture";
import { changesetsBin } from "../../cli/test/kit/changesets-cli.ts";
import { install } from "../../cli/test/kit/installed.ts";
import { workspace } from "../../cli/test/kit/workspace.ts";

const ENTRY = join(import.meta.dirname, "../src/index.ts");
type Given = Parameters<typeof workspace>[0];

/** The newest first: it is the one that is sampled. */
export const MAJORS = [3, 2] as const;
export type Major = (typeof MAJORS)[number];

/** A workspace with the command line of a major, guarded by the source of this package. */
export async function guarded(
  major: Major,
  given: Given,
  options?: Readonly<Record<string, unknown>>,
): Promise<FsFixture> {
  const name = "@release-policy/changelog";
  const fixture = await workspace({
    planner: `changesets@${major}`,
    ...given,
    config: { ...given?.config, changelog: options ? [name, options] : name },
  });
  install(fixture.path, major);
  // Changesets 3 does not ask for the condition `source`: what it finds leads to the source.
  const folder = join(fixture.path, "node_modules", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, main: "index.cjs" }));
  writeFileSync(join(folder, "index.cjs"), `module.exports = require(${JSON.stringify(ENTRY)});`);
  return fixture;
}

/** Makes a package of this repository's own installation visible in the workspace. */
export function link(fixture: FsFixture, name: string, folder: string): void {
  const path = join(fixture.path, "node_modules", name);
  mkdirSync(join(path, ".."), { recursive: true });
  symlinkSync(folder, path);
}

/** `changeset version`, as a process. */
export function version(
  fixture: FsFixture,
  major: Major,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=source", changesetsBin(`changesets@${major}`), "version", ...args],
    {
      cwd: fixture.path,
      encoding: "utf8",
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: "1", CI: undefined, ...env },
    },
  );
  return { code: status, output: `${stdout}${stderr}` };
}

/** Every file of the workspace with its bytes, but for what is installed. */
export const tree = (fixture: FsFixture): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(fixture.path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(fixture.path.length), readFileSync(path, "latin1")]),
  );

/** The versions of the packages on disk. */
export const versions = (fixture: FsFixture): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(fixture.path, "packages")).map((folder) => {
      const { name, version: now } = JSON.parse(
        readFileSync(join(fixture.path, "packages", folder, "package.json"), "utf8"),
      ) as Record<"name" | "version", string>;
      return [name, now];
    }),
  );

export const changelog = (fixture: FsFixture, folder: string): string =>
  readFileSync(join(fixture.path, "packages", folder, "CHANGELOG.md"), "utf8");
