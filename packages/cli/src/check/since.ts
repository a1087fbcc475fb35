import {
  type Changes,
  type Changeset,
  type Facts,
  type Package,
  type Policy,
  type PublishedRange,
  type Release,
  type TrackChange,
  type UnreadableChangeset,
  maturityOf,
  needsOf,
  rules,
  say,
  tracksOf,
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
import type { Loaded } from "./load.ts";

/** What the change did to versions, found without loading the base. */
export interface Movement {
  readonly removed: readonly string[];
  readonly renamed: Readonly<Record<string, string>>;
  /** Packages whose version in package.json the change moved. */
  readonly moved: readonly string[];
  /** Versions moved and changesets consumed: a version commit. */
  readonly versionCommit: boolean;
  /** The manifests of the base that the change edits. */
  readonly before: readonly BaseManifest[];
}

export async function movementOf(
  scratches: Folders,
  difference: Difference,
  ref: string | undefined,
  facts: Facts,
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
  return {
    removed: removed.map(({ name }) => name),
    renamed: renamedPackages
      ? await renamedPackages(scratches.repository, since, removed, facts.packages)
      : {},
    moved: moved.map(({ name }) => name),
    versionCommit: moved.length > 0 && useChangesets(difference.files),
    before,
  };
}

type AskedChanges = Pick<Changes, "additions" | "maturity">;

/** What only some rules ask of a change, and the policy of the change itself where another judges. */
export async function additionsAndTable(
  root: Repository,
  difference: Difference,
  packages: readonly Package[],
  policy: Policy,
  own: Policy | undefined,
): Promise<AskedChanges> {
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
  asked: AskedChanges,
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
        version !== undefined && movement.moved.includes(name) ? [[name, version]] : [],
      ),
    ),
    gone: base?.packages.filter(({ name }) => movement.removed.includes(name)) ?? [],
    tracks: [],
    ...asked,
  };
  const changes: Changes =
    movement.versionCommit && base
      ? { ...known, kind: "versions", planned: base.releases, consumes: consumedBy(facts, base) }
      : { ...known, kind: "pending" };
  const planned = new Set(facts.releases.map(({ name }) => name));
  const written = movement.moved
    .filter((name) => !planned.has(name))
    .flatMap((name) => writtenRelease(name, facts, base));
  const packages = facts.packages.map((pkg) => releasedAs(pkg, movement, base));
  const unreadable = [...facts.unreadable, ...reusedNames(facts, difference, movement)];
  return { ...facts, packages, changes, unreadable, releases: [...facts.releases, ...written] };
}

/** A changeset that the change adds under a name that pre.json lists, or where Changesets 3 keeps used ones: no release reads it. */
function reusedNames(
  { changesets, pre, planner }: Facts,
  { files }: Difference,
  { versionCommit }: Movement,
): UnreadableChangeset[] {
  // A change that brings the list, or the prereleases themselves, comes from another branch.
  const bringsState = files.some(({ path }) => path === ".changeset/pre.json");
  if (!pre || planner.id === "pnpm" || bringsState || versionCommit) return [];
  const added = new Set(files.filter(({ status }) => status === "A").map(({ path }) => path));
  return changesets
    .filter(({ path, consumed }) => consumed && added.has(path))
    .map(({ path }) => ({
      path,
      kind: "used-name",
      reason: path.startsWith(".changeset/pre/")
        ? say`would never be released: ${".changeset/pre/"} is for changesets that a prerelease has used`
        : say`would never be released: ${".changeset/pre.json"} lists its name as used by a prerelease`,
      at: { path, line: 1, column: 1 },
    }));
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

/** Without a tag of its version, a package has released what the base asks for: its own tag, where it moved on. */
function releasedAs(pkg: Package, { before }: Movement, base: Facts | undefined): Package {
  if (pkg.released) return pkg;
  const then = base?.packages.find(({ name }) => name === pkg.name);
  const released =
    then?.released ??
    then?.requirements ??
    before.find(({ name }) => name === pkg.name)?.requirements;
  return released ? { ...pkg, released } : pkg;
}

/** The packages that a change of the policy moves to another track. */
export function withTracks(facts: Facts, old: Policy | undefined, own: Policy | undefined): Facts {
  if (!facts.changes || !old || !own) return facts;
  const tracks = facts.packages.flatMap((pkg): TrackChange[] => {
    const [from, to] = [tracksOf(old, pkg)[0], tracksOf(own, pkg)[0]];
    if (!from || !to || from.name === to.name) return [];
    return [{ name: pkg.name, from: from.name, to: to.name, at: to.line("packages").at }];
  });
  return { ...facts, changes: { ...facts.changes, tracks } };
}

/** The changesets that are gone; pnpm leaves them until every branch has used them, and notes it. */
const consumedBy = ({ changesets, planner }: Facts, base: Facts): Changeset[] => {
  const isLeft = ({ consumed }: Changeset): boolean => planner.id !== "pnpm" || !consumed;
  const left = new Set(changesets.filter(isLeft).map(({ id }) => id));
  return base.changesets.filter((one) => isLeft(one) && !left.has(one.id));
};

/** What the base planned explains a written release; its ranges are those that both sides publish. */
function writtenRelease(name: string, head: Facts, base: Facts | undefined): Release[] {
  const [before, after] = [base, head].map((facts) =>
    facts?.packages.find((pkg) => pkg.name === name),
  );
  if (!before?.version || !after?.version || !base) return [];
  const planned = base.releases.find((release) => release.name === name);
  return [
    {
      name,
      dir: after.dir,
      from: before.version,
      to: after.version,
      bump: planned?.bump ?? "none",
      causes: planned?.causes ?? [],
      ranges: writtenRanges(before, after),
      ...(planned?.collisions ? { collisions: planned.collisions } : {}),
      written: true,
    },
  ];
}

const writtenRanges = (before: Package, after: Package): PublishedRange[] =>
  after.dependencies.flatMap(({ name, alias, field, range }) => {
    const old = before.dependencies.find(
      (edge) => edge.name === name && edge.alias === alias && edge.field === field,
    )?.range;
    if (range === undefined || old === undefined || field === "devDependencies") return [];
    return [
      { on: name, ...(alias === undefined ? {} : { alias }), field, before: old, after: range },
    ];
  });
