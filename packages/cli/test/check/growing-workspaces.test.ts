import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { changeset, folder } from "../kit/workspace.ts";
import { sampled } from "../kit/sampling.ts";
import { growthOf } from "./work.ts";

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join("");

const json = (size: number, item: (i: number) => unknown): string =>
  JSON.stringify(Array.from({ length: size }, (_, i) => item(i)));
const record = (size: number, value: (i: number) => unknown): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: size }, (_, i) => [`@acme/p${i}`, value(i)]));
const nameOf = (i: number): string => `@acme/p${i}`;
const manifests = (size: number, manifest: (i: number) => object = () => ({})) =>
  Object.fromEntries(
    Array.from({ length: size }, (_, i) => [
      `packages/p${i}/package.json`,
      JSON.stringify({ name: nameOf(i), version: "1.0.0", ...manifest(i) }),
    ]),
  );
const POLICY = { "policies/core.yaml": "packages: ['@acme/*']\nversions: '>=1.0.0'\n" };
const settingsOf = (given: object): Record<string, string> => ({
  ".changeset/config.json": JSON.stringify({
    $schema: "https://unpkg.com/@changesets/config@4.0.0/schema.json",
    ...given,
  }),
});

/** Files of a workspace with so many of something. */
const WORKSPACES: readonly (readonly [string, (size: number) => Record<string, string>])[] = [
  [
    "packages of a fixed group of pnpm",
    (size) => ({
      ...manifests(size),
      "pnpm-workspace.yaml": JSON.stringify({
        packages: ["packages/*"],
        versioning: { fixed: [["@acme/*"]] },
      }),
      "policies/workspace.yaml": "planner: pnpm\n",
      ".changeset/one.md": changeset({ [nameOf(0)]: "minor" }),
    }),
  ],
  [
    "changesets and entries of a ledger of pnpm",
    (size) => ({
      ...manifests(2),
      "pnpm-workspace.yaml": JSON.stringify({ packages: ["packages/*"], versioning: {} }),
      "policies/workspace.yaml": "planner: pnpm\n",
      ".changeset/ledger.yaml": JSON.stringify(
        Object.fromEntries(
          Array.from({ length: size * 10 }, (_, i) => [`${nameOf(0)}@0.0.${i}`, [`d${i}`]]),
        ),
      ),
      ...Object.fromEntries(
        Array.from({ length: size }, (_, i) => [
          `.changeset/c${i}.md`,
          changeset({ [nameOf(0)]: "patch" }),
        ]),
      ),
    }),
  ],
  ["packages", (size) => manifests(size)],
  [
    "findings with a fix in a changeset of their own",
    (size) => ({
      ...manifests(size, () => ({ version: "0.3.0" })),
      "policies/core.yaml": "packages: ['@acme/*']\nversions: <1.0.0\n",
      ...Object.fromEntries(
        Array.from({ length: size }, (_, i) => [
          `.changeset/c${i}.md`,
          changeset({ [nameOf(i)]: "major" }),
        ]),
      ),
    }),
  ],
  [
    "packages that depend on the one before, all released",
    (size) => ({
      ...manifests(size, (i) => (i === 0 ? {} : { dependencies: { [nameOf(i - 1)]: "^1.0.0" } })),
      ".changeset/one.md": changeset({ [nameOf(0)]: "major" }),
    }),
  ],
  [
    "dependencies of one package",
    (size) => manifests(1, () => ({ dependencies: record(size, () => "^1.0.0") })),
  ],
  [
    "changesets",
    (size) => ({
      ...manifests(2),
      ...Object.fromEntries(
        Array.from({ length: size }, (_, i) => [
          `.changeset/c${i}.md`,
          changeset({ [nameOf(0)]: "patch" }),
        ]),
      ),
    }),
  ],
  [
    "bumps of one changeset, of no package",
    (size) => ({
      ...manifests(2),
      ".changeset/one.md": changeset(record(size, () => "patch") as Record<string, string>),
    }),
  ],
  [
    "lines of one changeset",
    (size) => ({
      ...manifests(2),
      ".changeset/one.md": changeset(
        { [nameOf(0)]: "patch" },
        lines(size, (i) => `- ${i} \n`),
      ),
    }),
  ],
  [
    "packages of a fixed group",
    (size) => ({
      ...manifests(size),
      ...settingsOf({ fixed: [["@acme/*"]] }),
      ".changeset/one.md": changeset({ [nameOf(0)]: "minor" }),
    }),
  ],
  [
    "names in pre.json",
    (size) => ({
      ...manifests(2),
      ".changeset/pre.json": JSON.stringify({
        mode: "pre",
        tag: "next",
        initialVersions: record(size, () => "1.0.0"),
        changesets: Array.from({ length: size }, (_, i) => `c${i}`),
      }),
    }),
  ],
  [
    "entries of catalogs",
    (size) => ({
      ...manifests(2, () => ({ dependencies: { x: "catalog:c1" } })),
      "pnpm-workspace.yaml": JSON.stringify({
        packages: ["packages/*"],
        catalog: record(size, () => "^1.0.0"),
        catalogs: Object.fromEntries(
          Array.from({ length: size }, (_, i) => [`c${i}`, { x: "^1.0.0" }]),
        ),
      }),
    }),
  ],
  ["unknown keys of package.json", (size) => manifests(2, () => record(size, () => [1]))],
  [
    "waivers",
    (size) => ({
      ...manifests(2),
      "policies/waivers.yaml": `waivers: ${json(size, (i) => ({ rule: "cadence", package: nameOf(0), version: `1.0.${i}`, reason: "x", owner: "x", until: "2030-01-01" }))}`,
    }),
  ],
  [
    "folders in folders with guides",
    (size) => ({
      ...manifests(2),
      [`docs/${"d/".repeat(size)}x.md`]: "# 1.0.0\n",
      "policies/workspace.yaml": "docs: { guides: ['**/*.md', '**/d/**/x*.md'] }\n",
    }),
  ],
  [
    "headings of a guide, packages and breaking releases",
    (size) => ({
      ...manifests(size),
      "policies/core.yaml": `packages: ['@acme/*']\nrequire: { breaking: [upgrade-guide] }\nrules: { upgrade-guide: [error, { on: bump }] }\n`,
      "UPGRADE.md": lines(size, (i) => `## ${nameOf(i)} 9.0.0\n`),
      ".changeset/one.md": changeset(
        Object.fromEntries(Array.from({ length: size }, (_, i) => [nameOf(i), "major"])),
      ),
    }),
  ],
  [
    "entries of the deprecation ledger",
    (size) => ({
      ...manifests(1),
      "policies/deprecations.yaml": `deprecations: ${json(size, (i) => ({ package: nameOf(0), api: `f${i}`, deprecatedIn: "1.0.0" }))}`,
    }),
  ],
];

test.each(sampled(WORKSPACES))(
  "a workspace with many %s is checked in linear time",
  async (_, files) => {
    const growth = await growthOf(100, async (size) => {
      const fixture = await folder({
        "package.json": JSON.stringify({ name: "root", private: true }),
        "pnpm-workspace.yaml": "packages: [packages/*]\n",
        ...settingsOf({}),
        ...POLICY,
        ...files(size),
      });
      return () => check({ cwd: fixture.path, today: "2026-06-15" });
    });
    expect(growth).toBeLessThan(20);
  },
);

const many = (size: number, settings: object) =>
  folder({
    "package.json": JSON.stringify({ name: "root", private: true }),
    "pnpm-workspace.yaml": "packages: [packages/*]\n",
    ...manifests(size),
    ...settingsOf(settings),
    ...POLICY,
    ".changeset/one.md": changeset({ [nameOf(0)]: "minor" }),
    ".changeset/two.md": changeset({ [nameOf(1)]: "patch" }),
  });
const names = (size: number) => Array.from({ length: size }, (_, i) => nameOf(i));

test.each([
  ["groups of patterns", { linked: names(3200).map((name) => [`${name}*`]) }],
  ["names to ignore", { ignore: Array<string[]>(10).fill(names(3200)).flat() }],
])("refuses as many %s as Changesets would take minutes for", async (_, settings) => {
  const { path } = await many(3200, settings);
  await expect(check({ cwd: path, planner: "changesets@3" })).rejects.toThrow(
    "too many names and patterns",
  );
});

test("allows thousands of names in a group, which are matched faster than patterns", async () => {
  const { path } = await many(3200, { linked: [names(3200)] });
  const { releases } = await check({ cwd: path, planner: "changesets@3" });
  // A fixed group would release all of them, which takes much longer than to match them.
  expect(releases).toHaveLength(2);
});

test("allows fewer names under Changesets 2, which matches them more slowly", async () => {
  const { path } = await many(1100, { ignore: names(1000) });
  await expect(check({ cwd: path, planner: "changesets@2" })).rejects.toThrow(
    "too many names and patterns",
  );
});

test.each(["changesets@2", "changesets@3"] as const)(
  "%s plans thousands of packages in one group about as fast as without groups",
  async (planner) => {
    const fixture = await many(2000, {});
    const cpuOf = async (settings: object): Promise<number> => {
      await fixture.writeFile(
        ".changeset/config.json",
        settingsOf(settings)[".changeset/config.json"]!,
      );
      const before = process.cpuUsage();
      const { releases } = await check({ cwd: fixture.path, planner });
      expect(releases).toHaveLength("fixed" in settings ? 2000 : 2);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    await cpuOf({});
    const plain = await cpuOf({});
    expect(await cpuOf({ ignore: ["@acme/p2*", "@acme/p3*"] })).toBeLessThan(6 * plain);
    expect(await cpuOf({ linked: [["@acme/*"]] })).toBeLessThan(6 * plain);
    // All of them are released.
    expect(await cpuOf({ fixed: [["@acme/*"]] })).toBeLessThan(12 * plain);
  },
);
