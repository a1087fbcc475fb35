import { existsSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { CannotJudge } from "../../errors.ts";
import { upwards } from "../../files/files.ts";
import type { Installed } from "../../planners/installation.ts";
import { GitRefused, git, splitNul } from "../git.ts";

/** Why a planner that git tracks must not run; undefined if it may; `ofBase` if the policy of the base decides. */
export function committedPlanner(
  root: string,
  installed: Installed,
  ofBase: boolean,
): CannotJudge | undefined {
  const path = trackedFile(root, installed);
  if (path === undefined) return undefined;
  return new CannotJudge({
    message: `${path} is committed, but this check would run it as part of the planner`,
    help: `remove it from git (\`git rm -r --cached\`) and ignore node_modules, or, if the planner is committed on purpose, write \`planner: { committed: trusted }\` into policies/workspace.yaml${ofBase ? " of the base" : ""}`,
    at: { path, line: 1, column: 1 },
  });
}

/**
 * A file of the workspace's planner that git tracks, relative to the workspace; undefined if there is none, or
 * without git. Everything in the same node_modules counts: the planner loads packages from there. Starts one git
 * process.
 */
function trackedFile(root: string, { folders }: Installed): string | undefined {
  const workspace = realpathSync(root);
  const top = [...upwards(workspace)].find((folder) => existsSync(join(folder, ".git")));
  if (top === undefined) return undefined;
  const paths = new Set(
    folders
      .map((folder) => relative(top, join(workspace, relative(root, folder))).split(sep))
      .concat(folders.map((folder) => relative(top, folder).split(sep)))
      .filter(([first]) => first !== "..")
      .map(upToModules),
  );
  const [path, ...others] = trackedIn(top, [...paths]);
  if (path === undefined) return undefined;
  const shown = [path, ...others].find((one) => one.includes(PLANNER)) ?? path;
  return relative(workspace, join(top, shown)).split(sep).join("/");
}

const PLANNER = "assemble-release-plan";

/** The folder that contains the packages, or the package itself. */
function upToModules(parts: readonly string[]): string {
  const at = parts.indexOf("node_modules");
  return (at === -1 ? parts : parts.slice(0, at + 1)).join("/");
}

/** Only the index is read, so that whose folder it is does not matter. */
function trackedIn(top: string, paths: readonly string[]): readonly string[] {
  const specs = paths.map((path) => `:(top,literal,icase)${path}`);
  try {
    const args = ["-c", "safe.directory=*", "ls-files", "-z", "--", ...specs];
    return splitNul(git(top, args)).filter((path) => !MARKER.test(path));
  } catch (error) {
    if (error instanceof GitRefused) return [];
    // Without git, nothing can be checked out either.
    if (error instanceof CannotJudge) return [];
    throw error;
  }
}

/** Such as `node_modules/.gitkeep`: no package. */
const MARKER = /(?:^|\/)node_modules\/\.[^/]+$/i;
