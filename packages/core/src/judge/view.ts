import type { Changeset, DeclaredBump, Facts, Package, Release } from "../facts/facts.ts";
import type { KnownRule, Policy, Track, Waiver } from "../policy/policy.ts";
import { isJudged, tracksOf } from "../policy/track.ts";
import { type Bump, greatest } from "../versions/bump.ts";

/** What a rule sees: the facts and the policy, and how they meet. */
export interface View extends Facts {
  readonly policy: Policy;
  /** The package's track; of two, the first (which `track-membership` reports). */
  readonly trackOf: (name: string) => Track | undefined;
  readonly tracksOf: (name: string) => readonly Track[];
  readonly packageNamed: (name: string) => Package | undefined;
  readonly releaseOf: (name: string) => Release | undefined;
  /** Whether a policy is about a package: not where the planner skips it, or it is private and no track names it. */
  readonly isJudged: (pkg: Package) => boolean;
  /** The releases of the packages that a policy is about. */
  readonly judged: readonly Release[];
  /** The changesets that no release has consumed. */
  readonly pending: readonly Changeset[];
  /** Each bump of a pending changeset, with its changeset. */
  readonly declared: readonly { readonly changeset: Changeset; readonly bump: DeclaredBump }[];
  /** The largest bump that the package's own changesets declare. */
  readonly ownBump: (name: string) => Bump;
  /** Waivers that allowed a finding of the rules that ran before. */
  readonly usedWaivers: ReadonlySet<Waiver>;
  /** The rules that run, in their order. */
  readonly rules: readonly KnownRule[];
}

export function viewOf(
  facts: Facts,
  policy: Policy,
  usedWaivers: ReadonlySet<Waiver> = new Set(),
  rules: readonly KnownRule[] = [],
): View {
  const packages = new Map<string, Package>();
  const tracks = new Map<string, readonly Track[]>();
  const adapted = inMode(facts.pre);
  for (const pkg of facts.packages) {
    packages.set(pkg.name, pkg);
    tracks.set(pkg.name, adapted(tracksOf(policy, pkg)));
  }
  const releases = new Map(facts.releases.map((release) => [release.name, release]));
  const judges = (pkg: Package): boolean => isJudged(pkg, tracks.get(pkg.name) ?? []);
  const pending = facts.changesets.filter(({ consumed }) => !consumed);
  return {
    ...facts,
    policy,
    usedWaivers,
    rules,
    pending,
    trackOf: (name) => tracks.get(name)?.[0],
    tracksOf: (name) => tracks.get(name) ?? [],
    packageNamed: (name) => packages.get(name),
    releaseOf: (name) => releases.get(name),
    isJudged: judges,
    judged: facts.releases.filter(({ name }) => {
      const pkg = packages.get(name);
      return !pkg || judges(pkg);
    }),
    declared: pending.flatMap((changeset) => changeset.bumps.map((bump) => ({ changeset, bump }))),
    ownBump: (name) => ownBump(releases.get(name)),
  };
}

/** Whether a release is the first of its package. Such a package is new, not on its way to a track. */
export const isFirstRelease = (view: View, { name }: Release): boolean =>
  view.packageNamed(name)?.isNew === true;

/** The version that a package has when the plan is carried out. */
export const versionAfterPlan = (view: View, name: string): string | undefined =>
  view.releaseOf(name)?.to ?? view.packageNamed(name)?.version;

/** In pre mode a track may take other bumps. */
function inMode(pre: Facts["pre"]): (tracks: readonly Track[]) => readonly Track[] {
  if (pre?.mode !== "pre") return (tracks) => tracks;
  const adapted = (track: Track): Track => {
    const { inPreMode, line } = track;
    if (!inPreMode) return track;
    const bumps = { declared: inPreMode, received: inPreMode };
    return { ...track, ...bumps, line: (...keys) => line("bumps.inPreMode", ...keys) };
  };
  return (tracks) => tracks.map(adapted);
}

const ownBump = (release: Release | undefined): Bump =>
  greatest(
    (release?.causes ?? [])
      .filter((cause) => cause.kind === "changeset")
      .map((cause) => cause.bump),
  );
