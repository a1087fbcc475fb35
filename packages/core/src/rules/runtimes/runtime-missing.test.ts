import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { runtimeEol } from "./runtime-eol.ts";
import { runtimeMissing } from "./runtime-missing.ts";

/** A patch of a package that takes a range of Node, on 2026-06-15: 24 is active, 22 in maintenance, 26 not yet long-term. */
const taking = (node: string | undefined, options: object = {}, workspace: object = {}): Scene => ({
  packages: {
    ui: { requirements: { engines: node === undefined ? {} : { node }, peers: {} } },
  },
  releases: { ui: "1.2.0 -> 1.2.1" },
  policies: {
    all: { packages: ["*"], rules: { "runtime-missing": ["warn", options] } },
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
  expect(said(runtimeMissing, taking(range))).toEqual([
    `warn: \`ui\` \`1.2.1\` does not take Node \`24\`, which is supported: its \`engines.node\` is \`${range}\``,
  ]);
});

test.each([">=18", "^18.17.0 || >=20.3.0", "*", "", "^24.11", ">=24", "lts/*", "latest", "node"])(
  "accepts %j",
  (range) => {
    expect(said(runtimeMissing, taking(range))).toEqual([]);
  },
);

test("offers a range that takes it", () => {
  const scene = taking("^20 || ^22");
  expect(advised(runtimeMissing, scene)).toEqual([
    'test it there and write `"node": "^20 || ^22 || ^24"` under `engines` in `packages/ui/package.json`',
  ]);
  expect(judgeScene(scene, [runtimeMissing]).findings).toMatchObject([
    { at: { path: "packages/ui/package.json", pointer: ["engines", "node"] } },
  ]);
});

test("asks for lines in maintenance where the policy does", () => {
  const scene = taking("^24", { maintenance: true });
  expect(said(runtimeMissing, scene)[0]).toContain("does not take Node `22`, which");
  expect(said(runtimeMissing, taking("^20", { maintenance: true }))[0]).toContain("`22` and `24`");
  expect(said(runtimeMissing, taking("^24"))).toEqual([]);
});

test.each([
  ["2025-10-27", []],
  ["2025-10-28", ["24"]],
  ["2026-10-19", ["24"]],
  ["2026-10-20", []],
  ["2026-10-28", ["26"]],
])("on %s the active lines above 22 are %j", (today, active) => {
  const scene = { ...taking("^22"), facts: { today } };
  expect(said(runtimeMissing, scene).map((line) => /Node `(\d+)`/.exec(line)?.[1])).toEqual(active);
});

test("takes the policy's word for what is active", () => {
  const scene = taking("^22", {}, { runtimes: { node: { "24": { maintenance: "2026-01-01" } } } });
  expect(said(runtimeMissing, scene)).toEqual([]);
});

test("asks for engines only where the policy requires them", () => {
  expect(said(runtimeMissing, taking(undefined))).toEqual([]);
  const scene = taking(undefined, { required: true });
  expect(said(runtimeMissing, scene)).toEqual([
    "warn: `ui` `1.2.1` does not say which versions of Node it takes",
  ]);
  expect(advised(runtimeMissing, scene)).toEqual([
    "write `engines` with a range of `node` in `packages/ui/package.json`",
  ]);
});

test("reports nothing for packages that are not released, or of a release without a package", () => {
  expect(said(runtimeMissing, { ...taking("^18"), releases: {} })).toEqual([]);
  expect(
    said(runtimeMissing, {
      ...taking("^18", { required: true }),
      packages: {},
      impossible: true,
    }),
  ).toEqual([]);
});

test("says that the table is old, unless the rule on ended lines says it", () => {
  const scene = { ...taking(">=24"), facts: { today: "2028-01-01" } };
  expect(said(runtimeMissing, scene)).toEqual([
    "warn: the table of Node's release lines is of `2026-07-02`: newer lines are not known",
  ]);
  expect(advised(runtimeMissing, scene)[0]).toMatch(/^update `release-policy`/);
  const rules = { "runtime-missing": "warn", "runtime-eol": "warn" };
  const policies = { all: { packages: ["*"], rules } };
  const { findings } = judgeScene({ ...scene, policies }, [runtimeEol, runtimeMissing]);
  expect(findings.map(({ rule }) => rule)).toEqual(["runtime-eol"]);
});
