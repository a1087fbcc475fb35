import type { Cause, Changeset, DeclaredBump, Facts, Release } from "../facts/facts.ts";
import { type Bump, greatest, prereleaseOf } from "../versions/bump.ts";

/** Bumps by package, or what differs from a pending changeset. */
export type SceneChangeset = Readonly<Record<string, Bump>> | Partial<Changeset>;

/** What decides on the changesets of a scene. */
export interface ChangesetScene {
  readonly packages?: Readonly<Record<string, unknown>>;
  /**
   * By id: bumps, or what differs from a pending changeset. Where `bumps` are left out, the changeset has those of
   * the releases without a cause; without changesets, `cat` has them.
   */
  readonly changesets?: Readonly<Record<string, SceneChangeset>>;
  /** Any other fact, or one as it is. */
  readonly facts?: Partial<Facts>;
  /** Nothing is added or refused: a release of a missing package, a changeset of another version. */
  readonly impossible?: boolean;
}

/** A release whose causes are to be found. */
export type Draft = Omit<Release, "causes"> & Partial<Pick<Release, "causes">>;

/** The changesets of the scene, and those that its releases need beyond them. */
export function pendingChangesets(scene: ChangesetScene, releases: readonly Draft[]): Changeset[] {
  const pending = releases.filter(({ written }) => !written);
  checkBumpedPackages(scene, releases);
  return completed(scene.changesets ?? {}, pending, scene.impossible);
}

/** The changesets that a version commit has used up: those given, or the ones that written releases need. */
export function usedChangesets(
  { facts, impossible }: ChangesetScene,
  releases: readonly Draft[],
): readonly Changeset[] {
  const written = releases.filter((release) => release.written);
  const { changes } = facts ?? {};
  const given = changes?.kind === "versions" ? changes.consumes : [];
  return given.length > 0 ? given : completed({}, written, impossible);
}

/** The given causes, or the changesets that bump the package. Throws if they result in a different version. */
export function causesOf(
  { name, from, to, bump, causes }: Draft,
  changesets: readonly Changeset[],
  { impossible }: ChangesetScene,
): readonly Cause[] {
  if (causes) return causes;
  const bumps = bumpsOf(name, changesets);
  const greatestBump = greatest(bumps.map((one) => one.bump));
  if (impossible && bumps.length === 0)
    return [{ kind: "changeset", changeset: "cat", bump, at: bumpAt("cat", 0) }];
  // A prerelease continues from the bumps of earlier changesets.
  if (!impossible && greatestBump !== bump && bump !== "none" && !prereleaseOf(from))
    throw new Error(
      `scene: ${name} goes from ${from} to ${to}, a ${bump}, but its changesets declare ${greatestBump}: give the release its causes`,
    );
  return bumps.map((one) => ({ kind: "changeset", ...one }));
}

/** The bumps that changesets declare for a package. */
export const bumpsOf = (name: string, changesets: readonly Changeset[]) =>
  changesets.flatMap(({ id, bumps }) =>
    bumps
      .filter((one) => one.package === name && one.bump !== "none")
      .map(({ bump, at }) => ({ changeset: id, bump, at })),
  );

type Given = Readonly<Record<string, SceneChangeset>>;

function completed(given: Given, releases: readonly Draft[], impossible = false): Changeset[] {
  if (impossible) return Object.entries(given).map(([id, one]) => changesetOf(id, one, []));
  const named = new Set(Object.values(given).flatMap(packagesIn));
  const missing = releases.filter(({ name, causes }) => !causes && !named.has(name));
  const causing = releases.flatMap(({ name, causes = [] }) =>
    causes.flatMap((cause) => (cause.kind === "changeset" ? [{ ...cause, package: name }] : [])),
  );
  const ids = new Set([...Object.keys(given), ...causing.map(({ changeset }) => changeset)]);
  if (missing.length > 0 && ids.size === 0) ids.add("cat");
  const open = [...ids].filter((id) => !given[id] || leavesBumpsOpen(given[id]));
  if (missing.length > 0 && open.length === 0) {
    const names = missing.map(({ name }) => name).join(", ");
    throw new Error(`scene: no changeset bumps ${names}: add one, or give the release its causes`);
  }
  return [...ids].map((id) => {
    const bumps: DeclaredBump[] = causing.filter((cause) => cause.changeset === id);
    for (const { name, bump } of id === open[0] ? missing : [])
      bumps.push({
        package: name,
        bump: bump === "none" ? "patch" : bump,
        at: bumpAt(id, bumps.length),
      });
    if (leavesBumpsOpen(given[id] ?? {}) && bumps.length === 0)
      throw new Error(`scene: the changeset ${id} bumps nothing: give it "bumps"`);
    return changesetOf(id, given[id] ?? {}, bumps.map(declaredBump));
  });
}

const declaredBump = ({ package: name, bump, at }: DeclaredBump): DeclaredBump => ({
  package: name,
  bump,
  at,
});

const PARTS: ReadonlySet<string> = new Set<keyof Changeset>([
  "id",
  "path",
  "bumps",
  "summary",
  "summaryAt",
  "consumed",
  "declarations",
  "sections",
]);
const isPartial = (changeset: SceneChangeset): changeset is Partial<Changeset> =>
  Object.keys(changeset).every((key) => PARTS.has(key));

/** Whether the scene leaves it open what the changeset bumps. */
const leavesBumpsOpen = (changeset: SceneChangeset): boolean =>
  isPartial(changeset) && changeset.bumps === undefined;

const packagesIn = (changeset: SceneChangeset): readonly string[] =>
  isPartial(changeset)
    ? (changeset.bumps ?? []).map((bump) => bump.package)
    : Object.keys(changeset);

/** The bumps of the changeset `cat`, for a test that gives more of it. */
export const declaredBumps = (bumps: Readonly<Record<string, Bump>>): readonly DeclaredBump[] =>
  bumpsIn("cat", bumps);

const bumpsIn = (id: string, bumps: Readonly<Record<string, Bump>>): readonly DeclaredBump[] =>
  Object.entries(bumps).map(([name, bump], i) => ({ package: name, bump, at: bumpAt(id, i) }));

const bumpAt = (id: string, index: number) => ({ path: pathOf(id), line: index + 2, column: 1 });
const pathOf = (id: string): string => `.changeset/${id}.md`;

function changesetOf(
  id: string,
  given: SceneChangeset,
  implied: readonly DeclaredBump[],
): Changeset {
  const path = pathOf(id);
  const parts = isPartial(given) ? given : {};
  const bumps = isPartial(given) ? (given.bumps ?? implied) : bumpsIn(id, given);
  return {
    id,
    path,
    bumps,
    summary: "Say what changed.",
    summaryAt: { path, line: bumps.length + 4, column: 1 },
    consumed: false,
    declarations: [],
    sections: [],
    ...parts,
  };
}

/** Bumps in shorthand are of packages of the scene. */
function checkBumpedPackages(
  { packages, changesets = {}, impossible, facts }: ChangesetScene,
  releases: readonly Draft[],
): void {
  if (!packages || impossible || facts?.packages) return;
  const known = new Set([...Object.keys(packages), ...releases.map(({ name }) => name)]);
  for (const [id, changeset] of Object.entries(changesets)) {
    const unknown = isPartial(changeset) ? [] : packagesIn(changeset);
    for (const name of unknown.filter((one) => !known.has(one)))
      throw new Error(`scene: the changeset ${id} bumps ${name}, which is not one of its packages`);
  }
}
