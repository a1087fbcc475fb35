import { join, resolve } from "node:path";
import { CannotJudge } from "../errors.ts";
import { entryAt, upwards } from "./files.ts";

/**
 * The workspace root: the nearest folder, from `cwd` upwards, with a pnpm-workspace.yaml; else with
 * a `.changeset` folder; else with a package.json. Throws `CannotJudge` where there is none.
 */
export function findRoot(cwd: string): string {
  const folders = [...upwards(resolve(cwd))];
  for (const mark of ["pnpm-workspace.yaml", ".changeset", "package.json"]) {
    const found = folders.find((folder) => entryAt(join(folder, mark)) !== "missing");
    if (found) return found;
  }
  throw new CannotJudge({
    message: `no workspace here: ${cwd} and the folders above have no pnpm-workspace.yaml and no package.json`,
    help: "run it inside the workspace, or name its folder with --dir",
  });
}
