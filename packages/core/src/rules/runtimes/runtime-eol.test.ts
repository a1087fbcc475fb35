import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { runtimeEol } from "./runtime-eol.ts";

/** A release of a package that takes a range of Node, on 2026-06-15: 22, 24 and 26 are supported. */
const taking = (node: string, step = "1.2.0 -> 1.3.0", workspace: object = {}): Scene => ({
  packages: { ui: { requirements: { engines: { node }, peers: {} } } },
  releases: { ui: step },
  policies: { all: { packages: ["*"], rules: { "runtime-eol": "warn" } }, workspace },
});

test.each([
  [">=18", "20", 3],
  ["^20.19.0 || >=22.12.0", "20", 0],
  ["18 || 20 || 22", "20", 1],
  [">= 16 < 23", "20", 5],
  ["^16", "16", 0],
  ["^21 || ^22", "21", 0],
  [">=23", "23", 0],
  [">=0.10", "20", 19],
])("%s still takes Node %s", (range, last, others) => {
  const before = others > 0 ? ` (and \`${others}\` more)` : "";
  expect(said(runtimeEol, taking(range))[0]).toContain(
    `is no patch and still takes Node \`${last}\`${before} with \`${range}\`: its support ended on`,
  );
});

test.each([
  ">=22",
  "^22 || ^24",
  ">=24",
  "^22.12 || ^24 || >=26",
  ">=27",
  "lts/*",
  "node",
  ">= 22",
])("%s takes no line that has ended", (range) => {
  expect(said(runtimeEol, taking(range))).toEqual([]);
});

test.each([
  ["1.2.0 -> 1.2.1", 0],
  ["1.2.0 -> 2.0.0", 1],
  ["0.3.0 -> 0.3.1", 0],
  ["0.3.0 -> 0.4.0", 1],
  ["2.0.0-beta.0 -> 2.0.0-beta.1", 1],
])("judges the release %s, unless it is a patch", (step, count) => {
  expect(said(runtimeEol, taking(">=20", step))).toHaveLength(count);
});

test("says when it ended, and where the range should start", () => {
  const scene = taking(">=20.9");
  expect(said(runtimeEol, scene)).toEqual([
    "warn: `ui` `1.3.0` is no patch and still takes Node `20` (and `1` more) with `>=20.9`: its support ended on `2026-04-30`",
  ]);
  expect(advised(runtimeEol, scene)).toEqual([
    'start the range at the oldest supported line, as `"node": ">=22"` does, in `packages/ui/package.json`',
  ]);
  expect(advised(runtimeEol, taking("^16"))[0]).toContain('`"node": ">=22"`');
  expect(advised(runtimeEol, taking("^20 || ^24"))[0]).toContain('`"node": ">=24"`');
});

test("a line lives to the end of its last day", () => {
  const scene = taking("^20 || ^22");
  const on = (today: string) => said(runtimeEol, { ...scene, facts: { today } });
  expect(on("2026-04-30")).toEqual([]);
  expect(on("2026-05-01")).toHaveLength(1);
});

test("reports nothing for packages without engines", () => {
  const scene = taking(">=18");
  expect(said(runtimeEol, { ...scene, packages: { ui: "1.2.0" } })).toEqual([]);
});

test("takes the policy's word for when lines end, and for lines that are not in the table", () => {
  const longer = { runtimes: { node: { "20": { end: "2027-12-31" } } } };
  expect(said(runtimeEol, taking("^20 || ^22", undefined, longer))).toEqual([]);
  const other = { runtimes: { node: { "28": { start: "2026-01-01", end: "2026-05-01" } } } };
  expect(said(runtimeEol, taking("^28", undefined, other))).toHaveLength(1);
});

const old = { facts: { today: "2027-09-01" } };
const stale =
  "warn: the table of Node's release lines is of `2026-07-02`: newer lines are not known";

test("says once that the table is old, however many packages are released", () => {
  const one = taking(">=24");
  const packages = { ...one.packages, core: one.packages!["ui"]! };
  const releases = { ui: "1.2.0 -> 1.3.0", core: "1.2.0 -> 1.2.1" };
  const scene = { ...one, ...old, packages, releases };
  expect(said(runtimeEol, scene)).toEqual([stale]);
  expect(advised(runtimeEol, scene)).toEqual([
    "update `release-policy`, or write what differs under `runtimes.node` in `policies/workspace.yaml`, with the day as `runtimes.asOf`",
  ]);
  const { findings } = judgeScene(scene, [runtimeEol]);
  expect(findings).toMatchObject([{ at: { path: "policies/all.yaml" } }]);
});

test("says so on a track that asks, where others do not", () => {
  const scene = taking(">=24");
  const policies = {
    quiet: { packages: ["ui"] },
    asking: { packages: ["core"], rules: { "runtime-eol": "warn" } },
  };
  const packages = { ui: "1.2.0", core: "1.2.0" };
  const releases = { ui: "1.2.0 -> 1.2.1", core: "1.2.0 -> 1.2.1" };
  expect(said(runtimeEol, { ...scene, ...old, policies, packages, releases })).toEqual([stale]);
  const off = { ...old, policies: { all: { packages: ["*"] } }, packages, releases };
  expect(said(runtimeEol, off)).toEqual([]);
});

test("says it on the level of the workspace too, and not once the policy was checked", () => {
  const policies = (runtimes?: object) => ({
    all: { packages: ["*"] },
    workspace: { rules: { "runtime-eol": "error" }, ...(runtimes ? { runtimes } : {}) },
  });
  const scene = { ...taking(">=24"), ...old };
  expect(said(runtimeEol, { ...scene, policies: policies() })).toHaveLength(1);
  const checked = policies({ asOf: "2027-08-15" });
  expect(said(runtimeEol, { ...scene, policies: checked })).toEqual([]);
});

test("judges by an old table all the same", () => {
  expect(said(runtimeEol, { ...taking(">=22"), ...old })).toHaveLength(2);
});

test("the table is fresh for 400 days", () => {
  const on = (today: string) => said(runtimeEol, { ...taking(">=24"), facts: { today } });
  expect(on("2027-08-06")).toEqual([]);
  expect(on("2027-08-07")).toEqual([stale]);
});
