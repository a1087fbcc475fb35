import { join } from "node:path";
import { say } from "@release-policy/core";
import { loadComparison } from "../../api/comparison.ts";
import { entryAt } from "../../files/files.ts";
import type { Tarball } from "../../tarballs/tarball.ts";
import { reportsOfTarball } from "../api/published-reports.ts";
import { reportDifferences } from "../api/report-differences.ts";
import { releasedReports } from "../api/released-reports.ts";
import type { SelectedPackage } from "../api/selected-packages.ts";
import { kindCounts } from "../api/text.ts";
import type { RegistryProblemFound } from "./registry-findings.ts";

/**
 * Whether a release on the registry has the API of the reports at its tag: what was reviewed is then what users get. Nothing where the
 * tag has no reports. Throws `CannotJudge` where they cannot be compared.
 */
export async function publishedApiFindings(
  root: string,
  pkg: SelectedPackage & { readonly version: string },
  isAlone: boolean,
  tarball: Tarball,
): Promise<readonly RegistryProblemFound[]> {
  if (entryAt(join(root, pkg.dir, "api")) !== "folder") return [];
  const reviewed = releasedReports(root, pkg, isAlone);
  if (!reviewed || reviewed.against === "HEAD") return [];
  const comparison = await loadComparison("verifying API reports");
  const [differences = []] = reportDifferences(
    [
      {
        name: pkg.name,
        reviewed: reviewed.texts,
        packed: reportsOfTarball(tarball, pkg, comparison),
      },
    ],
    comparison,
  );
  if (differences.length === 0) return [];
  return [
    {
      rule: "api-differs",
      level: "error",
      message: say`the types of ${pkg.name} ${reviewed.against} on the registry differ from its API report at the tag: ${[kindCounts(differences)]}`,
      help: say`run ${"release-policy api --check"} before publishing; release a new version from a clean build`,
    },
  ];
}
