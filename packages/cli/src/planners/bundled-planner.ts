import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { upwards } from "../files/files.ts";

/** The code of the bundled planner of Changesets 3, by package: a sum of the file that each one is. */
const SUMS: Readonly<Record<string, string>> = {
  // Written by scripts/generate.ts: begin
  "@changesets/assemble-release-plan": "15362-72d4fb8-446e6f58",
  "@changesets/errors": "803-5b21e83f-76a79767",
  "@changesets/get-dependents-graph": "4478-bdf5f6e8-aab228e0",
  "@changesets/should-skip-package": "295-5d417900-14bfcad0",
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

/** Tells files apart that were not made to be mistaken for each other; loading `node:crypto` would cost a check a tenth. */
function sumOf(text: string): string {
  let [a, b] = [0xde_ad_be_ef, 0x41_c6_ce_57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  return `${text.length}-${(a >>> 0).toString(16)}-${(b >>> 0).toString(16)}`;
}
