import { mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The release of Changesets' command line of a major that this repository has installed. */
export const CLI_PACKAGES = { 2: "changesets-cli-2", 3: "@changesets/cli" } as const;

const folderOf = (name: string): string =>
  realpathSync(dirname(require.resolve(`${name}/package.json`)));

export const versionAt = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;

/** Installs the real command line of a major into a workspace, as pnpm does: by a link. Returns its version. */
export function install(root: string, major: 2 | 3): string {
  const target = folderOf(CLI_PACKAGES[major]);
  mkdirSync(join(root, "node_modules/@changesets"), { recursive: true });
  symlinkSync(target, join(root, "node_modules/@changesets/cli"));
  return versionAt(target);
}

/** The planner that the command line of a major brings along. */
export const plannerOf = (major: 2 | 3): string =>
  versionAt(join(folderOf(CLI_PACKAGES[major]), "../assemble-release-plan"));

/** The files of an installation with a planner of the given code. */
export const planted = (code: string, manifest: object = {}): Record<string, string> => ({
  "node_modules/@changesets/cli/package.json": JSON.stringify({ version: "3.0.3" }),
  "node_modules/@changesets/assemble-release-plan/package.json": JSON.stringify({
    version: "7.0.0",
    main: "index.cjs",
    ...manifest,
  }),
  "node_modules/@changesets/assemble-release-plan/index.cjs": code,
});
