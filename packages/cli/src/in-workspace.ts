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
  { cwd = process.cwd(), ref }: Pick<CheckOptions, "cwd" | "ref">,
  work: (workspace: string, scratches: Scratches) => Promise<T>,
): Promise<T> {
  // A commit needs a repository, and no working tree around it.
  const workspace = ref !== undefined && isBareRepository(cwd) ? cwd : findRoot(cwd);
  const scratches = new Scratches(workspace);
  try {
    return await work(workspace, scratches);
  } catch (error) {
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
