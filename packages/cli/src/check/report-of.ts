import {
  type Finding,
  type Package,
  type Policy,
  type Release,
  distance,
  isJudged,
  origin,
  outcomeOf,
  say,
  tracksOf,
  tracksSelecting,
} from "@release-policy/core/internal";
import type { Facts, Sentence } from "@release-policy/core/types";
import { RUNNERS } from "../files/package-manager.ts";
import { doubtNotes } from "../planners/doubts.ts";
import type { Judgement } from "./options.ts";
import type { Report, ReportedRelease } from "./report.ts";
import type { Sources } from "./source-locations.ts";

/** A judgement with its places resolved. */
export function reportOf(judgement: Judgement, sources: Sources): Report {
  const { manager } = sources;
  const { facts, policy, verdict, counted, pending, since, notes } = judgement;
  const packages = new Map(facts.packages.map((pkg) => [pkg.name, pkg]));
  return {
    outcome: outcomeOf(counted),
    planner: facts.planner,
    ...(manager === "pnpm" ? {} : { runner: RUNNERS[manager] }),
    releases: facts.releases.map((release) =>
      reported(release, packages.get(release.name)!, policy),
    ),
    findings: counted.map((finding) => sources.place(finding)),
    pending: pending.map((finding) => sources.place(finding)),
    waived: verdict.waived.map(sources.placeWaived),
    ...(since ? { since } : {}),
    ...(policy.override ? { override: policy.override } : {}),
    notes: [
      ...doubtNotes(facts.planner),
      ...notes,
      // A change that edits the policy may have put them on a track.
      ...(since?.policyChanged ? [] : newPackagesNote(facts, policy, counted)),
    ],
    ...(facts.changes ? { pendingReleases: releasedByBase(facts) } : {}),
  };
}

/** Which packages are on a track only until they are released, and where to write that down. */
function newPackagesNote(
  { packages }: Facts,
  policy: Policy,
  findings: readonly Finding[],
): readonly Sentence[] {
  const { newPackages, tracks } = policy;
  const track = tracks.find(({ name }) => name === newPackages?.track);
  const names = packages
    .filter((pkg) => pkg.isNew && isJudged(pkg, []) && tracksSelecting(policy, pkg).length === 0)
    .map(({ name }) => name)
    .filter((name) => findings.every((one) => one.package !== name || one.level === "warn"));
  const [first] = names;
  if (!newPackages || !track || first === undefined) return [];
  const [start, here] = [newPackages.line, track.line("packages")].map(
    ({ at }) => `${at.path}:${at.line}`,
  );
  const where = say`on track ${track.name} (${start!})`;
  return [
    names.length === 1
      ? say`${first} is new and will start ${where}: add it to ${"packages"} in ${here!} before its first release`
      : say`${first} and ${names.length - 1} more are new and will start ${where}: add them to ${"packages"} in ${here!} before their first release`,
  ];
}

function reported(release: Release, pkg: Package, policy: Policy): ReportedRelease {
  const { name, dir, from, to, causes, written, distTag } = release;
  const track = tracksOf(policy, pkg)[0]?.name;
  const bump = distance(from, to);
  return {
    name,
    dir,
    ...(track === undefined ? {} : { track }),
    private: pkg.private,
    from,
    to,
    bump,
    causes,
    written,
    ...(distTag ? { distTag } : {}),
  };
}

/**
 * The releases to which no changeset of the change leads, by package: they are made without the change, too. A version
 * commit makes all of its versions itself.
 */
function releasedByBase({ releases, changes }: Facts): readonly string[] {
  if (changes?.kind !== "pending") return [];
  const own = new Set(changes.changesets);
  const led = new Set<string>();
  const dependents = Map.groupBy(
    releases.flatMap((release) => release.causes.map((cause) => ({ release, on: origin(cause) }))),
    ({ on }) => on,
  );
  const follow = ({ name }: Release): void => {
    if (led.has(name)) return;
    led.add(name);
    queue.push(name);
  };
  const queue: string[] = [];
  for (const release of releases) {
    const isOwn = release.causes.some(
      (cause) => cause.kind === "changeset" && own.has(cause.changeset),
    );
    if (isOwn || release.written) follow(release);
  }
  for (const name of queue) for (const { release } of dependents.get(name) ?? []) follow(release);
  return releases.flatMap(({ name }) => (led.has(name) ? [] : [name]));
}
