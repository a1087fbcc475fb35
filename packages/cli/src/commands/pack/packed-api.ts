import { join } from "node:path";
import { say } from "@release-policy/core";
import { loadComparison } from "../../api/comparison.ts";
import { entryAt } from "../../files/files.ts";
import type { Tarball } from "../../tarballs/tarball.ts";
import { isOfTypes, reportsOfTarball } from "../api/published-reports.ts";
import { reportDifferences } from "../api/report-differences.ts";
import { reportsInFolder } from "../api/report-on-disk.ts";
import { kindCounts } from "../api/text.ts";
import type { PackedFinding } from "./packed-findings.ts";

/** What to keep of the tarball of the package in a folder: its types, too, if it has reports to compare them with. */
export const keptOf = (root: string, dir: string): ((path: string) => boolean) =>
  entryAt(join(root, dir, "api")) === "folder" ? isOfTypes : (path) => path === "package.json";

/**
 * Packages whose packed types are not those of the API reports in their folders: `check` has judged the reports. Throws
 * `CannotJudge` where they cannot be compared.
 */
export async function apiFindings(
  root: string,
  packed: readonly {
    readonly name: string;
    readonly dir: string;
    readonly version: string;
    readonly tarball: Tarball;
  }[],
): Promise<readonly PackedFinding[]> {
  const some = packed.flatMap((pkg) => {
    const reviewed = reportsInFolder(root, pkg.dir);
    return reviewed.size > 0 ? [{ ...pkg, reviewed }] : [];
  });
  if (some.length === 0) return [];
  const comparison = await loadComparison("comparing packed types with API reports");
  const found = reportDifferences(
    some.map((pkg) => ({ ...pkg, packed: reportsOfTarball(pkg.tarball, pkg, comparison) })),
    comparison,
  );
  return some.flatMap(({ name, version, reviewed }, i): PackedFinding[] => {
    const differences = found[i]!;
    if (differences.length === 0) return [];
    const [report] = reviewed.values();
    return [
      {
        rule: "packed-api",
        level: "error",
        package: name,
        version,
        message: say`the types of ${name} ${version} in the tarball differ from its API report: ${[kindCounts(differences)]}`,
        help: say`build ${name} again; if its types have changed, run ${"release-policy api --write"} and have the report reviewed`,
        at: { path: report!.path, line: 1, column: 1 },
        chain: [],
      },
    ];
  });
}
