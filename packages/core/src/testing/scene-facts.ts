import inc from "semver/functions/inc.js";
import parse from "semver/functions/parse.js";
import type {
  Changeset,
  Changes,
  Facts,
  Package,
  Release,
  PendingChanges,
  VersionChanges,
} from "../facts/facts.ts";
import { markNew } from "../facts/new-packages.ts";
import { type Bump, carried, greatest, prereleaseOf } from "../versions/bump.ts";
import {
  type ChangesetScene,
  type Draft,
  bumpsOf,
  causesOf,
  pendingChangesets,
  usedChangesets,
} from "./scene-changesets.ts";

/**
 * Facts in shorthand, of a workspace that can exist: what a scene leaves out is added, and a contradiction is an
 * error. Causes and bumps of a release and `facts` are taken as they are given.
 */
export interface SceneFacts extends ChangesetScene {
  /**
   * By name: the version, or what differs from a public package in `packages/<name>`. Without packages, there
   * are those that releases and changesets name.
   */
  readonly packages?: Readonly<Record<string, string | Partial<Package>>>;
  /**
   * By name: `0.3.0 -> 1.0.0`, or what differs from a patch. The bump is the distance between the versions, the
   * causes are the changesets that bump the package. What changesets bump beyond it is released as well.
   */
  readonly releases?: Readonly<Record<string, string | Partial<Release>>>;
}

/** The facts of a scene. The day is 2026-06-15, the planner Changesets 3. */
export function sceneFacts(scene: SceneFacts): Facts {
  const { releases = {}, impossible = false, facts = {} } = scene;
  const drafts = Object.entries(releases).map(([name, given]) => draftOf(name, given, scene));
  const changesets = pendingChangesets(scene, drafts);
  const used = usedChangesets(scene, drafts);
  const packages = packagesOf(scene, drafts, changesets);
  const explained = drafts.map((draft) => ({
    ...draft,
    causes: causesOf(draft, draft.written ? used : changesets, scene),
  }));
  const implied =
    impossible || facts.refusal ? [] : impliedReleases(packages, changesets, drafts, facts.pre);
  const workspace = { packages, changesets, releases: [...explained, ...implied] };
  if (!impossible) checkReleases(workspace);
  return {
    today: "2026-06-15",
    planner: { id: "changesets@3", package: "planner", version: "1.0.0", from: "bundled" },
    unreadable: [],
    groups: [],
    ...workspace,
    ...facts,
    ...(drafts.some(({ written }) => written) && !impossible
      ? { changes: changesOf(facts.changes, explained, used) }
      : {}),
  };
}

function draftOf(name: string, given: string | Partial<Release>, { packages }: SceneFacts): Draft {
  const known = packages?.[name];
  const dir = (typeof known === "object" ? known.dir : undefined) ?? dirOf(name);
  const shared = { name, dir, ranges: [], written: false };
  if (typeof given === "string") {
    const [from = "", to = ""] = given.split(" -> ");
    return { ...shared, from, to, bump: carried(from, to) };
  }
  const version = typeof known === "string" ? known : known?.version;
  const from = given.from ?? (given.written ? undefined : version) ?? "1.0.0";
  const greatestBump = given.bump ?? greatest((given.causes ?? []).map(({ bump }) => bump));
  const to = given.to ?? inc(from, greatestBump === "none" ? "patch" : greatestBump) ?? from;
  return { ...shared, from, to, bump: carried(from, to), ...given };
}

function packagesOf(
  { packages, impossible, facts }: SceneFacts,
  drafts: readonly Draft[],
  changesets: readonly Changeset[],
): readonly Package[] {
  if (facts?.packages) return facts.packages;
  const versions = new Map(
    drafts.map(({ name, from, to, written }) => [name, written ? to : from]),
  );
  const named = [
    ...versions.keys(),
    ...changesets.flatMap(({ bumps }) => bumps.map((bump) => bump.package)),
  ];
  const given = packages ?? Object.fromEntries(impossible ? [] : named.map((name) => [name, {}]));
  const known = Object.entries(given).map(([name, pkg]) => ({
    name,
    dir: dirOf(name),
    version: versions.get(name) ?? "1.0.0",
    private: false,
    dependencies: [],
    requirements: { engines: {}, peers: {} },
    ...(typeof pkg === "string" ? { version: pkg } : pkg),
  }));
  return markNew(known, facts?.history).map((pkg, i) => ({ ...pkg, ...known[i] }));
}

const dirOf = (name: string): string => `packages/${name.split("/").at(-1)}`;

/** The releases caused by pending changesets that the scene does not mention. */
function impliedReleases(
  packages: readonly Package[],
  changesets: readonly Changeset[],
  drafts: readonly Draft[],
  pre: Facts["pre"],
): readonly Release[] {
  const pending = changesets.filter(({ consumed }) => !consumed);
  return packages.flatMap(({ name, dir, version, skipped }): Release[] => {
    const bumps = bumpsOf(name, pending);
    const bump = greatest(bumps.map((one) => one.bump));
    if (skipped || bump === "none" || drafts.some((draft) => draft.name === name)) return [];
    const to = version && impliedVersion(version, bump, pre?.mode === "pre" ? pre.tag : undefined);
    if (!version || !to) return [];
    const causes = bumps.map((one) => ({ kind: "changeset" as const, ...one }));
    return [{ name, dir, from: version, to, bump, causes, ranges: [], written: false }];
  });
}

function impliedVersion(version: string, bump: Bump, tag: string | undefined): string | undefined {
  if (!parse(version) || bump === "none") return undefined;
  if (tag === undefined) return inc(version, bump) ?? undefined;
  const kind = prereleaseOf(version) === tag ? "prerelease" : (`pre${bump}` as const);
  return inc(version, kind, tag) ?? undefined;
}

function checkReleases({ packages, releases }: Pick<Facts, "packages" | "releases">): void {
  for (const { name, from, to, written } of releases) {
    const pkg = packages.find((one) => one.name === name);
    if (!pkg) throw new Error(`scene: ${name} is released but is not one of its packages`);
    const expected = written ? to : from;
    if (pkg.version !== expected)
      throw new Error(`scene: ${name} is at ${pkg.version}, but its release says ${expected}`);
  }
}

/** What a version commit changed: it consumed changesets and wrote what was planned on its base. */
function changesOf(
  given: Changes | undefined,
  releases: readonly Release[],
  consumes: readonly Changeset[],
): VersionChanges {
  const planned = releases
    .filter(({ written, causes }) => written && causes.length > 0)
    .map(({ name, from, to }) => ({ name, from, to }));
  return versionChanges({ planned, ...given, kind: "versions", consumes });
}

const UNCHANGED = {
  packages: [],
  changesets: [],
  removed: [],
  removedPackages: [],
  tracks: [],
  additions: [],
};

/** A change of nothing but what is given. */
export const pendingChanges = (given: Partial<PendingChanges> = {}): PendingChanges => ({
  ...UNCHANGED,
  kind: "pending",
  ...given,
});

/** A version commit that changes nothing but what is given. */
export const versionChanges = (given: Partial<VersionChanges> = {}): VersionChanges => ({
  ...UNCHANGED,
  kind: "versions",
  planned: [],
  consumes: [],
  ...given,
});
