import { prereleaseOf, type Facts, type Package, type PastRelease } from "@release-policy/core";
import type { ProposedTrack } from "./proposal.ts";

type Known = Pick<Facts, "packages" | "pre" | "history">;

/** Packages that a policy has to put on a track. */
export const publishedOf = (packages: readonly Package[]): readonly Package[] =>
  packages.filter((pkg) => !pkg.private && !pkg.skipped);

/**
 * A track for each maturity that the versions of today and the tags show: what was never more than a prerelease is a
 * sandbox, what is on 0.y.z an integration, the rest is stable. A prerelease of pre mode says nothing: it ends.
 */
export function tracksOfVersions(
  facts: Known,
  packages = publishedOf(facts.packages),
): readonly ProposedTrack[] {
  const of = (wanted: string) => packages.filter((pkg) => maturityOf(pkg, facts) === wanted);
  const [core, integrations, sandbox] = [of("core"), of("integrations"), of("sandbox")];
  const tracks = [
    {
      name: "core",
      about: "What is stable: a breaking change takes a major",
      keys: { versions: ">=1.0.0", breaking: "major" },
      members: core,
    },
    {
      name: "sandbox",
      about:
        "What is only an experiment: it is released as a prerelease, and any release may break",
      keys: { prerelease: { required: idsOf(sandbox) }, breaking: "patch" },
      members: sandbox,
    },
    {
      name: "integrations",
      about: "What is on 0.y.z and stays there: a minor may break, a patch never",
      keys: { versions: "0.y.z", bumps: { declared: ["patch", "minor"] }, breaking: "minor" },
      members: integrations,
    },
  ];
  return tracks.filter(({ members }) => members.length > 0);
}

function maturityOf({ name, version = "0.0.0" }: Package, { pre, history }: Known): string {
  const id = prereleaseOf(version);
  const tags = (history ?? []).filter((past) => past.package === name);
  const unripe = version.startsWith("0.");
  const isSandbox =
    id !== undefined && id !== pre?.tag && (tags.length > 0 ? onlyPrereleases(tags) : unripe);
  if (isSandbox) return "sandbox";
  return unripe ? "integrations" : "core";
}

const onlyPrereleases = (tags: readonly PastRelease[]): boolean =>
  tags.every(({ version }) => prereleaseOf(version) !== undefined);

/** Alpha and beta go together: the one leads to the other. */
function idsOf(members: readonly Package[]): readonly string[] {
  const ids = [...new Set(members.flatMap(({ version = "" }) => prereleaseOf(version) ?? []))];
  const known = ["alpha", "beta"];
  return ids.every((id) => known.includes(id)) ? known : ids.toSorted();
}
