import { join, resolve } from "node:path";
import { isSafePath } from "./adapters/files.ts";
import { GitRefused, type BareRepository } from "./adapters/git.ts";
import { isBareRepository } from "./adapters/refs.ts";
import { findRoot } from "./adapters/root.ts";
import type { CheckOptions } from "./check.ts";
import { CannotJudge } from "./errors.ts";
import { Scratches } from "./scratches.ts";
import { Sources } from "./sources.ts";

/**
 * Does the work in the workspace around a folder, and removes the commits that it wrote out.
 * Where it throws `CannotJudge`, every place in a file gets the line that stands there.
 */
export async function inWorkspace<T>(
  options: Pick<CheckOptions, "cwd" | "ref" | "folder">,
  work: (workspace: string, scratches: Scratches) => Promise<T>,
): Promise<T> {
  const { cwd = process.cwd(), ref } = options;
  const bare = ref === undefined ? undefined : bareRepository(cwd, options.folder);
  const workspace =
    bare?.bare ?? findRoot(options.folder === undefined ? cwd : join(cwd, options.folder));
  const scratches = new Scratches(bare ?? workspace);
  try {
    return await work(workspace, scratches);
  } catch (thrown) {
    const error = thrown instanceof GitRefused ? unreadable : isTooDeep(thrown) ? tooDeep : thrown;
    if (!(error instanceof CannotJudge)) throw error;
    const sources = new Sources(...(ref === undefined ? [workspace] : []), ...scratches.roots);
    const shown = error.obstacles.map(({ at, ...obstacle }) =>
      at ? sources.place({ ...obstacle, at }) : obstacle,
    );
    throw new CannotJudge(...shown);
  } finally {
    scratches.dispose();
  }
}

/** A commit needs a repository, and no working tree around it. */
function bareRepository(cwd: string, folder = "."): BareRepository | undefined {
  if (!isBareRepository(resolve(cwd))) return undefined;
  if (folder !== "." && !isSafePath(folder)) {
    throw new CannotJudge({
      message: "the folder of the workspace has to lie in the repository",
      help: "name it as it stands in the repository, such as `frontend`",
    });
  }
  return { bare: resolve(cwd), prefix: folder === "." ? "" : `${folder}/` };
}

/** Without git's own words: they may quote what a stranger wrote. */
const unreadable = new CannotJudge({
  message: "git could not read this repository",
  help: "run `git fsck` in it; a clone that lacks files needs its remote",
});

/** The parsers of JSON and YAML follow lists in lists until there is no room for another. */
const isTooDeep = (error: unknown): boolean =>
  error instanceof RangeError && error.message.includes("call stack");

const tooDeep = new CannotJudge({
  message: "a file of the workspace is nested deeper than is read",
  help: "look for brackets that are never closed",
});
