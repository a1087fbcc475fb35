import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { sceneFacts, versionChanges } from "../../testing/scene-facts.ts";
import type { Cause, Changeset, Release } from "../../facts/facts.ts";
import type { Bump } from "../../versions/bump.ts";
import { judge } from "../../judge/judge.ts";
import { readPolicy } from "../../policy/reading/read-policy.ts";
import { policyFile } from "../../testing/policy-file.ts";
import { changeBump } from "./change-bump.ts";

const path = ".changeset/cat.md";
const breaking: Changeset["declarations"][number] = {
  kind: "breaking",
  value: "load is async",
  at: { path, line: 6, column: 1, length: 20 },
};

/** A changeset that breaks, with a line for each package. */
const breaks = (bumps: Readonly<Record<string, Bump>>): Partial<Changeset> => ({
  declarations: [breaking],
  bumps: Object.entries(bumps).map(([name, bump], i) => ({
    package: name,
    bump,
    at: { path, line: i + 2, column: 1 },
  })),
});

const causedBy = (changeset: string, bump: Bump, line = 2): Cause => ({
  kind: "changeset",
  changeset,
  bump,
  at: { path: `.changeset/${changeset}.md`, line, column: 1 },
});

/** The package ui, released from one version to another by a changeset that breaks. */
const scene = (from: string, to: string, bump: Bump, track: object = {}): Scene => ({
  packages: { ui: from },
  releases: { ui: { from, to, causes: [causedBy("cat", bump)] } },
  changesets: { cat: breaks({ ui: bump }) },
  policies: { all: { packages: ["*"], ...track } },
});

test.each<[string, object, number]>([
  ["as large as any", {}, 1],
  ["none", { experimental: "off" }, 0],
  ["a minor", { experimental: "minor" }, 1],
  ["a patch", { experimental: "patch" }, 0],
  ["none, as of any", { breaking: "off" }, 0],
])("needs a bump for a break of something experimental: %s", (_, kinds, count) => {
  const rules = { "change-bump": ["error", { kinds }] };
  const given = scene("1.4.0", "1.4.1", "patch", { rules });
  const cat = given.changesets!["cat"] as Partial<Changeset>;
  const marked = { ...cat, declarations: [{ ...breaking, experimental: true as const }] };
  expect(messagesOf(changeBump, { ...given, changesets: { cat: marked } })).toHaveLength(count);
  const both = { ...cat, declarations: [...marked.declarations, breaking] };
  const isOff = "breaking" in kinds;
  expect(messagesOf(changeBump, { ...given, changesets: { cat: both } })).toHaveLength(
    isOff ? 0 : 1,
  );
});

test.each<[string, string, Bump, Bump | undefined, number]>([
  ["1.4.0", "1.4.1", "patch", undefined, 1],
  ["1.4.0", "1.5.0", "minor", undefined, 1],
  ["1.4.0", "2.0.0", "major", undefined, 0],
  ["0.4.0", "0.4.1", "patch", undefined, 1],
  ["0.4.0", "0.5.0", "minor", undefined, 0],
  ["0.0.4", "0.0.5", "patch", undefined, 0],
  ["1.4.0", "1.4.1", "patch", "patch", 0],
  ["1.4.0", "1.5.0", "minor", "minor", 0],
  ["0.4.0", "0.5.0", "minor", "major", 1],
  // A prerelease that leads to the bump already has it.
  ["2.0.0-beta.1", "2.0.0-beta.2", "patch", undefined, 0],
  ["2.0.0-beta.1", "2.0.0", "patch", undefined, 0],
  ["0.5.0-beta.1", "0.5.0-beta.2", "patch", undefined, 0],
  ["1.5.0-beta.1", "1.5.0-beta.2", "patch", undefined, 1],
  ["1.5.0-beta.1", "2.0.0-beta.0", "major", undefined, 0],
])("%s to %s by a %s, breaking %s: %i", (from, to, bump, smallest, count) => {
  const track = smallest === undefined ? {} : { breaking: smallest };
  expect(messagesOf(changeBump, scene(from, to, bump, track))).toHaveLength(count);
});

test("does not look for a line of the policy where the bump is large enough", () => {
  const file = policyFile("all", { packages: ["*"] });
  const has = () => {
    throw new Error("looked for a line");
  };
  const { policy } = readPolicy([{ ...file, has }], [changeBump]);
  expect(
    judge(sceneFacts(scene("1.4.0", "2.0.0", "major")), policy!, [changeBump]).findings,
  ).toEqual([]);
  expect(() => judge(sceneFacts(scene("1.4.0", "1.4.1", "patch")), policy!, [changeBump])).toThrow(
    "looked for a line",
  );
});

test("names the bump, its declaration, and the track that requires more", () => {
  expect(messagesOf(changeBump, scene("1.4.0", "1.4.1", "patch"))).toEqual([
    'error: `ui` would go from `1.4.0` to `1.4.1`, a `patch` release, but track `all` requires a `major` for the breaking change "`load is async`" (`.changeset/cat.md:6`)',
  ]);
  const track = { breaking: "major" };
  expect(judgeScene(scene("1.4.0", "1.4.1", "patch", track), [changeBump]).findings).toMatchObject([
    {
      package: "ui",
      version: "1.4.1",
      at: { path, line: 2 },
      because: { text: "breaking: major" },
      chain: [{ package: "ui", cause: { kind: "changeset", changeset: "cat" } }],
    },
  ]);
});

test("suggests the bump, or what to do if the track allows no bump that is large enough", () => {
  expect(fixesOf(changeBump, scene("1.4.0", "1.4.1", "patch"))).toEqual([
    "write `major` instead of `patch` in `.changeset/cat.md:2`; if a smaller release is intended, keep the old behavior and delete line `6`",
  ]);
  const small = { bumps: { declared: ["patch", "minor"] } };
  expect(fixesOf(changeBump, scene("1.4.0", "1.4.1", "patch", small))).toEqual([
    "track `all` does not allow a `major` here: keep the old behavior and delete line `6`",
  ]);
});

test("accepts the bump of another changeset, unless the changeset itself must declare it", () => {
  const both = (options: object): Scene => ({
    ...scene("1.4.0", "2.0.0", "patch", { rules: { "change-bump": ["error", options] } }),
    releases: {
      ui: {
        from: "1.4.0",
        to: "2.0.0",
        causes: [causedBy("cat", "patch"), causedBy("dog", "major")],
      },
    },
  });
  expect(messagesOf(changeBump, both({}))).toEqual([]);
  expect(messagesOf(changeBump, both({ own: true }))).toHaveLength(1);
});

const two = (ui: Bump, core: Bump, options: object = {}): Scene => {
  const next = { none: "1.0.0", patch: "1.0.1", minor: "1.1.0", major: "2.0.0" };
  const release = (bump: Bump, line: number): Partial<Release> => ({
    from: "1.0.0",
    to: next[bump],
    causes: bump === "none" ? [] : [causedBy("cat", bump, line)],
  });
  return {
    packages: { ui: "1.0.0", core: "1.0.0" },
    releases: { ui: release(ui, 2), core: release(core, 3) },
    changesets: { cat: breaks({ ui, core }) },
    policies: { all: { packages: ["*"], rules: { "change-bump": ["error", options] } } },
  };
};
const reported = (view: Scene) =>
  judgeScene(view, [changeBump]).findings.map((found) => found.package);

test("requires a large enough bump for one of two packages, and reports the larger of two small ones", () => {
  expect(reported(two("major", "patch"))).toEqual([]);
  expect(reported(two("patch", "minor"))).toEqual(["core"]);
  expect(reported(two("minor", "patch"))).toEqual(["ui"]);
  expect(reported(two("patch", "patch"))).toEqual(["ui"]);
});

test("requires the bump for both packages if the policy says so", () => {
  expect(reported(two("major", "patch", { each: true }))).toEqual(["core"]);
  expect(reported(two("patch", "patch", { each: true }))).toEqual(["ui", "core"]);
});

test("ignores a package that declares none", () => {
  expect(reported(two("none", "patch"))).toEqual(["core"]);
  expect(reported(two("none", "none", { each: true }))).toEqual([]);
});

test("ignores a release with a different cause", () => {
  const releases = { ui: { from: "1.4.0", to: "1.4.1", causes: [causedBy("dog", "patch")] } };
  expect(messagesOf(changeBump, { ...scene("1.4.0", "1.4.1", "patch"), releases })).toEqual([]);
});

test("ignores a changeset without declarations, or one already used by a prerelease", () => {
  const plain = scene("1.4.0", "1.4.1", "patch");
  const declarations = [{ ...breaking, kind: "removes" as const }];
  const cat = breaks({ ui: "patch" });
  expect(
    messagesOf(changeBump, { ...plain, changesets: { cat: { ...cat, declarations } } }),
  ).toEqual([]);
  expect(
    messagesOf(changeBump, { ...plain, changesets: { cat: { ...cat, consumed: true } } }),
  ).toEqual([]);
});

test("ignores a package that is skipped or not on a track", () => {
  const packages = { ui: { version: "1.4.0", skipped: "ignored" as const } };
  expect(messagesOf(changeBump, { ...scene("1.4.0", "1.4.1", "patch"), packages })).toEqual([]);
  expect(messagesOf(changeBump, scene("1.4.0", "1.4.1", "patch", { packages: ["other"] }))).toEqual(
    [],
  );
});

test("requires nothing of calver versions, unless the track does", () => {
  const calver = { scheme: { calver: "YY.Q.N" } };
  expect(messagesOf(changeBump, scene("26.2.0", "26.2.1", "patch", calver))).toEqual([]);
  const required = { ...calver, breaking: "minor" };
  expect(messagesOf(changeBump, scene("26.2.0", "26.2.1", "patch", required))).toHaveLength(1);
});

test("checks a version commit by the changesets that it consumes, and suggests a fix on the base branch", () => {
  const pending = scene("1.4.0", "1.4.1", "patch");
  const { changesets: consumes } = sceneFacts(pending);
  const changes = versionChanges({ consumes });
  const releases = {
    ui: { from: "1.4.0", to: "1.4.1", causes: [causedBy("cat", "patch")], written: true },
  };
  const packages = { ui: "1.4.1" };
  const written = { ...pending, packages, changesets: {}, releases, facts: { changes } };
  expect(fixesOf(changeBump, written)[0]).toMatch(/^on the base branch, write `major`/);
});

test("shortens a long declaration", () => {
  const long = { ...breaking, value: "x".repeat(5000) };
  const cat = { ...breaks({ ui: "patch" }), declarations: [long] };
  const [sentence] = messagesOf(changeBump, {
    ...scene("1.4.0", "1.4.1", "patch"),
    changesets: { cat },
  });
  expect(sentence).toMatch(/change "`x{49}…`" \(/);
});

test("reports a line once, with all its reasons", () => {
  const cat = breaks({ ui: "patch" });
  const removes = { kind: "removes" as const, value: "open", at: { path, line: 8, column: 1 } };
  const track = { require: { removal: {} } };
  const both = {
    ...scene("1.4.0", "1.4.1", "patch", track),
    changesets: { cat: { ...cat, declarations: [breaking, removes] } },
  };
  expect(messagesOf(changeBump, both)).toEqual([
    'error: `ui` would go from `1.4.0` to `1.4.1`, a `patch` release, but track `all` requires a `major` for the breaking change "`load is async`" (`.changeset/cat.md:6`) and the removal of `open` (`.changeset/cat.md:8`)',
  ]);
});

test("suggests raising the changeset that declares the change, not another one", () => {
  const own = { rules: { "change-bump": ["error", { own: true }] } };
  const given = scene("1.4.0", "1.4.1", "patch", own);
  const causes = [causedBy("ant", "patch"), causedBy("cat", "patch")];
  const releases = { ui: { from: "1.4.0", to: "1.4.1", causes } };
  expect(fixesOf(changeBump, { ...given, releases })[0]).toMatch(
    /^write `major` instead of `patch` in `.changeset\/cat.md:2`/,
  );
});
