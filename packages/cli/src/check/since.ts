import {
  type Changes,
  type Changeset,
  type Facts,
  type Package,
  type Policy,
  maturityOf,
  needsOf,
} from "@release-policy/core";
import {
  type BaseManifest,
  type Difference,
  baseManifests,
  changedPackages,
  useChangesets,
} from "../git/changes.ts";
import type { Folders } from "../git/commit-workspaces.ts";
import type { Repository } from "../git/git.ts";
import { rules } from "../policy/rules.ts";
import type { LoadOptions, Loaded } from "./load.ts";
import { Base } from "./base/base.ts";
import { firstByName, plannedReleases, writtenReleases } from "./written-releases.ts";

/** What the change did to versions, found without loading the base. */
export interface Movement {
  readonly removed: readonly string[];
  readonly renamed: Readonly<Record<string, string>>;
  /** Packages whose version in package.json the change moved. */
  readonly moved: readonly string[];
  /** Versions moved and changesets used up, here or in a commit between: a version commit. */
  readonly versionCommit: boolean;
  /** Where the version commits between start from. */
  readonly starts: readonly Difference[];
  /** The manifests of the base that the change edits. */
  readonly before: readonly BaseManifest[];
}

export async function movementOf(
  scratches: Folders,
  difference: Difference,
  ref: string | undefined,
  facts: Facts,
  startsOf: () => Promise<readonly Difference[]>,
): Promise<Movement> {
  const packages = new Map(facts.packages.map((pkg) => [pkg.name, pkg]));
  const before = await baseManifests(difference, packages, scratches.blobs);
  const moved = before.filter(({ name, version }) => {
    const pkg = packages.get(name);
    return pkg !== undefined && pkg.version !== version;
  });
  const removed = before.filter(({ name }) => !packages.has(name));
  const { renamedPackages } =
    removed.length > 0 ? await import("../git/published/renamed-packages.ts") : {};
  const since = { base: difference.base, ref };
  const names = new Map(before.map(({ path, name }) => [path, name]));
  const edited = new Set(difference.files.map(({ path }) => path));
  // A package that has kept its name only takes over what was removed.
  const renewed = facts.packages.filter(({ dir, name }) => {
    const path = dir === "." ? "package.json" : `${dir}/package.json`;
    return edited.has(path) && names.get(path) !== name;
  });
  const starts = moved.length > 0 ? await startsOf() : [];
  return {
    starts,
    removed: removed.map(({ name }) => name),
    renamed: renamedPackages
      ? await renamedPackages(scratches.repository, since, removed, renewed)
      : {},
    moved: moved.map(({ name }) => name),
    versionCommit: moved.length > 0 && (starts.length > 0 || useChangesets(difference.files)),
    before,
  };
}

type ExtraChanges = Pick<Changes, "additions" | "maturity">;

/** Facts about a change for certain rules, and the change's own policy if another one applies. */
export async function additionsAndTable(
  root: Repository,
  difference: Difference,
  packages: readonly Package[],
  policy: Policy,
  own: Policy | undefined,
): Promise<ExtraChanges> {
  const { additionsOf } = needsOf(policy, rules).has("additions")
    ? await import("../git/changes.ts")
    : {};
  return {
    additions: additionsOf ? await additionsOf(root, difference, packages) : [],
    ...(own && own !== policy ? { maturity: maturityOf(packages, own) } : {}),
  };
}

/** The head's facts with what changed since the base; releases that a commit has written already are added. */
export async function withChanges(
  { facts, changedFilePatterns, publishing }: Loaded,
  difference: Difference,
  movement: Movement,
  base: Facts | undefined,
  plans: readonly Facts[],
  extra: ExtraChanges,
  read: Folders["blobs"],
): Promise<Facts> {
  const { unpublishedManifests, movedByCatalog } =
    await import("../git/published/published-changes.ts");
  const unpublished = await unpublishedManifests(difference, publishing, read);
  const published = {
    ...difference,
    files: difference.files.filter(({ path }) => !unpublished.has(path)),
  };
  const byCatalog = await movedByCatalog(facts.packages, difference, publishing, read);
  const changed = difference.files.filter(({ status }) => status !== "D").map(({ path }) => path);
  const paths = new Set(changed);
  const [moved, removed] = [new Set(movement.moved), new Set(movement.removed)];
  const known = {
    packages: withCatalogs(
      await changedPackages(facts.packages, published, changedFilePatterns),
      byCatalog,
    ),
    changesets: facts.changesets.filter(({ path }) => paths.has(path)).map(({ id }) => id),
    removed: movement.removed,
    renamed: movement.renamed,
    moved: Object.fromEntries(
      movement.before.flatMap(({ name, version }) =>
        version !== undefined && moved.has(name) ? [[name, version]] : [],
      ),
    ),
    removedPackages: base?.packages.filter(({ name }) => removed.has(name)) ?? [],
    tracks: [],
    ...extra,
  };
  const planned = plannedReleases(plans, facts);
  const changes: Changes =
    movement.versionCommit && base
      ? { ...known, kind: "versions", planned, consumes: consumedBy(facts, plans) }
      : { ...known, kind: "pending" };
  const pending = new Set(facts.releases.map(({ name }) => name));
  const unplanned = movement.moved.filter((name) => !pending.has(name));
  const written = writtenReleases(unplanned, facts, base, planned);
  const added = new Set(
    difference.files.filter(({ status }) => status === "A").map(({ path }) => path),
  );
  const before = firstByName(movement.before);
  const onBase = firstByName(base?.packages ?? []);
  const tagged = new Set(facts.history?.map((past) => past.package));
  const packages = facts.packages.map((pkg): Package => {
    const then = before.get(pkg.name);
    const isAdded = then
      ? then.isPrivate && !pkg.private
      : added.has(pkg.dir === "." ? "package.json" : `${pkg.dir}/package.json`);
    const wasNew = onBase.get(pkg.name)?.isNew;
    const isNew = pkg.isNew || ((isAdded || wasNew) && !tagged.has(pkg.name));
    return {
      ...releasedAs(pkg, then, onBase.get(pkg.name)),
      ...(isNew ? { isNew } : {}),
      ...(isAdded ? { isAdded } : {}),
    };
  });
  const isUsed = facts.changesets.some(({ path, consumed }) => consumed && paths.has(path));
  const { unusedAdditions } =
    isUsed && !movement.versionCommit ? await import("./base/used-changesets.ts") : {};
  const unused = unusedAdditions ? await unusedAdditions(facts, difference, read) : [];
  const unreadable = [...facts.unreadable, ...unused];
  return { ...facts, packages, changes, unreadable, releases: [...facts.releases, ...written] };
}

/** A moved catalog entry changes what a package publishes, though none of its files. */
const withCatalogs = (
  changed: Changes["packages"],
  byCatalog: ReadonlyMap<string, string>,
): Changes["packages"] => {
  const named = new Set(changed.map(({ name }) => name));
  const others = [...byCatalog].filter(([name]) => !named.has(name));
  return [...changed, ...others.map(([name, file]) => ({ name, files: [file] }))];
};

/** Without a tag of its version, the base's requirements count as the last release. */
function releasedAs(
  pkg: Package,
  before: BaseManifest | undefined,
  onBase: Package | undefined,
): Package {
  if (pkg.released) return pkg;
  const released = onBase?.released ?? onBase?.requirements ?? before?.requirements;
  return released ? { ...pkg, released } : pkg;
}

/** The changesets that are gone; pnpm leaves them until every branch has used them, and notes it. */
const consumedBy = ({ changesets, planner }: Facts, plans: readonly Facts[]): Changeset[] => {
  const isLeft = ({ consumed }: Changeset): boolean => planner.id !== "pnpm" || !consumed;
  const left = new Set(changesets.filter(isLeft).map(({ id }) => id));
  const used = plans
    .flatMap((plan) => plan.changesets)
    .filter((one) => isLeft(one) && !left.has(one.id));
  return [...new Map(used.map((one) => [one.id, one])).values()];
};

/** Each plan costs a workspace that is written out and loaded. */
const MOST_PLANS = 30;

/**
 * The facts from which the versions between base and head were planned, oldest first. `base` are those of the base,
 * used for all if the history is unknown.
 */
export async function plansBetween(
  starts: readonly Difference[],
  { base: commit }: Difference,
  base: Facts,
  folders: Folders,
  policy: Policy,
  loading: LoadOptions,
): Promise<readonly Facts[]> {
  const plans: Facts[] = [];
  for (const start of starts.slice(-MOST_PLANS)) {
    const isBase = start.base === commit;
    const facts = isBase ? base : await new Base(start, folders, loading).facts(policy);
    if (facts) plans.push(facts);
  }
  return plans.length > 0 ? plans : [base];
}
