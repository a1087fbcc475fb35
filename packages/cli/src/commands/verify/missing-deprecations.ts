import { type Facts, type Policy, say } from "@release-policy/core";
import lt from "semver/functions/lt.js";
import { isForNpm } from "../../policy/npm-deprecations.ts";
import { NpmRefused } from "../../tarballs/npm-registry.ts";
import { releaseField } from "./published-release.ts";
import type { RegistryFinding } from "./registry-findings.ts";

/** Packages that the ledger deprecates as a whole, whose newest release npm does not show as deprecated. */
export async function missingDeprecations(
  root: string,
  policy: Policy,
  { packages }: Facts,
  isChosen: (name: string) => boolean,
): Promise<readonly RegistryFinding[]> {
  const found: RegistryFinding[] = [];
  for (const entry of policy.deprecations.filter(isForNpm)) {
    const name = entry.package;
    if (!isChosen(name)) continue;
    const current = packages.find((pkg) => pkg.name === name)?.version;
    // Not before the release that deprecates it.
    if (current !== undefined && lt(current, entry.deprecatedIn)) continue;
    try {
      const view = await releaseField(root, name, "latest", "version", []);
      if (typeof view !== "string") continue;
      const deprecated = await releaseField(root, name, view, "deprecated", []);
      if (typeof deprecated === "string" && deprecated !== "") continue;
      found.push({
        rule: "deprecation-missing",
        level: "error",
        package: name,
        version: view,
        message: say`${name} is deprecated since ${entry.deprecatedIn}, but npm does not say so`,
        help: say`run the commands that ${"release-policy deprecations --npm"} prints`,
        at: entry.line.at,
        chain: [],
      });
    } catch (error) {
      if (!(error instanceof NpmRefused)) throw error;
    }
  }
  return found;
}
