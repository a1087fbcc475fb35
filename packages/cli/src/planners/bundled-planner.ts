import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { upwards } from "../files/files.ts";

/** The code of the bundled planner of Changesets 3, by package: the SHA-256 of the file that each one is. */
const SUMS: Readonly<Record<string, string>> = {
  // Written by scripts/generate.ts: begin
  "@changesets/assemble-release-plan": "ddcWVDCda/zIIGWRQqpDl2mIecsc32je0waYpe+5INA=",
  "@changesets/errors": "Ifb5IeRkNG45rXKENsU1iYfxKyPimFziExV0wHMHXSs=",
  "@changesets/get-dependents-graph": "LhS95XcJVwFTtGUfMW5I6AkCpImAYLZvlwtKhYgNifk=",
  "@changesets/should-skip-package": "6fuSqXgtDO965nRB6whqqWevLqqzUcxdEKOBC3PozHw=",
  // end
};

interface PackageJson {
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

/** A package that is found with links resolved, because its own dependencies lie beside its real place. */
export function packageAt(
  path: string,
): { readonly dir: string; readonly json: PackageJson } | undefined {
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
export function mainFile({ exports, main }: PackageJson): string | undefined {
  let target = exports;
  while (typeof target === "object" && target !== null) {
    const conditions = target as Record<string, unknown>;
    target = conditions["."] ?? conditions["import"] ?? conditions["default"];
  }
  return typeof target === "string" ? target : main;
}

/**
 * Whether the planner in this folder, and the packages that it plans with, are the code that is bundled: then nothing of the
 * workspace has to be run. They use semver as well, of which any release of its major will do.
 */
export function isBundledPlanner(dir: string): boolean {
  return Object.entries(SUMS).every(([name, sum]) => {
    for (const folder of upwards(dir)) {
      const found = packageAt(join(folder, "node_modules", name));
      if (found) return sumOfPackage(found) === sum;
    }
    return false;
  });
}

/** Of the file that is imported; undefined where there is none. */
export function sumOfPackage({ dir, json }: NonNullable<ReturnType<typeof packageAt>>) {
  const file = mainFile(json);
  try {
    return file === undefined ? undefined : sumOf(readFileSync(join(dir, file), "utf8"));
  } catch {
    return undefined;
  }
}

/** Loaded here, because a check without an installed planner does not need it. */
const sumOf = (text: string): string =>
  process.getBuiltinModule("node:crypto").hash("sha256", text, "base64");
