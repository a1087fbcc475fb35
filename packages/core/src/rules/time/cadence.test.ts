import type { PastRelease } from "../../facts/evidence.ts";
import type { Cause } from "../../facts/facts.ts";
import { sceneFacts, versionChanges } from "../../testing/scene-facts.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { cadence } from "./cadence.ts";
import { expect, test } from "vitest";

const released = (name: string, ...texts: readonly string[]): PastRelease[] =>
  texts.map((text) => {
    const [version = "", date = ""] = text.split(" ");
    return { package: name, version, date };
  });
const cadenceScene = (
  history: readonly PastRelease[],
  options: object,
  scene: Scene = {},
): Scene => ({
  packages: { ui: "1.0.0", core: "1.0.0" },
  releases: { ui: "1.0.0 -> 1.0.1" },
  policies: { all: { packages: ["*"], rules: { cadence: ["warn", options] } } },
  ...scene,
  facts: { history, ...scene.facts },
});

test.each([
  ["2026-06-08", 8, 1],
  ["2026-06-08", 7, 0],
  ["2026-06-15", 1, 1],
  ["2025-12-31", 166, 0],
  ["2025-12-31", 167, 1],
])(
  "after a release on %s and with at least %i days between, reports %i findings",
  (date, least, count) => {
    expect(
      messagesOf(cadence, cadenceScene(released("ui", `1.0.0 ${date}`), { least })),
    ).toHaveLength(count);
  },
);

test("says how long ago the last release was, and when the next is allowed", () => {
  const scene = cadenceScene(released("ui", "0.9.0 2026-01-01", "1.0.0 2026-06-14"), { least: 7 });
  expect(messagesOf(cadence, scene)).toEqual([
    "warn: `ui` `1.0.1` would be released `1 day` after `1.0.0` (required before the next release: `7 days`)",
  ]);
  expect(fixesOf(cadence, scene)).toEqual([
    "wait until `7 days` have passed since `2026-06-14`; if it is a `security` or `regression` release, end the changeset with `Security: <advisory id>` or `Fixes-regression: <issue or version>`",
  ]);
  expect(fixesOf(cadence, cadenceScene(scene.facts!.history!, { least: 7, exempt: [] }))).toEqual([
    "wait until `7 days` have passed since `2026-06-14`",
  ]);
});

test.each([
  ["2026-05-15", 0],
  ["2026-05-14", 1],
])("lets changesets wait 31 days since %s: %i findings", (date, count) => {
  expect(
    messagesOf(cadence, cadenceScene(released("ui", `1.0.0 ${date}`), { most: 31 })),
  ).toHaveLength(count);
});

test("says how long a package with pending changesets has been waiting", () => {
  const scene = cadenceScene(released("ui", "1.0.0 2026-05-01"), { least: 7, most: 31 });
  expect(messagesOf(cadence, scene)).toEqual([
    "warn: `ui` has pending changesets but was last released `45 days` ago (limit: `31 days`)",
  ]);
  expect(fixesOf(cadence, scene)).toEqual([
    "run the version command and publish, or merge its pull request",
  ]);
});

test("does not report a version commit as late, but checks if it is too early", () => {
  const packages = { ui: "1.0.1" };
  const written = { packages, releases: { ui: { written: true, causes: [] } } };
  const late = released("ui", "1.0.0 2026-01-01");
  expect(messagesOf(cadence, cadenceScene(late, { most: 31 }, written))).toEqual([]);
  const early = released("ui", "1.0.0 2026-06-10", "1.0.1 2026-06-15");
  expect(messagesOf(cadence, cadenceScene(early, { least: 7 }, written))).toHaveLength(1);
});

test.each([
  ["security", undefined, 0],
  ["regression", undefined, 0],
  ["regression", ["security"], 1],
  ["breaking", undefined, 1],
] as const)(
  "lets a changeset that declares %s come sooner, with exempt %j: %i findings",
  (kind, exempt, count) => {
    const at = { path: ".changeset/cat.md", line: 6, column: 1 };
    const cat = { declarations: [{ kind, value: "1", at }] };
    const options = { least: 7, ...(exempt ? { exempt } : {}) };
    const history = released("ui", "1.0.0 2026-06-14");
    expect(
      messagesOf(cadence, cadenceScene(history, options, { changesets: { cat } })),
    ).toHaveLength(count);
    const { changesets: consumes } = sceneFacts({
      releases: { ui: "1.0.0 -> 1.0.1" },
      changesets: { cat },
    });
    const facts = { changes: versionChanges({ consumes }) };
    const packages = { ui: "1.0.1" };
    const written = { packages, releases: { ui: { written: true } }, facts };
    expect(messagesOf(cadence, cadenceScene(history, options, written))).toHaveLength(count);
  },
);

test("accepts one hotfix among several changesets", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const by = (changeset: string): Cause => ({ kind: "changeset", changeset, bump: "patch", at });
  const changesets = {
    cat: { declarations: [{ kind: "security", value: "1", at }] },
    dog: { ui: "minor" },
  } as const;
  const releases = { ui: { causes: [by("dog"), by("cat")] } };
  const history = released("ui", "1.0.0 2026-06-14");
  expect(
    messagesOf(cadence, cadenceScene(history, { least: 7 }, { changesets, releases })),
  ).toEqual([]);
});

test.each([
  ["minor", "1.0.0 -> 1.0.1", 0],
  ["minor", "1.0.0 -> 1.1.0", 1],
  ["minor", "1.0.0 -> 2.0.0", 1],
  ["major", "1.0.0 -> 1.1.0", 0],
  ["major", "1.0.0 -> 2.0.0", 0],
  ["patch", "1.0.0 -> 1.0.1", 1],
])("with per: %s, judges the step %s by the releases of that size", (per, step, count) => {
  const history = released("ui", "1.0.0 2026-01-01", "1.1.0 2026-06-10", "1.1.1 2026-06-14");
  const packages = { ui: step.split(" ")[0]! };
  const scene = cadenceScene(history, { least: 20, per }, { packages, releases: { ui: step } });
  expect(messagesOf(cadence, scene)).toHaveLength(count);
});

test("ignores prereleases, but checks the release that ends them", () => {
  const history = released("ui", "1.0.0 2026-01-01", "2.0.0-rc.0 2026-06-14");
  const to = (step: string) => {
    const packages = { ui: step.split(" ")[0]! };
    return cadenceScene(history, { least: 7, most: 31 }, { packages, releases: { ui: step } });
  };
  expect(messagesOf(cadence, to("2.0.0-rc.0 -> 2.0.0-rc.1"))).toEqual([]);
  expect(messagesOf(cadence, to("2.0.0-rc.1 -> 2.0.0"))).toHaveLength(1);
});

test("reports what was declared, not each dependent", () => {
  const causes: Cause[] = [
    { kind: "dependency", on: "core", field: "dependencies", range: "^1.0.0", bump: "patch" },
  ];
  const history = [...released("core", "1.0.0 2026-06-14"), ...released("ui", "1.0.0 2026-06-14")];
  const releases = { core: "1.0.0 -> 1.1.0", ui: { causes } };
  const found = judgeScene(cadenceScene(history, { least: 7 }, { releases }), [cadence]).findings;
  expect(found.map((finding) => finding.package)).toEqual(["core"]);
  const alone = cadenceScene(history.slice(1), { least: 7 }, { releases });
  expect(judgeScene(alone, [cadence]).findings).toMatchObject([{ package: "ui" }]);
});

test("reports nothing without a history or a requirement", () => {
  expect(messagesOf(cadence, cadenceScene([], { least: 7, most: 31 }))).toEqual([]);
  expect(
    messagesOf(cadence, cadenceScene(released("core", "1.0.0 2026-06-14"), { least: 7 })),
  ).toEqual([]);
  expect(messagesOf(cadence, cadenceScene(released("ui", "1.0.0 2026-06-14"), {}))).toEqual([]);
});

test("cannot be enabled without options", () => {
  const policies = { all: { packages: ["*"], rules: { cadence: "warn" } } };
  expect(() => judgeScene({ policies })).toThrow("`cadence` checks nothing without options");
});

const after = (
  tags: readonly string[],
  step = "3.0.0 -> 4.0.0",
  options: object = {},
  track: object = {},
): Scene => ({
  packages: { ui: step.split(" ")[0]! },
  releases: { ui: step },
  policies: {
    all: { packages: ["*"], rules: { cadence: ["warn", { majors: options }] }, ...track },
  },
  facts: {
    history: tags.map((tag) => {
      const [version = "", date = ""] = tag.split(" ");
      return { package: "ui", version, date };
    }),
  },
});

test.each([
  ["2025-12-18", 1],
  ["2025-12-17", 0],
  ["2026-06-15", 1],
])("counts a major of %s to the 180 days before 2026-06-15: %i findings", (date, count) => {
  expect(messagesOf(cadence, after([`3.0.0 ${date}`]))).toHaveLength(count);
});

test("names the majors and the start of the window", () => {
  const tags = ["2.0.0 2026-01-01", "2.1.0 2026-02-01", "3.0.0 2026-03-01"];
  const scene = after(tags, "3.0.0 -> 4.0.0", { limit: 2, days: 365 });
  expect(messagesOf(cadence, scene)).toEqual([
    "warn: `ui` `4.0.0` would be the third major in `365 days` (limit: `2`; last: `3.0.0 on 2026-03-01`)",
  ]);
  expect(fixesOf(cadence, scene)).toEqual([
    "wait until `365 days` have passed since `2.0.0 on 2026-01-01`, or keep the old behavior alongside the new one",
  ]);
  expect(messagesOf(cadence, after(tags, "3.0.0 -> 4.0.0", { limit: 3, days: 365 }))).toEqual([]);
});

test.each([
  ["1.0.0 -> 1.1.0", 0],
  ["1.0.0 -> 2.0.0-rc.0", 0],
  ["2.0.0-rc.0 -> 2.0.0", 1],
  ["0.9.0 -> 1.0.0", 0],
  ["3.0.0 -> 4.0.0", 1],
])("judges the step %s", (step, count) => {
  const tags = ["2.0.0 2026-05-01", "2.0.1 2026-05-02"];
  expect(messagesOf(cadence, after(tags, step))).toHaveLength(count);
});

test("does not count graduations, prereleases, or a first tag of 1.x", () => {
  expect(messagesOf(cadence, after(["0.9.0 2026-04-01", "1.0.0 2026-05-01"]))).toEqual([]);
  expect(messagesOf(cadence, after(["1.0.0 2026-05-01"]))).toEqual([]);
  expect(messagesOf(cadence, after(["2.1.0 2025-01-01", "3.0.0-rc.0 2026-05-01"]))).toEqual([]);
});

test("does not use years as majors", () => {
  const calver = { scheme: { calver: "YY.Q.N" } };
  const tags = ["25.4.0 2026-05-01", "26.1.0 2026-06-01"];
  expect(messagesOf(cadence, after(tags, "26.1.0 -> 27.1.0"))).toHaveLength(1);
  expect(messagesOf(cadence, after(tags, "26.1.0 -> 27.1.0", {}, calver))).toEqual([]);
});

test("counts no majors without a history", () => {
  const { facts, ...scene } = after([]);
  expect(facts).toEqual({ history: [] });
  expect(messagesOf(cadence, scene)).toEqual([]);
});
