import { expect, test } from "vitest";
import type { Changeset, Facts, Release } from "../../facts/facts.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Bump } from "../../versions/bump.ts";
import { prerelease } from "./prerelease.ts";

const stepping = (step: string, track: object): Scene => ({
  packages: { ui: step.split(" -> ")[0]! },
  releases: { ui: step },
  policies: { all: { packages: ["ui"], ...track } },
});

test.each([
  ["forbidden", 1],
  ["allowed", 0],
  [{ required: ["rc"] }, 0],
])("where prereleases are %j, judges one inside the shape", (word, count) => {
  const step = word === "forbidden" || word === "allowed" ? "1.5.0-beta.0" : "1.5.0-rc.0";
  const scene = stepping(`1.4.0 -> ${step}`, { versions: "1.x", prerelease: word });
  expect(messagesOf(prerelease, scene)).toHaveLength(count);
});

test("forbids prereleases without a version shape, and quotes the line", () => {
  const scene = stepping("1.4.0 -> 1.5.0-beta.0", { prerelease: "forbidden" });
  expect(messagesOf(prerelease, scene)).toEqual([
    "error: `ui` would be the prerelease `1.5.0-beta.0`, but track `all` allows no prereleases",
  ]);
  const { findings } = judgeScene(scene, [prerelease]);
  expect(findings).toMatchObject([{ because: { text: "prerelease: forbidden" } }]);
});

test.each([
  ["outside the shape, which version-inside-track reports", "1.4.0 -> 2.0.0-rc.0", "1.x"],
  ["that graduates by accident", "0.3.0 -> 1.0.0-rc.0", "0.y.z"],
])("reports nothing for a prerelease %s", (_, step, versions) => {
  expect(messagesOf(prerelease, stepping(step, { versions, prerelease: "forbidden" }))).toEqual([]);
});

test("checks prereleases on a calver track", () => {
  const track = { scheme: { calver: "YY.Q.N" }, prerelease: "forbidden" };
  expect(messagesOf(prerelease, stepping("2.3.0 -> 25.4.0", track))).toEqual([]);
  expect(messagesOf(prerelease, stepping("25.4.0 -> 26.1.0-rc.0", track))).toHaveLength(1);
});

test("points at pre mode for its prereleases, and at the changeset for others", () => {
  const scene = stepping("1.4.0 -> 1.5.0-rc.0", { prerelease: "forbidden" });
  const at = { path: ".changeset/pre.json", line: 2, column: 3 };
  const inPre: Scene = { ...scene, facts: { pre: { mode: "pre", tag: "rc", at } } };
  expect(judgeScene(inPre, [prerelease]).findings).toMatchObject([{ at }]);
  expect(fixesOf(prerelease, inPre)).toEqual([
    "run `pnpm changeset pre exit`; if prereleases of `ui` are intended, allow them on track `all`",
  ]);
  expect(judgeScene(scene, [prerelease]).findings).toMatchObject([
    { at: { path: ".changeset/cat.md" } },
  ]);
});

test("reports a forbidden prerelease once, whatever its bump", () => {
  const scene = stepping("2.0.0-beta.3 -> 2.0.0-beta.4", { prerelease: "forbidden" });
  const major = { ...scene, changesets: { cat: { ui: "major" } } } as const;
  expect(messagesOf(prerelease, major)).toEqual([
    "error: `ui` would be the prerelease `2.0.0-beta.4`, but track `all` allows no prereleases",
  ]);
});

const sandbox = (release: string | Partial<Release>, facts: Partial<Facts> = {}): Scene => ({
  packages: { lab: "0.1.0-alpha.3" },
  releases: { lab: release },
  policies: {
    sandbox: { packages: ["lab"], prerelease: { required: ["alpha", "beta"] } },
  },
  facts,
});
const dropped = "0.1.0-alpha.3 -> 0.1.0";
const patched: Scene = { ...sandbox(dropped), changesets: { cat: { lab: "patch" } } };

test.each([
  ["0.1.0-alpha.4", true],
  ["0.2.0-beta.0", true],
  ["1.0.0-alpha.0", true],
  ["0.1.0", false],
  ["0.1.0-rc.0", false],
  ["0.1.0-alphabet.0", false],
  ["0.1.0-0", false],
])("judges a release of %s", (to, isKept) => {
  expect(messagesOf(prerelease, sandbox(`0.1.0-alpha.3 -> ${to}`))).toEqual(
    isKept
      ? []
      : [
          `error: \`lab\` would be released as \`${to}\`, but track \`sandbox\` requires \`alpha\` or \`beta\``,
        ],
  );
});

test.each(["allowed", "forbidden", undefined])(
  "requires nothing where prereleases are %s",
  (word) => {
    const track = { packages: ["lab"], ...(word ? { prerelease: word } : {}) };
    expect(messagesOf(prerelease, { ...patched, policies: { track } })).toEqual([]);
  },
);

test("requires nothing of a package not on a track", () => {
  const policies = { sandbox: { packages: ["other"], prerelease: { required: ["alpha"] } } };
  expect(messagesOf(prerelease, { ...patched, policies })).toEqual([]);
});

test("points at the changeset, or at the package's version", () => {
  const places = (scene: Scene) =>
    judgeScene(scene, [prerelease]).findings.map((found) => found.at.path);
  expect(places(sandbox(dropped))).toEqual([".changeset/cat.md"]);
  const step = { from: "0.1.0-alpha.3", to: "0.1.0" };
  expect(places(sandbox({ ...step, causes: [] }))).toEqual(["packages/lab/package.json"]);
});

test("points at pre mode if leaving it ends the prerelease", () => {
  const at = { path: ".changeset/pre.json", line: 2, column: 3 };
  const release: Partial<Release> = {
    from: "0.1.0-alpha.3",
    to: "0.1.0",
    causes: [{ kind: "pre", tag: "alpha", bump: "patch", at }],
  };
  expect(judgeScene(sandbox(release), [prerelease]).findings).toMatchObject([
    { at, because: { text: "required: [alpha, beta]" } },
  ]);
});

test("suggests pre mode under Changesets and a lane under pnpm", () => {
  expect(fixesOf(prerelease, sandbox(dropped))).toEqual([
    "enter pre mode for the whole workspace with `pnpm changeset pre enter alpha`; if `lab` is intended to be stable, move it to another track",
  ]);
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  expect(fixesOf(prerelease, sandbox(dropped, { planner }))).toEqual([
    "run `pnpm lane alpha --filter lab`; if `lab` is intended to be stable, move it to another track",
  ]);
});

test("suggests how to switch pre modes, which cannot be nested", () => {
  const at = { path: ".changeset/pre.json", line: 2, column: 3 };
  const scene = (mode: "pre" | "exit") =>
    sandbox("0.1.0-alpha.3 -> 0.1.0-rc.0", { pre: { mode, tag: "rc", at } });
  expect(fixesOf(prerelease, scene("pre"))).toEqual([
    "allow `rc` on track `sandbox` as well, or enter pre mode again with `alpha`: `pnpm changeset pre exit`, `pnpm changeset version`, `pnpm changeset pre enter alpha`; if `lab` is intended to be stable, move it to another track",
  ]);
  expect(fixesOf(prerelease, scene("exit"))[0]).toContain("enter pre mode for the whole workspace");
});

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const sceneWith = (version: string, bump: Bump, track: object = {}): Scene => ({
  packages: { ui: version },
  changesets: { cat: { ui: bump } },
  policies: { all: { packages: ["*"], ...track } },
});

test("uses the policy's level for a bump without effect", () => {
  const strict = sceneWith("2.0.0-beta.3", "major", { rules: { prerelease: "error" } });
  expect(judgeScene(strict, [prerelease]).outcome).toBe("fail");
  expect(judgeScene(sceneWith("2.0.0-beta.3", "major"), [prerelease]).outcome).toBe("warn");
});

test.each<[string, Bump, number]>([
  ["2.0.0-beta.3", "major", 1],
  ["2.0.0-beta.3", "minor", 0],
  ["2.0.0-beta.3", "patch", 0],
  ["1.4.0-beta.0", "major", 0],
  ["1.4.1-beta.0", "major", 0],
  ["0.4.0-beta.0", "minor", 1],
  ["0.4.0-beta.0", "major", 0],
  ["0.4.1-beta.0", "minor", 0],
  ["2.0.0", "major", 0],
])("on %s judges a %s", (version, bump, count) => {
  expect(messagesOf(prerelease, sceneWith(version, bump))).toHaveLength(count);
});

test("uses the track's breaking bump", () => {
  expect(messagesOf(prerelease, sceneWith("1.4.0-beta.0", "minor"))).toEqual([]);
  expect(messagesOf(prerelease, sceneWith("1.4.0-beta.0", "minor", { breaking: "minor" }))).toEqual(
    [
      "warn: `ui` declares a `minor`, but its next version after `1.4.0-beta.0` is the same without it",
    ],
  );
});

test("allows a bump without effect on a track of prereleases", () => {
  const track = { prerelease: { required: ["beta"] } };
  const releases = { ui: "2.0.0-beta.3 -> 2.0.0-beta.4" };
  const scene = { ...sceneWith("2.0.0-beta.3", "major", track), releases };
  expect(messagesOf(prerelease, scene)).toEqual([]);
});

const used = (name: string, bump: Bump): Partial<Changeset> => ({
  bumps: [
    { package: name, bump, at },
    { package: "lib", bump: "patch", at },
  ],
  consumed: true,
});

test.each([
  ["ui", "major", 0],
  ["ui", "minor", 1],
  ["core", "major", 1],
] as const)("where a prerelease has used a changeset for %s and %s: %i", (name, bump, count) => {
  const scene = sceneWith("2.0.0-beta.3", "major");
  const changesets = { ...scene.changesets, "pre/dog": used(name, bump) };
  expect(messagesOf(prerelease, { ...scene, changesets })).toHaveLength(count);
});

test("reports nothing for a package that is unknown or unversioned", () => {
  expect(
    messagesOf(prerelease, {
      ...sceneWith("2.0.0-beta.3", "major"),
      packages: {},
      impossible: true,
    }),
  ).toEqual([]);
  const packages = { ui: { version: undefined } };
  expect(messagesOf(prerelease, { ...sceneWith("2.0.0-beta.3", "major"), packages })).toEqual([]);
});

test("points at the bump, with the chain of the release where there is one", () => {
  const scene = sceneWith("2.0.0-beta.3", "major");
  const releases = { ui: "2.0.0-beta.3 -> 2.0.0-beta.4" };
  expect(judgeScene({ ...scene, releases }, [prerelease]).findings).toMatchObject([
    { package: "ui", version: "2.0.0-beta.4", at, chain: [{ package: "ui" }] },
  ]);
  expect(fixesOf(prerelease, scene)).toEqual([
    "write `patch` instead of `major` in `.changeset/cat.md:2`; if the `major` is intended for users of the prerelease, set the version of `ui` to the next release line by hand",
  ]);
});

test("reports no bump if the plan results in a different version, or the prerelease was never published", () => {
  const scene = (to: string, ui: object = {}): Scene => ({
    packages: { ui: { version: "0.9.0-alpha.3", ...ui } },
    changesets: { cat: { ui: "minor" } },
    releases: { ui: { from: "0.9.0-alpha.3", to, bump: "minor" } },
  });
  expect(messagesOf(prerelease, scene("0.9.0"))).toHaveLength(1);
  expect(messagesOf(prerelease, scene("0.10.0"))).toEqual([]);
  expect(messagesOf(prerelease, scene("0.9.0", { isNew: true }))).toEqual([]);
});
