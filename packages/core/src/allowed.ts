import inc from "semver/functions/inc.js";
import type { AllowedBump } from "./allowed-bump.ts";
import { isOver, type Bump } from "./bump.ts";
import { nextCalver } from "./calver.ts";
import type { Changeset, Facts, Location, Package, Release } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { judge } from "./judge.ts";
import { tracksOf } from "./policy/membership.ts";
import type { Policy, Track } from "./policy/policy.ts";
import type { AnyRule } from "./rule.ts";
import { breakingBump, isCalver } from "./standing.ts";

/**
 * Every bump that a changeset could declare for a package today, each judged by itself: a release of this package alone,
 * by the rules on versions and time. No planner is asked, so what follows in dependents is not in it.
 */
export function allowedBumps(
  facts: Facts,
  policy: Policy,
  pkg: Package,
  rules: readonly AnyRule[],
): readonly AllowedBump[] {
  const own = rules.filter(({ family }) => family === "versions" || family === "time");
  const [track] = tracksOf(policy, pkg);
  const { version = "0.0.0" } = pkg;
  const least = breakingBump(version, track);
  const standing = judged(facts, policy, own, []).map(signature);
  return (["patch", "minor", "major"] as const).map((bump) => {
    const to = nextVersion(facts, pkg, bump, track);
    const findings = judged(facts, policy, own, [releaseOf(pkg, to, bump)])
      .filter((finding) => finding.package === pkg.name)
      .filter((finding) => !standing.includes(signature(finding)));
    return {
      bump,
      allowed: findings.every(({ level }) => level !== "error"),
      ...(facts.pre?.mode === "pre" ? {} : { version: to }),
      mayBreak: !isOver(least, bump),
      findings,
    };
  });
}

/** From the version of today by this bump alone, whatever is pending. */
function nextVersion(
  { pre, today }: Facts,
  { version = "0.0.0" }: Package,
  bump: AllowedBump["bump"],
  track: Track | undefined,
): string {
  if (track && isCalver(track) && typeof track.scheme === "object") {
    return nextCalver(track.scheme.calver, version, today);
  }
  const next = inc(version, bump) ?? version;
  return pre?.mode === "pre" ? `${next}-${pre.tag}.0` : next;
}

const AT: Location = { path: ".changeset/new.md", line: 2, column: 1 };

const releaseOf = ({ name, dir, version = "0.0.0" }: Package, to: string, bump: Bump): Release => ({
  name,
  dir,
  from: version,
  to,
  bump,
  causes: [{ kind: "changeset", changeset: "new", bump, at: AT }],
  ranges: [],
  written: false,
});

/** The findings on a plan of these releases and nothing else. */
function judged(
  facts: Facts,
  policy: Policy,
  rules: readonly AnyRule[],
  releases: readonly Release[],
): readonly Finding[] {
  const changesets = releases.map((release): Changeset => changesetOf(release));
  const { changes: _, refusal: __, ...known } = facts;
  const alone = { ...known, releases, changesets, unreadable: [], groups: [] };
  return judge(alone, policy, rules).findings;
}

const changesetOf = ({ name, bump }: Release): Changeset => ({
  id: "new",
  path: AT.path,
  bumps: [{ package: name, bump, at: AT }],
  summary: "New.",
  summaryAt: { ...AT, line: 5 },
  consumed: false,
  declarations: [],
  sections: [],
});

const signature = ({ rule, message, at }: Finding): string =>
  JSON.stringify([rule, message, at.path]);
