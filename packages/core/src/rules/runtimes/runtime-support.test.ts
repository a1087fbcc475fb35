import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { runtimeSupport } from "./runtime-support.ts";
import { expect, test } from "vitest";

/** A release of a package that takes a range of Node, on 2026-06-15: 22, 24 and 26 are supported. */
const taking = (node: string, step = "1.2.0 -> 1.3.0", workspace: object = {}): Scene => ({
  packages: { ui: { requirements: { engines: { node }, peers: {} } } },
  releases: { ui: step },
  policies: {
    all: { packages: ["*"], rules: { "runtime-support": ["warn", { active: false }] } },
    workspace,
  },
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
])("%s still supports Node %s", (range, last, others) => {
  const before = others > 0 ? ` and \`${others}\` older ${others === 1 ? "line" : "lines"}` : "";
  expect(messagesOf(runtimeSupport, taking(range))[0]).toContain(
    `would still support Node \`${last}\`${before} (\`engines.node\`: \`${range}\`), but Node \`${last}\` reached end of life on`,
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
])("%s supports no line that has reached end of life", (range) => {
  expect(messagesOf(runtimeSupport, taking(range))).toEqual([]);
});

test.each([
  ["1.2.0 -> 1.2.1", 0],
  ["1.2.0 -> 2.0.0", 1],
  ["0.3.0 -> 0.3.1", 0],
  ["0.3.0 -> 0.4.0", 1],
  ["2.0.0-beta.0 -> 2.0.0-beta.1", 1],
])("judges the release %s, unless it is a patch", (step, count) => {
  expect(messagesOf(runtimeSupport, taking(">=20", step))).toHaveLength(count);
});

test("says when the line ended, and where the range should start", () => {
  const scene = taking(">=20.9");
  expect(messagesOf(runtimeSupport, scene)).toEqual([
    "warn: `ui` `1.3.0` would still support Node `20` and `1` older line (`engines.node`: `>=20.9`), but Node `20` reached end of life on `2026-04-30`",
  ]);
  expect(fixesOf(runtimeSupport, scene)).toEqual([
    'write `"node": ">=22"` under `engines` in `packages/ui/package.json`',
  ]);
  expect(fixesOf(runtimeSupport, taking("^16"))[0]).toContain('`"node": ">=22"`');
  expect(fixesOf(runtimeSupport, taking("^20 || ^24"))[0]).toContain('`"node": ">=24"`');
});

test("supports a line until the end of its last day", () => {
  const scene = taking("^20 || ^22");
  const on = (today: string) => messagesOf(runtimeSupport, { ...scene, facts: { today } });
  expect(on("2026-04-30")).toEqual([]);
  expect(on("2026-05-01")).toHaveLength(1);
});

test("reports nothing for packages without engines", () => {
  const scene = taking(">=18");
  expect(messagesOf(runtimeSupport, { ...scene, packages: { ui: "1.2.0" } })).toEqual([]);
});

test("uses the policy's end dates and additional lines", () => {
  const longer = { runtimes: { node: { "20": { end: "2027-12-31" } } } };
  expect(messagesOf(runtimeSupport, taking("^20 || ^22", undefined, longer))).toEqual([]);
  const other = { runtimes: { node: { "28": { start: "2026-01-01", end: "2026-05-01" } } } };
  expect(messagesOf(runtimeSupport, taking("^28", undefined, other))).toHaveLength(1);
});

const old = { facts: { today: "2027-09-01" } };
const stale = "warn: the Node.js release table is from `2026-07-02` and may lack newer lines";

test("says once that the table is old, however many packages are released", () => {
  const one = taking(">=24");
  const packages = { ...one.packages, core: one.packages!["ui"]! };
  const releases = { ui: "1.2.0 -> 1.3.0", core: "1.2.0 -> 1.2.1" };
  const scene = { ...one, ...old, packages, releases };
  expect(messagesOf(runtimeSupport, scene)).toEqual([stale]);
  expect(fixesOf(runtimeSupport, scene)).toEqual([
    "update `release-policy`, or add the missing lines under `runtimes.node` in `policies/workspace.yaml` and set `runtimes.asOf`",
  ]);
  const { findings } = judgeScene(scene, [runtimeSupport]);
  expect(findings).toMatchObject([{ at: { path: "policies/all.yaml" } }]);
  const byAll = judgeScene(scene).findings.filter(({ rule }) => rule === runtimeSupport.id);
  expect(byAll).toHaveLength(1);
});

test("says so if only one track requires it", () => {
  const scene = taking(">=24");
  const policies = {
    quiet: { packages: ["ui"] },
    asking: { packages: ["core"], rules: { "runtime-support": ["warn", { active: false }] } },
  };
  const packages = { ui: "1.2.0", core: "1.2.0" };
  const releases = { ui: "1.2.0 -> 1.2.1", core: "1.2.0 -> 1.2.1" };
  expect(messagesOf(runtimeSupport, { ...scene, ...old, policies, packages, releases })).toEqual([
    stale,
  ]);
  const off = { ...old, policies: { all: { packages: ["*"] } }, packages, releases };
  expect(messagesOf(runtimeSupport, off)).toEqual([]);
});

test("says so at the level of the workspace too, but not after the policy was checked", () => {
  const policies = (runtimes?: object) => ({
    all: { packages: ["*"] },
    workspace: {
      rules: { "runtime-support": ["error", { active: false }] },
      ...(runtimes ? { runtimes } : {}),
    },
  });
  const scene = { ...taking(">=24"), ...old };
  expect(messagesOf(runtimeSupport, { ...scene, policies: policies() })).toHaveLength(1);
  const checked = policies({ asOf: "2027-08-15" });
  expect(messagesOf(runtimeSupport, { ...scene, policies: checked })).toEqual([]);
});

test("still uses an old table", () => {
  expect(messagesOf(runtimeSupport, { ...taking(">=22"), ...old })).toHaveLength(2);
});

test("the table is fresh for 400 days", () => {
  const on = (today: string) => messagesOf(runtimeSupport, { ...taking(">=24"), facts: { today } });
  expect(on("2027-08-06")).toEqual([]);
  expect(on("2027-08-07")).toEqual([stale]);
});

/** A patch of a package that takes a range of Node, on 2026-06-15: 24 is active, 22 in maintenance, 26 not yet long-term. */
const missing = (
  node: string | undefined,
  options: object = {},
  workspace: object = {},
): Scene => ({
  packages: {
    ui: { requirements: { engines: node === undefined ? {} : { node }, peers: {} } },
  },
  releases: { ui: "1.2.0 -> 1.2.1" },
  policies: {
    all: { packages: ["*"], rules: { "runtime-support": ["warn", { ended: false, ...options }] } },
    workspace,
  },
});

test.each([
  "^20 || ^22",
  ">= 16 < 23",
  "18 || 20 || 22",
  "<24",
  ">=25",
  "^26",
  "22.11.0",
  "20 - 22",
])("finds that %s does not take the active line", (range) => {
  expect(messagesOf(runtimeSupport, missing(range))).toEqual([
    `warn: \`ui\` \`1.2.1\` would not support Node \`24\` (\`engines.node\`: \`${range}\`)`,
  ]);
});

test.each([">=18", "^18.17.0 || >=20.3.0", "*", "", "^24.11", ">=24", "lts/*", "latest", "node"])(
  "accepts %j",
  (range) => {
    expect(messagesOf(runtimeSupport, missing(range))).toEqual([]);
  },
);

test("suggests a range that includes the line", () => {
  const scene = missing("^20 || ^22");
  expect(fixesOf(runtimeSupport, scene)).toEqual([
    'test it there and write `"node": "^20 || ^22 || ^24"` under `engines` in `packages/ui/package.json`',
  ]);
  expect(judgeScene(scene, [runtimeSupport]).findings).toMatchObject([
    { at: { path: "packages/ui/package.json", pointer: ["engines", "node"] } },
  ]);
});

test("knows a line from its first day, and its long-term support from the first of that", () => {
  const range = "^22 || ^24 || ^26";
  const node = { "30": { start: "2026-06-15", lts: "2026-06-15" } };
  const later = { "30": { start: "2026-06-15", lts: "2026-06-16" } };
  const on = (lines: object) =>
    messagesOf(
      runtimeSupport,
      missing(range, { maintenance: true }, { runtimes: { node: lines } }),
    );
  expect(on(node)).toHaveLength(1);
  expect(on(later)).toEqual([]);
});

test("requires lines in maintenance if the policy does", () => {
  const scene = missing("^24", { maintenance: true });
  expect(messagesOf(runtimeSupport, scene)[0]).toContain("would not support Node `22`");
  expect(messagesOf(runtimeSupport, missing("^20", { maintenance: true }))[0]).toContain(
    "`22` and `24`",
  );
  expect(messagesOf(runtimeSupport, missing("^24"))).toEqual([]);
});

test.each([
  ["2025-10-27", []],
  ["2025-10-28", ["24"]],
  ["2026-10-19", ["24"]],
  ["2026-10-20", []],
  ["2026-10-28", ["26"]],
])("on %s the active lines above 22 are %j", (today, active) => {
  const scene = { ...missing("^22"), facts: { today } };
  expect(messagesOf(runtimeSupport, scene).map((line) => /Node `(\d+)`/.exec(line)?.[1])).toEqual(
    active,
  );
});

test("uses the policy's active lines", () => {
  const scene = missing("^22", {}, { runtimes: { node: { "24": { maintenance: "2026-01-01" } } } });
  expect(messagesOf(runtimeSupport, scene)).toEqual([]);
});

test("requires engines only if the policy does", () => {
  expect(messagesOf(runtimeSupport, missing(undefined))).toEqual([]);
  const scene = missing(undefined, { required: true });
  expect(messagesOf(runtimeSupport, scene)).toEqual(["warn: `ui` `1.2.1` has no `engines.node`"]);
  expect(fixesOf(runtimeSupport, scene)).toEqual([
    "add `engines` with a `node` range to `packages/ui/package.json`",
  ]);
});

test("reports nothing for unreleased packages, or for a release without a package", () => {
  expect(messagesOf(runtimeSupport, { ...missing("^18"), releases: {} })).toEqual([]);
  expect(
    messagesOf(runtimeSupport, {
      ...missing("^18", { required: true }),
      packages: {},
      impossible: true,
    }),
  ).toEqual([]);
});
test("says once that the table is old, whatever range a package has", () => {
  const scene = { ...missing(">=24"), facts: { today: "2028-01-01" } };
  expect(messagesOf(runtimeSupport, scene)).toEqual([stale]);
  expect(fixesOf(runtimeSupport, scene)[0]).toMatch(/^update `release-policy`/);
});

test("checks ended and active lines together, or neither if the policy says so", () => {
  const scene = taking("^18");
  const policies = (options: object) => ({
    all: { packages: ["*"], rules: { "runtime-support": ["warn", options] } },
  });
  expect(messagesOf(runtimeSupport, { ...scene, policies: policies({}) })).toHaveLength(2);
  const neither = policies({ ended: false, active: false });
  expect(messagesOf(runtimeSupport, { ...scene, policies: neither })).toEqual([]);
});
