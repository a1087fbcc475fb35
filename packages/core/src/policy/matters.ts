import type { Facts } from "../facts/facts.ts";
import { leavesZero } from "../versions/bump.ts";
import type { Policy } from "./policy.ts";

/** What a policy may have nothing of. */
const OF_POLICY = {
  branches: ({ branches }) => branches.length > 0,
  calendar: ({ tracks }) => tracks.some(({ scheme }) => typeof scheme === "object"),
  compatibility: ({ compatibility }) => compatibility.length > 0,
  couplings: ({ couplings }) => couplings.length > 0,
  dependencies: ({ dependencies }) => dependencies.length > 0,
  deprecations: ({ deprecations }) => deprecations.length > 0,
  /** The requirements under `require` of a track. */
  evidence: ({ tracks }) => tracks.some(({ require }) => Object.keys(require).length > 0),
  /** Tracks of which every release has to be a prerelease. */
  prereleaseTracks: ({ tracks }) => tracks.some(({ prerelease }) => typeof prerelease === "object"),
  distTags: ({ branches, tracks }) => [...branches, ...tracks].some(({ distTag }) => distTag),
  freezes: ({ freezes }) => freezes.length > 0,
  table: ({ docs }) => docs.table !== undefined,
  trains: ({ trains }) => trains.length > 0,
  waivers: ({ waivers }) => waivers.length > 0,
} satisfies Readonly<Record<string, (policy: Policy) => boolean>>;

/** What a workspace may have nothing of. */
const OF_FACTS = {
  additions: ({ changes }) => (changes?.additions ?? []).length > 0,
  /** Differences of public APIs. */
  apis: ({ packages }) => packages.some(({ api }) => api !== undefined),
  /** What a change accepts, or accepted before. */
  baseline: ({ changes }) => (changes?.baseline?.after ?? []).length > 0,
  changes: ({ changes }) => changes !== undefined,
  /** Also sections, and those of the changesets that a version commit consumes. */
  declarations: ({ changesets, changes }) =>
    changes?.kind === "versions" ||
    changesets.some(({ declarations, sections }) => declarations.length + sections.length > 0),
  groups: ({ groups }) => groups.length > 0,
  /** Releases from 0.y.z to a greater major. */
  firstMajors: ({ releases }) => releases.some(({ from, to }) => leavesZero(from, to)),
  /** Ranges on peers that the releases change. */
  peers: ({ releases }) =>
    releases.some(({ ranges }) =>
      ranges.some(({ field, before, after }) => field === "peerDependencies" && before !== after),
    ),
  prereleases: ({ packages, releases }) =>
    packages.some(({ version }) => version?.includes("-")) ||
    releases.some(({ to }) => to.includes("-")),
  refusal: ({ refusal }) => refusal !== undefined,
  /** What the last release required, if it was read. */
  released: ({ packages }) => packages.some(({ released }) => released !== undefined),
  /** Packages that the release command skips, in changesets. */
  skipped: ({ packages, changesets }) => {
    const names = new Set(
      packages.flatMap(({ name, skipped }) => (skipped === undefined ? [] : [name])),
    );
    return changesets.some(({ bumps }) => bumps.some((bump) => names.has(bump.package)));
  },
  /** Packages of one name, also one in the workspace and one of the registry. */
  twins: ({ packages, releases }) =>
    new Set(packages.map(({ name }) => name)).size < packages.length ||
    releases.some(({ collisions }) => collisions !== undefined),
  /** Dependencies in the workspace that the planner does not follow. */
  unfollowed: ({ packages }) =>
    packages.some(({ dependencies }) => dependencies.some(({ followed }) => !followed)),
  /** Names in changesets that no package has, or none any more. */
  unknownNames: ({ packages, changesets, changes }) => {
    const names = new Set(packages.map(({ name }) => name));
    return (
      (changes?.removed ?? []).length > 0 ||
      changesets.some(({ bumps }) => bumps.some((bump) => !names.has(bump.package)))
    );
  },
  unreadable: ({ unreadable }) => unreadable.length > 0,
} satisfies Readonly<Record<string, (facts: Facts) => boolean>>;

export type Matter = keyof typeof OF_POLICY | keyof typeof OF_FACTS;

/**
 * Whether the policy or the facts have any of some matters, and looks for each only once. Without facts, only what
 * the policy has counts.
 */
export function presence(
  facts: Facts | undefined,
  policy: Policy,
): (matters: readonly Matter[]) => boolean {
  const known = new Map<Matter, boolean>();
  const look = (matter: Matter): boolean =>
    matter in OF_POLICY
      ? OF_POLICY[matter as keyof typeof OF_POLICY](policy)
      : facts !== undefined && OF_FACTS[matter as keyof typeof OF_FACTS](facts);
  const has = (matter: Matter): boolean => {
    const found = known.get(matter) ?? look(matter);
    known.set(matter, found);
    return found;
  };
  return (matters) => matters.some(has);
}
