import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { upwards } from "../files/files.ts";
import { isObjectOrArray } from "../files/json.ts";
import type * as BundledCode from "./bundled-code.ts";

/** Loads synchronously. In a bundle, each part is a separate file (partsOnDemand in bundling.ts). */
const loadPart = createRequire(import.meta.url);

interface PackageJson {
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

/** A package with links resolved, because its own dependencies are next to its real path. */
export function packageAt(
  path: string,
): { readonly dir: string; readonly json: PackageJson } | undefined {
  const json = packageJsonIn(path);
  return json && { dir: realpathSync(path), json };
}

function packageJsonIn(folder: string): PackageJson | undefined {
  const file = join(folder, "package.json");
  // Most folders on the way up have none, and making an error takes longer than asking.
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as PackageJson;
  } catch {
    return undefined;
  }
}

/** `exports["."]` for an import, else `main`. */
export function mainFile({ exports, main }: PackageJson): string | undefined {
  let target = exports;
  while (isObjectOrArray(target)) {
    const conditions = target as Record<string, unknown>;
    target = conditions["."] ?? conditions["import"] ?? conditions["default"];
  }
  return typeof target === "string" ? target : main;
}

/**
 * Whether the planner in this folder, and the packages that it plans with, are the code that is bundled: then nothing of the
 * workspace has to be run. They use semver as well, of which any release of its major will do. The texts are compared,
 * because loading a hash function takes longer than all the rest of this.
 */
export function isBundledPlanner(dir: string): boolean {
  const { bundledCode } = loadPart("./bundled-code.ts") as typeof BundledCode;
  return Object.entries(bundledCode).every(([name, code]) => {
    for (const folder of upwards(dir)) {
      const path = join(folder, "node_modules", name);
      const manifest = packageJsonIn(path);
      if (manifest) return importedCode(path, manifest) === code;
    }
    return false;
  });
}

/** Of the imported file; undefined if there is none. */
function importedCode(folder: string, manifest: PackageJson): string | undefined {
  const file = mainFile(manifest);
  try {
    return file === undefined ? undefined : readFileSync(join(folder, file), "utf8");
  } catch {
    return undefined;
  }
}
