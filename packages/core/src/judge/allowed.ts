import inc from "semver/functions/inc.js";
import type { DeclarationKind } from "../facts/evidence.ts";
import type { Changeset, Facts, Package, Release } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import type { Policy, Track } from "../policy/policy.ts";
import { breakingBump, isCalver, tracksOf } from "../policy/track.ts";
import { type Sentence, list, say } from "../sentence.ts";
import { type Bump, isOver } from "../versions/bump.ts";
import { nextCalver } from "../versions/calver.ts";
import type { Finding } from "./finding.ts";
import { judge } from "./judge.ts";
import type { AnyRule } from "./rule.ts";

/**
 * Every bump that a changeset could declare for a package today, each checked on its own: a release of only this
 * package, by the rules on versions and time. Runs no planner, so dependents are not included.
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
  const existing = judged(facts, policy, own, []).map(signature);
  return (["patch", "minor", "major"] as const).map((bump) => {
    const to = nextVersion(facts, pkg, bump, track);
    const findings = judged(facts, policy, own, [triedRelease(pkg, to, bump)]).filter(
      (finding) => !existing.includes(signature(finding)),
    );
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

const triedRelease = (
  { name, dir, version = "0.0.0" }: Package,
  to: string,
  bump: Bump,
): Release => ({
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
  const changesets = releases.map((release): Changeset => triedChangeset(release));
  const { changes: _, refusal: __, ...known } = facts;
  const alone = { ...known, releases, changesets, unreadable: [], groups: [] };
  return judge(alone, policy, rules).findings;
}

const triedChangeset = ({ name, bump }: Release): Changeset => ({
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

/** What one bump would do to a package, and what the policy has against it. */
export interface AllowedBump {
  readonly bump: Exclude<Bump, "none">;
  readonly allowed: boolean;
  /** The resulting version; undefined in pre mode, where the planner counts. */
  readonly version?: string;
  /** Whether it allows a breaking change. */
  readonly mayBreak: boolean;
  readonly findings: readonly Finding[];
}

/** How a changeset declares something, and what the track then requires. */
export interface EvidenceForm {
  readonly kind: "breaking" | "deprecation" | "removal" | "security" | "migration";
  /** As it is written in the text of a changeset; docs/declarations.md has them all. */
  readonly form: readonly string[];
  readonly asks: Sentence;
}

/** What a track requires of each kind of change; of a breaking one, always, which bump it takes. */
export function evidenceForms(version: string, track: Track): readonly EvidenceForm[] {
  const { breaking = [], removal, deprecation, security, migration } = track.require;
  const least = breakingBump(version, track);
  const withGuide = breaking.includes("upgrade-guide");
  return [
    {
      kind: "breaking",
      form: [
        breaking.includes("section") ? "### Breaking Changes" : "BREAKING: <what breaks>",
        ...(withGuide ? ["Upgrade-guide: <path or url>"] : []),
      ],
      asks: say`requires ${orMore(least)}${withGuide ? [" and an upgrade guide"] : []}`,
    },
    ...(deprecation?.length
      ? [form("deprecation", "Deprecates: <api> use <replacement>", say`requires a replacement`)]
      : []),
    ...(removal ? [form("removal", "Removes: <api>", removalAsks(removal))] : []),
    ...(security?.length
      ? [form("security", "Security: <advisory id>", say`requires an advisory`)]
      : []),
    ...(migration?.length ? [form("migration", "Migration: <path>", say`requires its path`)] : []),
  ];
}

const form = (kind: EvidenceForm["kind"], text: string, asks: Sentence): EvidenceForm => ({
  kind,
  form: [text],
  asks,
});

const counted = (number: number | undefined, noun: string): string[] =>
  number === undefined ? [] : [`${number} ${noun}${number === 1 ? "" : "s"}`];

function removalAsks({ bump, deprecatedFor }: NonNullable<Track["require"]["removal"]>): Sentence {
  const { lines, releases, days, any = false } = deprecatedFor ?? {};
  const amounts = [
    ...counted(lines, "release line"),
    ...counted(releases, "release"),
    ...counted(days, "day"),
  ];
  const before: Sentence =
    amounts.length > 0
      ? say`a deprecation for ${list(amounts, any ? "or" : "and")}`
      : say`an earlier deprecation`;
  return [
    "requires ",
    ...(bump === undefined ? [] : orMore(bump)),
    ...(bump === undefined || !deprecatedFor ? [] : [" and "]),
    ...(deprecatedFor ? before : []),
  ];
}

/** The trailer of a hotfix in a changeset. */
export const TRAILERS: Readonly<Partial<Record<DeclarationKind, string>>> = {
  security: "Security: <advisory id>",
  regression: "Fixes-regression: <issue or version>",
};

/** Nothing is more than a major. */
const orMore = (bump: Bump): Sentence =>
  bump === "major" ? say`a ${bump}` : say`a ${bump} or more`;
