import { prefixOf } from "./tree.ts";
import { CannotJudge } from "../errors.ts";
import { GitRefused } from "./git.ts";
import { findRoot } from "./root.ts";

/** Where the workspace around a folder lies in its repository, with a slash at its end; empty at the root, and where there is no git. */
export function prefixIn(cwd: string): string {
  try {
    return prefixOf(findRoot(cwd));
  } catch (error) {
    if (error instanceof GitRefused || error instanceof CannotJudge) return "";
    throw error;
  }
}
