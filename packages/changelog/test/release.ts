import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FsFixture } from "fs-fixture";
import { build } from "rolldown";
import { changesetsBin } from "../../cli/test/kit/changesets-cli.ts";
import type { ChangesetsRan, ChangesetsRun } from "../../cli/test/kit/changesets-process.ts";
import { install } from "../../cli/test/kit/installed.ts";
import { workspace } from "../../cli/test/kit/workspace.ts";

const PACKAGES = join(import.meta.dirname, "../..");
type Given = Parameters<typeof workspace>[0];

/** The newest first: it is the one that is sampled. */
export const MAJORS = [3, 2] as const;
export type Major = (typeof MAJORS)[number];

/** A workspace with the command line of a major, guarded by the bundle of this package and the source of the command line. */
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
  const folder = join(fixture.path, "node_modules", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, main: "index.cjs" }));
  // One copy for each workspace: the guard judges once where it is loaded.
  writeFileSync(join(folder, "index.cjs"), await (guard ??= bundledGuard()));
  link(fixture, "release-policy", join(PACKAGES, "cli"));
  return fixture;
}

let guard: Promise<string> | undefined;

async function bundledGuard(): Promise<string> {
  const { output } = await build({
    input: join(PACKAGES, "changelog/src/index.ts"),
    platform: "node",
    external: /^release-policy(?:\/|$)/,
    output: { format: "cjs", exports: "named" },
    write: false,
  });
  return output[0].code;
}

/** Makes a package of this repository's own installation visible in the workspace. */
export function link(fixture: FsFixture, name: string, folder: string): void {
  const path = join(fixture.path, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(folder, path);
}

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** `changeset version` as a process of its own: where it counts how Node ends it. */
export function versionAlone(fixture: FsFixture, major: Major): Ran {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=source", changesetsBin(`changesets@${major}`), "version"],
    { cwd: fixture.path, encoding: "utf8", env: environment() },
  );
  return { code: status, output: `${stdout}${stderr}` };
}

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  FORCE_COLOR: undefined,
  NO_COLOR: "1",
  CI: undefined,
});

/** `changeset version`, in a process that keeps it and the check loaded: that takes most of a run. */
export async function version(
  fixture: FsFixture,
  major: Major,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = (running ??= start());
  const folder = dirname(changesetsBin(`changesets@${major}`));
  const script = join(folder, major === 2 ? "dist/changesets-cli.cjs.js" : "dist/index.mjs");
  // Only a run keeps this process alive.
  child.channel?.ref();
  const run: ChangesetsRun = { script, cwd: fixture.path, args: ["version", ...args], env };
  child.send(run);
  const [{ code, output, errors }] = (await once(child, "message")) as [ChangesetsRan];
  child.channel?.unref();
  return { code, output: output + errors };
}

let running: ChildProcess | undefined;

function start(): ChildProcess {
  const child = fork(join(PACKAGES, "cli/test/kit/changesets-process.ts"), {
    env: environment(),
    execArgv: ["--conditions=source"],
  });
  process.once("exit", () => child.kill());
  child.unref();
  return child;
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
