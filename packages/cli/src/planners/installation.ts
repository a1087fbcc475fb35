import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { upwards } from "../files/files.ts";
import { isBundledPlanner, mainFile, packageAt } from "./bundled-planner.ts";

/** The planner that the workspace has installed. */
export interface Installed {
  /** Version of `@changesets/cli`. */
  readonly cli: string;
  /** Version of the `@changesets/assemble-release-plan` that it uses. */
  readonly version: string;
  /** Where that package's code begins, as a file URL. */
  readonly entry: string;
  /** Where its packages lie, as they are found and with links resolved. */
  readonly folders: readonly string[];
  /** True if it is the same code as the bundled one, which is then used instead. */
  readonly isBundled: boolean;
}

/** Finds `@changesets/cli` in the root's node_modules, and the planner as that package itself would find it. */
export function installedPlanner(root: string): Installed | undefined {
  const link = join(root, "node_modules/@changesets/cli");
  const cli = packageAt(link);
  if (!cli?.json.version) return undefined;
  for (const folder of upwards(cli.dir)) {
    const path = join(folder, "node_modules/@changesets/assemble-release-plan");
    const planner = packageAt(path);
    const entry = planner && mainFile(planner.json);
    if (planner?.json.version && entry) {
      return {
        cli: cli.json.version,
        version: planner.json.version,
        entry: pathToFileURL(join(planner.dir, entry)).href,
        folders: [link, cli.dir, path, planner.dir],
        isBundled: isBundledPlanner(planner.dir),
      };
    }
  }
  return undefined;
}
