import type { Changeset } from "../../facts/facts.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { graduation } from "./graduation.ts";
import { expect, test } from "vitest";

const at = { path: ".changeset/cat.md", line: 6, column: 1 };
const demanding = (options: object, to = "1.0.0", scene: Scene = {}): Scene => ({
  packages: { core: "1.8.0", ui: "0.16.3", lib: "0.16.3" },
  releases: { ui: `0.16.3 -> ${to}` },
  ...scene,
  policies: {
    all: { packages: ["*"], versions: "1.x", rules: { graduation: ["error", options] } },
    ...scene.policies,
  },
});
const history = (...tags: readonly string[]): Scene => ({
  facts: {
    history: tags.map((tag) => {
      const [name = "", version = "", date = ""] = tag.split(" ");
      return { package: name, version, date };
    }),
  },
});
const trains = (...members: readonly string[]): Scene => ({
  releases: { core: "1.8.0 -> 1.9.0", ui: "0.16.3 -> 1.0.0" },
  policies: {
    workspace: { trains: [{ leader: "core", members, version: { minorOffset: 16 } }] },
  },
});

test.each([
  ["1.0.0", 0],
  ["1.0.0-rc.0", 0],
  ["1.0.1", 1],
  ["1.9.0", 1],
])("with the target 1.0.0, landing at %s is found %i times", (to, count) => {
  expect(messagesOf(graduation, demanding({ target: "1.0.0" }, to))).toHaveLength(count);
});

test("names the expected version, points at the changeset and quotes the track", () => {
  const scene = demanding({ target: "1.0.0" }, "1.9.0");
  expect(messagesOf(graduation, scene)).toEqual([
    "error: `ui` would graduate to `1.9.0`, but the policy expects `1.0.0`",
  ]);
  expect(fixesOf(graduation, scene)).toEqual([
    "reduce its bump to a major, or set the version to `1.0.0` by hand after the version command",
  ]);
  expect(judgeScene(scene, [graduation]).findings).toMatchObject([
    { package: "ui", at: { path: ".changeset/cat.md" }, because: { text: 'versions: "1.x"' } },
  ]);
});

test("only checks releases that graduate", () => {
  const releases = { core: "1.8.0 -> 1.9.0", ui: "0.16.3 -> 0.17.0" };
  expect(messagesOf(graduation, demanding({ target: "1.0.0", most: 1 }, "", { releases }))).toEqual(
    [],
  );
});

test.each([
  ["a member", ["ui"]],
  ["no member of any", ["lib"]],
])("with the target train, asks %s for the leader's number after the plan", (_, members) => {
  const scene = demanding({ target: "train" }, "", trains(...members));
  expect(messagesOf(graduation, scene)).toEqual([
    "error: `ui` would graduate to `1.0.0`, but its train is at `1.9.0`",
  ]);
  expect(fixesOf(graduation, scene)).toEqual([
    "set the version to `1.9.0` by hand after the version command (no bump reaches it)",
  ]);
  const releases = { core: "1.8.0 -> 1.9.0", ui: "0.16.3 -> 1.9.0" };
  expect(messagesOf(graduation, { ...scene, releases })).toEqual([]);
});

test("with target train, lets the leader graduate, and requires a train if there is none", () => {
  const releases = { core: "0.9.0 -> 1.0.0" };
  const packages = { core: "0.9.0" };
  const scene = demanding({ target: "train" }, "", trains("ui"));
  expect(messagesOf(graduation, { ...scene, packages, releases })).toEqual([]);
  const none = demanding({ target: "train" });
  expect(messagesOf(graduation, none)).toEqual([
    "error: `ui` would graduate to `1.0.0`, but its train is at none",
  ]);
  expect(fixesOf(graduation, none)).toEqual([
    "add its train under `trains` in `policies/workspace.yaml`",
  ]);
});

test.each<[string, Partial<Changeset>, number]>([
  ["declares a breaking change", { declarations: [{ kind: "breaking", value: "x", at }] }, 1],
  ["has a breaking section", { sections: [{ kind: "breaking", at, entries: [] }] }, 1],
  ["declares a removal", { declarations: [{ kind: "removes", value: "x", at }] }, 0],
  ["declares nothing", { summary: "Stable at last." }, 0],
])("where breaking is forbidden and the changeset %s, reports %i findings", (_, cat, count) => {
  const found = messagesOf(
    graduation,
    demanding({ breaking: "forbidden" }, "1.0.0", { changesets: { cat } }),
  );
  expect(found).toHaveLength(count);
  expect(messagesOf(graduation, demanding({ most: 1 }, "1.0.0", { changesets: { cat } }))).toEqual(
    [],
  );
});

test("names the breaking changeset, and suggests graduating without it", () => {
  const cat = { declarations: [{ kind: "breaking", value: "x", at }] } as const;
  const scene = demanding({ breaking: "forbidden" }, "1.0.0", { changesets: { cat } });
  expect(messagesOf(graduation, scene)).toEqual([
    "error: `ui` would graduate to `1.0.0`, but the same release has a breaking change (`.changeset/cat.md`)",
  ]);
  expect(fixesOf(graduation, scene)).toEqual([
    "release the breaking change on the old track first, then graduate `ui` in a later release",
  ]);
});

test.each([
  ["2026-06-05", 10, 0],
  ["2026-06-05", 11, 1],
  ["2026-06-16", 11, 0],
])(
  "with the first tag of %s and %i days as the least age, reports %i findings",
  (date, minAge, count) => {
    const scene = demanding({ minAge }, "1.0.0", history(`ui 0.1.0-alpha.0 ${date}`));
    expect(messagesOf(graduation, scene)).toHaveLength(count);
  },
);

test("says how old the package is, and since when", () => {
  const tags = history("lib 0.1.0 2025-01-01", "ui 0.1.0 2026-06-14", "ui 0.2.0 2026-06-14");
  const scene = demanding({ minAge: 30, minReleases: 3 }, "1.0.0", tags);
  expect(messagesOf(graduation, scene)).toEqual([
    "error: `ui` is `1 day` old, but graduation requires `30 days`",
    "error: `ui` has had `2` releases, but graduation requires `3`",
  ]);
  expect(fixesOf(graduation, scene)).toEqual([
    "move `ui` back to its old track until `30 days` have passed since `2026-06-14`",
    "move `ui` back to its old track until it has had `1` more release",
  ]);
});

test("counts the tags until today, today's included", () => {
  const count = (...tags: readonly string[]) =>
    messagesOf(graduation, demanding({ minReleases: 2 }, "1.0.0", history(...tags))).length;
  expect(count("ui 0.1.0 2026-06-14")).toBe(1);
  expect(count("ui 0.1.0 2026-06-14", "ui 0.2.0 2026-06-15")).toBe(0);
  expect(count("ui 0.1.0 2026-06-14", "ui 0.2.0 2026-06-16")).toBe(1);
});

test("ignores the age without tags, and does not count the release's own tag", () => {
  expect(messagesOf(graduation, demanding({ minAge: 30, minReleases: 3 }))).toEqual([]);
  const own = history("ui 1.0.0 2026-06-15");
  expect(messagesOf(graduation, demanding({ minAge: 30, minReleases: 3 }, "1.0.0", own))).toEqual(
    [],
  );
});

test("reports too many graduations in one release once, with their names", () => {
  const releases = { ui: "0.16.3 -> 1.0.0", lib: "0.16.3 -> 1.0.0" };
  const scene = demanding({ most: 1 }, "", { releases });
  expect(judgeScene(scene, [graduation]).findings).toMatchObject([{ package: "lib" }]);
  expect(messagesOf(graduation, scene)).toEqual([
    "error: `ui` and `lib` would graduate in one release (limit: `1`)",
  ]);
  expect(fixesOf(graduation, scene)).toEqual([
    "keep all but `1` on their old tracks until the next release",
  ]);
  expect(messagesOf(graduation, demanding({ most: 2 }, "", { releases }))).toEqual([]);
});

test("counts the graduations of one track", () => {
  const releases = { ui: "0.16.3 -> 1.0.0", lib: "0.16.3 -> 1.0.0" };
  const scene = demanding({ most: 1 }, "", { releases });
  const track = { versions: "1.x", rules: { graduation: ["error", { most: 1 }] } };
  const policies = {
    all: { packages: ["ui", "core"], ...track },
    other: { packages: ["lib"], ...track },
  };
  expect(messagesOf(graduation, { ...scene, policies })).toEqual([]);
});

const due = (by: string, version: string, track: object = {}, releases = {}): Scene => ({
  packages: { ui: version, lib: "0.1.0" },
  releases,
  policies: {
    all: { packages: ["*"], rules: { graduation: ["warn", { by: { ui: by } }] }, ...track },
  },
});

test.each([
  ["2026-06-14", "0.9.0", 1],
  ["2026-06-15", "0.9.0", 0],
  ["2026-06-14", "1.0.0-rc.1", 1],
  ["2026-06-14", "1.0.0", 0],
  ["2026-06-14", "next", 0],
])("due by %s, a package at %s is found %i times on 2026-06-15", (by, version, count) => {
  expect(messagesOf(graduation, due(by, version))).toHaveLength(count);
});

test("says since when graduation is due, and the current version", () => {
  const scene = due("2026-01-01", "0.9.0");
  expect(messagesOf(graduation, scene)).toEqual([
    "warn: `ui` was due to graduate by `2026-01-01`, but is still at `0.9.0`",
  ]);
  expect(fixesOf(graduation, scene)).toEqual([
    "graduate `ui`, or set a new date under `graduation` in the policy",
  ]);
  expect(judgeScene(scene, [graduation]).findings).toMatchObject([
    { package: "ui", at: { path: "packages/ui/package.json", pointer: ["version"] } },
  ]);
});

test("takes the plan into account", () => {
  const scene = due("2026-01-01", "0.9.0", { versions: "1.x" }, { ui: "0.9.0 -> 1.0.0" });
  expect(messagesOf(graduation, scene)).toEqual([]);
});

test("requires the track's first version if it is above 1.0.0", () => {
  expect(messagesOf(graduation, due("2026-01-01", "1.2.0", { versions: "2.x" }))).toHaveLength(1);
});

test("reports nothing for a calver package", () => {
  const calver = { scheme: { calver: "YY.Q.N" } };
  expect(messagesOf(graduation, due("2026-01-01", "0.9.0", calver))).toEqual([]);
});

test("ignores an invalid date", () => {
  expect(() => judgeScene(due("soon", "0.9.0"))).toThrow("`soon` is not a date");
});
