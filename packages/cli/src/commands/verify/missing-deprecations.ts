import { type View, say } from "@release-policy/core";
import type { Deprecation } from "@release-policy/core/types";
import lt from "semver/functions/lt.js";
import satisfies from "semver/functions/satisfies.js";
import { isForNpm, unsupportedReleases } from "../../policy/npm-deprecations.ts";
import { type PublishedRelease, shownReleases } from "./published-release.ts";
import type { RegistryFinding } from "./registry-findings.ts";

/** The entries of the ledger that npm should show by now: not before the release that deprecates the package. */
export const deprecationsDue = ({ policy, packages }: View): readonly Deprecation[] =>
  policy.deprecations.filter((entry) => {
    const current = packages.find(({ name }) => name === entry.package)?.version;
    return isForNpm(entry) && (current === undefined || !lt(current, entry.deprecatedIn));
  });

/** The finding if npm does not show the newest release of a package as deprecated. Throws `NpmRefused`. */
export async function ledgerFindings(
  root: string,
  { package: name, deprecatedIn, line }: Deprecation,
  options: readonly string[],
): Promise<readonly RegistryFinding[]> {
  const [latest] = await shownReleases(root, name, "latest", options);
  if (!latest || latest.isDeprecated) return [];
  return [
    {
      rule: "deprecation-missing",
      level: "error",
      package: name,
      version: latest.version,
      message: say`${name} is deprecated since ${deprecatedIn}, but npm does not say so`,
      help: say`run the commands that ${"release-policy deprecations --npm"} prints`,
      at: line.at,
      chain: [],
    },
  ];
}

/** The finding if npm does not show the releases that are past their support as deprecated. Throws `NpmRefused`. */
export async function supportFindings(
  root: string,
  { name, version }: { readonly name: string; readonly version: string },
  { versions, days }: PublishedRelease,
  view: View,
  options: readonly string[],
): Promise<readonly RegistryFinding[]> {
  const releases = versions.map((one) => ({ version: one, date: days[one] }));
  const ended = unsupportedReleases(name, releases, view);
  const line = view.trackOf(name)?.line("support");
  if (!ended || !line) return [];
  const past = (await shownReleases(root, name, "x", options)).filter((one) =>
    satisfies(one.version, ended.versions),
  );
  const missing = past.filter(({ isDeprecated }) => !isDeprecated).length;
  if (missing === 0) return [];
  const { lines } = ended;
  const which =
    lines.length === 1
      ? say`release line ${lines[0]!} of ${name} is`
      : say`release lines ${lines[0]!} to ${lines.at(-1)!} of ${name} are`;
  return [
    {
      rule: "deprecation-missing",
      level: "error",
      package: name,
      version,
      message: say`${which} no longer supported, but npm shows ${`${missing}`} of ${`${past.length}`} releases without a deprecation`,
      help: say`run ${`npm deprecate '${name}@${ended.versions}' '${ended.message}'`}`,
      at: line.at,
      because: line,
      chain: [],
    },
  ];
}
