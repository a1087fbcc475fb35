import type { Declaration } from "../facts/evidence.ts";
import type {
  Cause,
  Changeset,
  Facts,
  Package,
  PendingChanges,
  PublishedRange,
  Release,
  VersionChanges,
} from "../facts/facts.ts";
import type { Verdict } from "../judge/finding.ts";
import { judge } from "../judge/judge.ts";
import type { AnyRule } from "../judge/rule.ts";
import type { PolicyFile } from "../policy/file.ts";
import { readPolicy } from "../policy/read.ts";
import { rules as allRules } from "../rules/index.ts";
import { plain } from "../sentence.ts";
import type { Bump } from "../versions/bump.ts";

export * from "../facts/example.ts";

/** Facts and policy in shorthand, for testing a rule without a planner. */
export interface Scene {
  /** By name: the version, or what differs from a public package with that version in `packages/<name>`. */
  readonly packages?: Readonly<Record<string, string | Partial<Package>>>;
  /** By name: `0.3.0 -> 1.0.0`, with `major` of the changeset `cat` as cause; or what differs from that. */
  readonly releases?: Readonly<Record<string, string | Partial<Release>>>;
  /** By id: bumps, or what differs from a pending changeset without any. */
  readonly changesets?: Readonly<
    Record<string, Readonly<Record<string, Bump>> | Partial<Changeset>>
  >;
  /** Policy files by name, as data. A track `all` of every package where nothing is given. */
  readonly policies?: Readonly<Record<string, unknown>>;
  /** Any other fact. */
  readonly facts?: Partial<Facts>;
}

/** The facts of a scene. The day is 2026-06-15, the planner Changesets 3. */
export function sceneFacts({ packages = {}, releases = {}, changesets = {}, facts }: Scene): Facts {
  return {
    today: "2026-06-15",
    planner: { id: "changesets@3", package: "planner", version: "1.0.0", from: "bundled" },
    packages: Object.entries(packages).map(([name, pkg]) => packageOf(name, pkg)),
    changesets: Object.entries(changesets).map(([id, changeset]) => sceneChangeset(id, changeset)),
    unreadable: [],
    groups: [],
    releases: Object.entries(releases).map(([name, release]) => sceneRelease(name, release)),
    ...facts,
  };
}

/** Judges a scene by some rules (all of them by default). Throws where its policy has a mistake. */
export function judgeScene(scene: Scene, rules: readonly AnyRule[] = allRules): Verdict {
  const { policies = { all: { packages: ["*"] } } } = scene;
  const { policy, mistakes } = readPolicy(
    Object.entries(policies).map(([name, data]) => policyFile(name, data)),
    allRules,
  );
  if (!policy) throw new Error(mistakes.map(({ message }) => message).join("; "));
  return judge(sceneFacts(scene), policy, rules);
}

const isPartial = (changeset: object): changeset is Partial<Changeset> =>
  Object.values(changeset).some((value) => typeof value !== "string") ||
  Object.keys(changeset).some((key) => ["summary", "path", "id"].includes(key));

/** What a rule says of a scene: a line `level: sentence` for each finding. */
export const said = (rule: AnyRule, scene: Scene): string[] =>
  judgeScene(scene, [rule]).findings.map(({ level, message }) => `${level}: ${plain(message)}`);

/** The advice that a rule gives on a scene. */
export const advised = (rule: AnyRule, scene: Scene): string[] =>
  judgeScene(scene, [rule]).findings.map(({ help }) => plain(help));

/** A policy file of data, every place of which is its first line. */
export function policyFile(name: string, data: unknown): PolicyFile {
  const path = `policies/${name}.yaml`;
  const at = { path, line: 1, column: 1 };
  const has = (keys: readonly (string | number)[]): boolean => {
    let value = data;
    for (const key of keys) {
      if (typeof value !== "object" || value === null || !(key in value)) return false;
      value = (value as Record<string | number, unknown>)[key];
    }
    return true;
  };
  return { path, name, data, has, at: () => at, keyAt: () => at, lineAt: (keys) => keys.join(".") };
}

function packageOf(name: string, pkg: string | Partial<Package>): Package {
  const dir = `packages/${name.split("/").at(-1)}`;
  const given = typeof pkg === "string" ? { version: pkg } : pkg;
  const requirements = { engines: {}, peers: {} };
  return { name, dir, version: "1.0.0", private: false, dependencies: [], requirements, ...given };
}

function sceneChangeset(
  id: string,
  changeset: Readonly<Record<string, Bump>> | Partial<Changeset>,
): Changeset {
  const path = `.changeset/${id}.md`;
  const bare = { id, path, summary: "Say what changed.", consumed: false };
  const text = { declarations: [], sections: [] };
  const summaryAt = { path, line: 6, column: 1 };
  if (isPartial(changeset)) return { ...bare, ...text, summaryAt, bumps: [], ...changeset };
  const bumps = Object.entries(changeset).map(([name, bump], i) => ({
    package: name,
    bump,
    at: { path, line: i + 2, column: 1 },
  }));
  return { ...bare, ...text, summaryAt, bumps };
}

function sceneRelease(name: string, release: string | Partial<Release>): Release {
  const dir = `packages/${name.split("/").at(-1)}`;
  const [text, given] = typeof release === "string" ? [release, {}] : ["1.0.0 -> 1.0.1", release];
  const [from = "", , to = ""] = text.split(" ");
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const cause: Cause = { kind: "changeset", changeset: "cat", bump: "major", at };
  const ranges: readonly PublishedRange[] = [];
  return { name, dir, from, to, bump: "patch", causes: [cause], ranges, written: false, ...given };
}

const UNCHANGED = {
  packages: [],
  changesets: [],
  removed: [],
  gone: [],
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

/** The removal of `open` of `core`, in 2.0.0 unless another step is given, by the seventh line of the changeset `cat`. */
export interface Removing {
  readonly step?: string;
  /** Nothing is removed where it is undefined. */
  readonly value?: string | undefined;
  readonly track?: object;
  readonly ledger?: readonly object[];
  /** Packages that the changeset bumps too, less. */
  readonly others?: readonly string[];
  /** A version commit has made the release and consumed the changeset. */
  readonly written?: boolean;
  readonly facts?: Partial<Facts>;
}

export function removalScene({
  step = "1.4.0 -> 2.0.0",
  track = {},
  ledger = [],
  others = [],
  written = false,
  facts = {},
  ...given
}: Removing): Scene {
  const value = "value" in given ? given.value : "open";
  const path = ".changeset/cat.md";
  const [from = "", to = ""] = step.split(" -> ");
  const at = { path, line: 2, column: 1 };
  const bumps = ["core", ...others].map((name, i) => ({
    package: name,
    bump: i === 0 ? ("minor" as const) : ("patch" as const),
    at: { ...at, line: 2 + i },
  }));
  const declarations: Declaration[] =
    value === undefined ? [] : [{ kind: "removes", value, at: { path, line: 7, column: 1 } }];
  const cat: Partial<Changeset> = { bumps, declarations };
  const cause: Cause = { kind: "changeset", changeset: "cat", bump: "minor", at };
  const changes = versionChanges({ consumes: sceneFacts({ changesets: { cat } }).changesets });
  return {
    packages: {
      core: written ? to : from,
      ...Object.fromEntries(others.map((name) => [name, "1.0.0"])),
    },
    changesets: written ? {} : { cat },
    releases: { core: { from, to, causes: [cause], written } },
    policies: {
      all: { packages: ["*"], ...track },
      deprecations: { deprecations: ledger },
    },
    facts: { ...(written ? { changes } : {}), ...facts },
  };
}
