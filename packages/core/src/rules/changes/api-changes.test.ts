import { expect, test } from "vitest";
import type { ApiDifference } from "../../facts/api.ts";
import { fixesOf, judgeScene, messagesOf, type Scene } from "../../testing/scene.ts";
import type { Bump } from "../../versions/bump.ts";
import { plain } from "../../sentence.ts";
import { changeBump } from "./change-bump.ts";

const REPORT = "packages/core/api/index.d.ts";

const difference = (given: Partial<ApiDifference> = {}): ApiDifference => ({
  kind: "removed",
  entry: ".",
  path: "open",
  at: { path: REPORT, line: 1, column: 1 },
  because: "is no longer exported",
  stability: "public",
  wasDeprecated: false,
  ...given,
});

const changed = difference({
  kind: "breaking",
  path: "Client.retry",
  at: { path: REPORT, line: 7, column: 3 },
});

const scene = (
  differences: readonly ApiDifference[],
  { bump = "minor", ...more }: Partial<Scene> & { readonly bump?: Bump } = {},
): Scene => ({
  packages: { core: { version: "1.4.0", api: { against: "1.4.0", differences, lost: [] } } },
  changesets: { bees: { core: bump } },
  policies: { stable: { packages: ["core"], versions: "1.x || 2.x" } },
  ...more,
});

test("rejects a minor with a removed element, and names the line to edit", () => {
  expect(messagesOf(changeBump, scene([difference()]))).toEqual([
    "error: `core` would go from `1.4.0` to `1.5.0`, a `minor` release, but track `stable` requires a `major` for the removal of `open` (`packages/core/api/index.d.ts`)",
  ]);
  expect(fixesOf(changeBump, scene([difference()]))).toEqual([
    "write `major` instead of `minor` in `.changeset/bees.md:2`; if a smaller release is intended, keep the old declaration of `open`",
  ]);
});

test("has one finding for a package, at the first element, and counts what it does not name", () => {
  const many = ["a", "b", "c"].map((path) => difference({ path }));
  const { findings } = judgeScene(scene([changed, ...many]), [changeBump]);
  expect(findings.map(({ at }) => at)).toEqual([changed.at]);
  expect(messagesOf(changeBump, scene([changed, ...many]))).toEqual([
    expect.stringMatching(
      /`Client.retry` \(`\S+:7`\), .*, the removal of `b` \(`\S+`\) and 1 more$/,
    ),
  ]);
});

test("allows it in a major, and in a minor below 1.0.0", () => {
  expect(messagesOf(changeBump, scene([difference()], { bump: "major" }))).toEqual([]);
  const young = scene([difference()]);
  expect(
    messagesOf(changeBump, {
      ...young,
      packages: {
        core: {
          version: "0.4.0",
          api: { against: "0.4.0", differences: [difference()], lost: [] },
        },
      },
      policies: { young: { packages: ["core"] } },
    }),
  ).toEqual([]);
});

test.each(["beta", "alpha", "experimental", "internal"] as const)(
  "lets an element change that was tagged @%s",
  (stability) => {
    expect(messagesOf(changeBump, scene([difference({ stability })]))).toEqual([]);
  },
);

test("allows changes of elements and entry points that the policy lists as unstable", () => {
  const policies = {
    stable: { packages: ["core"] },
    workspace: { api: { unstable: ["unstable_*", "./experimental"] } },
  };
  const free = [
    difference({ path: "unstable_open" }),
    difference({ path: "Client.unstable_open", kind: "breaking" }),
    difference({ entry: "./experimental" }),
  ];
  expect(messagesOf(changeBump, scene(free, { policies }))).toEqual([]);
  expect(messagesOf(changeBump, scene([...free, difference()], { policies }))).toHaveLength(1);
  expect(messagesOf(changeBump, scene(free))).toHaveLength(1);
});

test("also protects deprecated elements", () => {
  expect(messagesOf(changeBump, scene([difference({ wasDeprecated: true })]))).toHaveLength(1);
});

test("only warns of an unproven break, and adds nothing to a declared one", () => {
  const possible = difference({ kind: "possibly breaking", path: "Options" });
  expect(messagesOf(changeBump, scene([possible]))).toEqual([
    "warn: `core` would go from `1.4.0` to `1.5.0`, a `minor` release, but existing code that uses `Options` (`packages/core/api/index.d.ts:1`) may not compile",
  ]);
  const path = ".changeset/bees.md";
  const bees = {
    bumps: [{ package: "core", bump: "minor" as const, at: { path, line: 2, column: 1 } }],
    declarations: [
      { kind: "breaking" as const, value: "no retries", at: { path, line: 5, column: 1 } },
      { kind: "removes" as const, value: "open", at: { path, line: 7, column: 1 } },
    ],
  };
  const declared = { changesets: { bees } };
  expect(messagesOf(changeBump, scene([difference(), changed], declared))).toEqual([
    'error: `core` would go from `1.4.0` to `1.5.0`, a `minor` release, but track `stable` requires a `major` for the breaking change "`no retries`" (`.changeset/bees.md:5`) and the breaking change of `Client.retry` (`packages/core/api/index.d.ts:7`)',
  ]);
});

test("warns of a deleted report whatever the bump, unless its entry point was deleted too", () => {
  const removing = (entries?: readonly string[]): Scene => ({
    ...scene([], { bump: "major" }),
    packages: {
      core: {
        version: "1.4.0",
        requirements: { engines: {}, peers: {}, ...(entries ? { entries } : {}) },
        api: {
          against: "base",
          differences: [],
          lost: [{ path: "packages/core/api/server.d.ts", entry: "./server" }],
        },
      },
    },
  });
  const lost =
    "warn: `core` no longer has the API report `packages/core/api/server.d.ts`, so its API would no longer be checked";
  expect(messagesOf(changeBump, removing())).toEqual([lost]);
  expect(messagesOf(changeBump, removing([".", "./server"]))).toEqual([lost]);
  expect(messagesOf(changeBump, removing(["."]))).toEqual([]);
});

test("a waiver allows one element only", () => {
  const waiver = {
    rule: "change-bump",
    package: "core",
    version: "1.5.0",
    api: "open",
    reason: "never worked",
    owner: "ann",
    until: "2027-01-01",
  };
  const policies = { stable: { packages: ["core"] }, waivers: { waivers: [waiver] } };
  const verdict = judgeScene(scene([difference(), changed], { policies }), [changeBump]);
  expect(verdict.waived.map(({ finding }) => finding.api)).toEqual(["open"]);
  expect(verdict.findings.map(({ message }) => plain(message))).toEqual([
    "`core` would go from `1.4.0` to `1.5.0`, a `minor` release, but track `stable` requires a `major` for the breaking change of `Client.retry` (`packages/core/api/index.d.ts:7`)",
  ]);
});

test("reports nothing for added, deprecated and compatible elements", () => {
  const harmless = (["added", "compatible", "deprecated", "undeprecated"] as const).map((kind) =>
    difference({ kind }),
  );
  expect(messagesOf(changeBump, scene(harmless, { bump: "patch" }))).toEqual([]);
});

test("requires a changeset if the package is not released", () => {
  expect(messagesOf(changeBump, scene([difference()], { changesets: {} }))).toEqual([
    "error: `core` would stay at `1.4.0`, but track `stable` requires a `major` for the removal of `open` (`packages/core/api/index.d.ts`)",
  ]);
  expect(fixesOf(changeBump, scene([difference()], { changesets: {} }))).toEqual([
    'add a changeset with `"core": major`; if a smaller release is intended, keep the old declaration of `open`',
  ]);
});
