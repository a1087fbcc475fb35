import { expect, test } from "vitest";
import type { Document } from "../../facts/evidence.ts";
import { declaredBumps } from "../../testing/scene-changesets.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { versionChanges } from "../../testing/scene-facts.ts";
import type { Cause, Changeset } from "../../facts/facts.ts";
import { upgradeGuide } from "./upgrade-guide.ts";

const at = { path: ".changeset/cat.md", line: 7, column: 1 };
const guide = (path: string, ...headings: readonly string[]): Document => ({
  path,
  text: "",
  headings: headings.map((text, i) => ({ text, line: i + 1 })),
});
const breaking: Changeset["declarations"][number] = { kind: "breaking", value: "gone", at };
const named = (value: string): Changeset["declarations"][number] => ({
  kind: "upgrade-guide",
  value,
  at,
});
const require = { breaking: ["upgrade-guide"] };

const scene = (
  documents: readonly Document[],
  given: Partial<Changeset> = { declarations: [breaking] },
  more: Scene = {},
): Scene => ({
  packages: { ui: "1.2.0", "@acme/core": "1.2.0" },
  releases: { ui: "1.2.0 -> 2.0.0" },
  changesets: { cat: given },
  policies: { all: { packages: ["*"], require } },
  ...more,
  facts: { documents, paths: [], ...more.facts },
});

test("requires a heading for a declared breaking change, and names the guides", () => {
  const found = scene([guide("UPGRADE.md", "1.0.0"), guide("docs/upgrade.md")]);
  expect(messagesOf(upgradeGuide, found)).toEqual([
    "error: `ui` `2.0.0` has a breaking change but no upgrade guide (no heading for it in `UPGRADE.md` and `docs/upgrade.md`)",
  ]);
  expect(fixesOf(upgradeGuide, found)).toEqual([
    "add a heading for `2.0.0` to `UPGRADE.md`, or end the changeset with `Upgrade-guide: <path or URL>`",
  ]);
  expect(judgeScene(found, [upgradeGuide]).findings).toMatchObject([
    { package: "ui", at, because: { text: "breaking: [upgrade-guide]" } },
  ]);
});

test("does not take other declarations for a breaking change", () => {
  const other: Partial<Changeset> = {
    bumps: declaredBumps({ ui: "minor" }),
    declarations: [{ kind: "security", value: "CVE-2026-12345", at }],
    sections: [{ kind: "deprecations", at, entries: [] }],
  };
  const minor = { releases: { ui: "1.2.0 -> 1.3.0" } };
  expect(messagesOf(upgradeGuide, scene([guide("UPGRADE.md")], other, minor))).toEqual([]);
});

test("gives a count for many guides", () => {
  const many = ["a", "b", "c", "d", "e"].map((name) => guide(`${name}.md`));
  expect(messagesOf(upgradeGuide, scene(many))[0]).toContain("`a.md`, `b.md`, `c.md` and 2 more");
});

test("says if there is no guide at all", () => {
  expect(messagesOf(upgradeGuide, scene([]))).toEqual([
    "error: `ui` `2.0.0` has a breaking change but no upgrade guide (no guide found)",
  ]);
});

test.each(["2.0.0", "Unreleased", "From 1.x to 2.x"])("accepts a heading %s", (heading) => {
  expect(messagesOf(upgradeGuide, scene([guide("UPGRADE.md", "1.0.0", heading)]))).toEqual([]);
});

test.each([
  ["of its own", "packages/ui/UPGRADE.md", "2.0.0", 0],
  ["of another package", "packages/core/UPGRADE.md", "2.0.0", 1],
  ["of the workspace, for another package", "UPGRADE.md", "@acme/core 2.0.0", 1],
])("looks at the guide %s", (_, path, heading, count) => {
  expect(messagesOf(upgradeGuide, scene([guide(path, heading)]))).toHaveLength(count);
});

test.each([
  ["a section", { sections: [{ kind: "upgrade", at, entries: [] }] }, 0],
  ["a URL", { declarations: [breaking, named("https://example.com/upgrade")] }, 0],
  ["a file that is there", { declarations: [breaking, named("./docs/2.md#config")] }, 0],
  ["a file that is not there", { declarations: [breaking, named("docs/3.md")] }, 1],
] satisfies [string, Partial<Changeset>, number][])(
  "takes %s of the changeset for a guide, or does not",
  (_, given, count) => {
    const changeset = { declarations: [breaking], ...given };
    const facts = { paths: ["docs/2.md"] };
    expect(messagesOf(upgradeGuide, scene([], changeset, { facts }))).toHaveLength(count);
  },
);

test("names a missing file that a changeset refers to", () => {
  const given = { declarations: [breaking, named("docs/3.md")] };
  expect(messagesOf(upgradeGuide, scene([], given))[0]).toContain("`docs/3.md` not found");
});

test("treats a section of breaking changes as a declaration", () => {
  const given: Partial<Changeset> = { sections: [{ kind: "breaking", at, entries: [] }] };
  expect(messagesOf(upgradeGuide, scene([], given))).toHaveLength(1);
});

test.each([
  ["declaration", "major", true, 1],
  ["declaration", "major", false, 0],
  ["bump", "major", false, 1],
  ["bump", "minor", true, 0],
  ["either", "minor", true, 1],
  ["either", "major", false, 1],
  ["either", "minor", false, 0],
] as const)("with on: %s, a %s that declares %j", (on, bump, declares, count) => {
  const cause: Cause = { kind: "changeset", changeset: "cat", bump, at };
  const policies = {
    all: { packages: ["*"], require, rules: { "upgrade-guide": ["error", { on }] } },
  };
  const releases = { ui: { from: "1.2.0", to: "2.0.0", causes: [cause] } };
  const given = { declarations: declares ? [breaking] : [] };
  expect(messagesOf(upgradeGuide, scene([], given, { policies, releases }))).toHaveLength(count);
});

test("requires nothing of dependents, other tracks, or without files", () => {
  const on: Cause = {
    kind: "dependency",
    on: "@acme/core",
    field: "dependencies",
    range: "^1.0.0",
    bump: "major",
  };
  const releases = { ui: { from: "1.2.0", to: "2.0.0", causes: [on] } };
  const cat = { bumps: declaredBumps({ "@acme/core": "major" }), declarations: [breaking] };
  const policies = { all: { packages: ["ui"], require }, other: { packages: ["@acme/core"] } };
  expect(messagesOf(upgradeGuide, scene([], cat, { releases, policies }))).toEqual([]);
  expect(
    messagesOf(upgradeGuide, scene([], undefined, { policies: { all: { packages: ["*"] } } })),
  ).toEqual([]);
  expect(messagesOf(upgradeGuide, { ...scene([]), facts: {} })).toEqual([]);
});

test("checks a version commit by its changeset's declaration, and accepts the named file", () => {
  const used = (declarations: Changeset["declarations"]): Scene => {
    const cat = {
      id: "cat",
      path: at.path,
      bumps: declaredBumps({ ui: "major" }),
      summary: "",
      summaryAt: at,
      consumed: false,
    };
    const changes = versionChanges({ consumes: [{ ...cat, declarations, sections: [] }] });
    const releases = { ui: { from: "1.2.0", to: "2.0.0", written: true } };
    const packages = { ui: "2.0.0" };
    return scene([], undefined, { packages, changesets: {}, releases, facts: { changes } });
  };
  expect(messagesOf(upgradeGuide, used([breaking]))).toHaveLength(1);
  expect(messagesOf(upgradeGuide, used([breaking, named("docs/gone.md")]))).toEqual([]);
});

test("does not treat the page with the maturity table as a guide", () => {
  const policies = {
    all: { packages: ["*"], require },
    workspace: { docs: { table: "README.md" } },
  };
  const message = messagesOf(upgradeGuide, scene([guide("README.md")], undefined, { policies }))[0];
  expect(message).toContain("no guide found");
});

test("requires a guide for an undeclared break of the API, but not of an unstable element", () => {
  const broken = (stability: "public" | "beta", bump: "major" | "minor" = "major"): Scene => ({
    packages: {
      core: {
        version: "1.4.0",
        api: {
          against: "1.4.0",
          lost: [],
          differences: [
            {
              kind: "breaking",
              entry: ".",
              path: "open",
              at: { path: "packages/core/api/index.d.ts", line: 3, column: 1 },
              because: "takes fewer arguments now",
              stability,
              wasDeprecated: false,
            },
          ],
        },
      },
    },
    changesets: { cat: { core: bump } },
    policies: { all: { packages: ["*"], require } },
    facts: { documents: [guide("UPGRADE.md", "1.0.0")], paths: [] },
  });
  const { findings } = judgeScene(broken("public"), [upgradeGuide]);
  expect(findings).toMatchObject([{ package: "core", at: { line: 3 }, rule: "upgrade-guide" }]);
  expect(messagesOf(upgradeGuide, broken("beta"))).toEqual([]);
  // `change-bump` asks for another version first.
  expect(messagesOf(upgradeGuide, broken("public", "minor"))).toEqual([]);
});
