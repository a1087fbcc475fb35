import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { upwards } from "../files/files.ts";

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
}

interface PackageJson {
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
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
      };
    }
  }
  return undefined;
}

/** The folder with links resolved, because a package's own dependencies lie beside its real place. */
function packageAt(path: string): { readonly dir: string; readonly json: PackageJson } | undefined {
  try {
    const dir = realpathSync(path);
    return {
      dir,
      json: JSON.parse(readFileSync(join(dir, "package.json"), "utf8")) as PackageJson,
    };
  } catch {
    return undefined;
  }
}

/** `exports["."]` for an import, else `main`. */
function mainFile({ exports, main }: PackageJson): string | undefined {
  let target = exports;
  while (typeof target === "object" && target !== null) {
    const conditions = target as Record<string, unknown>;
    target = conditions["."] ?? conditions["import"] ?? conditions["default"];
  }
  return typeof target === "string" ? target : main;
}
