import { type PlannerId, type Sentence, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import type { Obstacle } from "../../src/errors.ts";
import { check } from "../../src/index.ts";
import { folder, workspace } from "../kit/workspace.ts";

const words = (sentence: Sentence): string => plain(sentence).replaceAll("`", "");
const policies = { all: { packages: ["@acme/*"] } };

async function obstacles(cwd: string): Promise<readonly string[]> {
  try {
    await check({ cwd });
    return [];
  } catch (error) {
    return (error as { readonly obstacles: readonly Obstacle[] }).obstacles.map(
      ({ message, at }) => `${at?.path}:${at?.line}:${at?.column} ${message}`,
    );
  }
}

test.each(["changesets@2", "changesets@3"] as const)(
  "%s reports each invalid option once, at its line",
  async (planner) => {
    const fixture = await workspace({
      planner,
      policies,
      files: { ".changeset/config.json": '{\n  "ignore": [],\n  "fixed": ["@acme/core"]\n}\n' },
    });
    const messages = await obstacles(fixture.path);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^\.changeset\/config\.json:3:\d+ .*fixed/);
  },
);

test("Changesets 2 reports a glob without a package at the glob", async () => {
  const config = '{\n  "fixed": [\n    ["@acme/core",\n     "@acme/nope-*"]\n  ]\n}\n';
  const fixture = await workspace({
    planner: "changesets@2",
    policies,
    files: { ".changeset/config.json": config },
  });
  const messages = await obstacles(fixture.path);
  expect(messages.map((one) => one.slice(0, 27))).toEqual([".changeset/config.json:4:6 "]);
});

test("Changesets 3 only warns about it, and the report says so", async () => {
  const fixture = await workspace({
    policies,
    files: { ".changeset/config.json": '{\n  "linked": [["@acme/nope-*"]]\n}\n' },
  });
  const { notes } = await check({ cwd: fixture.path });
  expect(notes.map(words).join()).toMatch(
    /^\.changeset\/config\.json:2: linked: .*"@acme\/nope-\*" does not match any package/,
  );
});

test("Changesets 2 rejects a versioned package that depends on a package ignored by a glob", async () => {
  const fixture = await workspace({
    planner: "changesets@2",
    packages: {
      "@acme/core": { version: "2.0.0", dependencies: { "mock-api": "workspace:*" } },
      "@acme/dev": { version: "2.0.0", devDependencies: { "mock-api": "workspace:*" } },
      "mock-api": { version: "0.1.0", private: true },
    },
    config: { ignore: ["mock-*"], privatePackages: { version: true, tag: false } },
    changesets: { one: { "@acme/core": "minor" } },
    policies,
  });
  const { findings } = await check({ cwd: fixture.path });
  expect(findings.map(({ rule, message }) => `${rule}: ${words(message)}`)).toEqual([
    "plan-refused: the release command would fail: @acme/core depends on mock-api, but mock-api is ignored",
  ]);
  expect(findings[0]?.source).toContain('"mock-api": "workspace:*"');
});

test("Changesets 3 points at the ignore list if a dependent is missing in it", async () => {
  const fixture = await workspace({
    planner: "changesets@3",
    packages: {
      "@acme/core": { version: "2.0.0", dependencies: { "mock-api": "workspace:*" } },
      "mock-api": { version: "0.1.0", private: true },
    },
    policies,
    files: { ".changeset/config.json": '{\n  "changelog": false,\n  "ignore": ["mock-*"]\n}\n' },
  });
  expect((await obstacles(fixture.path)).map((one) => one.slice(0, 27))).toEqual([
    ".changeset/config.json:3:3 ",
  ]);
});

test("all bad lines of a changeset are reported, and an unclosed front matter as that", async () => {
  const fixture = await workspace({
    policies,
    changesets: {
      bumps: '---\n"@acme/core": Fix\n"@acme/plugin": Minor\n---\n\nFix.\n',
      names: "---\n@acme/core: patch\n@acme/plugin: patch\n---\n\nFix.\n",
      open: '---\n"@acme/core": patch\n\nFix.\n',
    },
  });
  const { findings } = await check({ cwd: fixture.path });
  expect(findings.map(({ at, message }) => `${at.line} ${words(message)}`)).toEqual([
    "2 cannot read .changeset/bumps.md: Fix is not a bump",
    "3 cannot read .changeset/bumps.md: Minor is not a bump; did you mean minor?",
    '2 cannot read .changeset/names.md: a value that starts with @ needs quotes: "@acme/core"',
    '3 cannot read .changeset/names.md: a value that starts with @ needs quotes: "@acme/plugin"',
    "1 cannot read .changeset/open.md: its front matter is not closed (expected a second line ---)",
  ]);
});

test.each<[string, string, string]>([
  ["core.yalm", "", "policies/core.yalm is ignored (expected .yaml, .yml or .json"],
  ["core.yaml.txt", "", "policies/core.yaml.txt is ignored"],
  ["core.toml", "", "policies/core.toml is ignored"],
  ["core.policy.ts", "", "policies/core.policy.ts is ignored"],
  ["core.yaml.bak", "", "policies/core.yaml.bak is ignored"],
  ["team/core.yaml", "packages: []\n", "policies/team is ignored"],
  ["core.json", '{ // one\n"packages": [] }', "has a comment, but JSON does not allow comments"],
  ["core.yaml", "packages: [!@acme/x]\n", 'a value that starts with ! needs quotes: "!@acme/x"'],
  ["core.yaml", "packages: [*]\n", 'a value that starts with * needs quotes: "*"'],
  ["core.yaml", "packages: *all\n", 'a value that starts with * needs quotes: "*all"'],
])("policies/%s with %j: %s", async (name, text, expected) => {
  const fixture = await workspace({ policies, files: { [`policies/${name}`]: text } });
  const messages = await obstacles(fixture.path);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(expected);
});

test.each(["README.md", "LICENSE", "tracks.svg", ".gitkeep", "notes.txt"])(
  "policies/%s may exist next to the policies",
  async (name) => {
    const fixture = await workspace({ policies, files: { [`policies/${name}`]: "text" } });
    expect((await check({ cwd: fixture.path })).outcome).toBe("pass");
  },
);

test.each<[string, Readonly<Record<string, string>>, string]>([
  ["npm, by its lock file", { "package-lock.json": "{}" }, "npx changeset init"],
  ["Yarn, by its lock file", { "yarn.lock": "" }, "yarn changeset init"],
  ["Bun, by its lock file", { "bun.lock": "" }, "bunx changeset init"],
  ["pnpm, by its lock file", { "pnpm-lock.yaml": "" }, "pnpm changeset init"],
])("hints are in the words of %s", async (_, lock, expected) => {
  const manifest = { name: "root", workspaces: ["packages/*"], private: true };
  const { path: cwd } = await folder({
    "package.json": JSON.stringify({
      ...manifest,
      devDependencies: { "@changesets/cli": "^3.0.0" },
    }),
    "packages/a/package.json": '{ "name": "@acme/a", "version": "1.0.0" }',
    "policies/all.yaml": 'packages: ["*"]\n',
    ...lock,
  });
  await expect(check({ cwd })).rejects.toMatchObject({
    obstacles: [{ help: `run \`${expected}\`` }],
  });
});

test.each(["changesets@2", "changesets@3"] as const)(
  "%s points at the range on a private package that is not versioned",
  async (planner) => {
    const fixture = await workspace({
      planner,
      packages: {
        "@acme/core": { version: "2.0.0", peerDependencies: { "mock-api": "^0.1.0" } },
        "mock-api": { version: "0.1.0", private: true },
      },
      config: { privatePackages: { version: false, tag: false } },
      policies,
    });
    const [message, ...more] = await obstacles(fixture.path);
    expect(more).toEqual([]);
    expect(message).toMatch(/^packages\/core\/package\.json:\d+:\d+ .*skipped package "mock-api"/);
  },
);

test.each<[PlannerId, string, string]>([
  ["changesets@3", "packages/core/package.json", '{ "name": "@acme/core", "version": "1.2.0" }'],
  ["changesets@3", ".changeset/config.json", '{ "changelog": false }'],
  ["changesets@2", ".changeset/pre.json", '{ "mode": "pre", "tag": "next" }'],
])("%s fails on a byte order mark in %s, which is reported", async (planner, path, text) => {
  const fixture = await workspace({ planner, policies, files: { [path]: `\uFEFF${text}` } });
  expect(await obstacles(fixture.path)).toEqual([
    expect.stringContaining(`${path}:1:1 ${path} starts with a byte order mark`),
  ]);
});

test("Changesets 2 reads the same config with one", async () => {
  const files = { ".changeset/config.json": '\uFEFF{ "changelog": false }' };
  const fixture = await workspace({ planner: "changesets@2", policies, files });
  expect((await check({ cwd: fixture.path })).outcome).toBe("pass");
});
