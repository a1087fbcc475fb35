import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { check, testPolicy } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { workspace } from "../kit/workspace.ts";

const GRADUATES = `# What may become 1.0.0
- name: a plugin stays below 1.0.0 # because we said so
  packages: { "@acme/plugin": 0.3.0 }
  changesets: { cat: { "@acme/plugin": major } }
  expect: [accidental-graduation @acme/plugin]
- name: a patch of the core is fine
  packages:
    "@acme/core": 1.2.0
  changesets:
    cat: { "@acme/core": patch }
  expect: []
`;

const tested = (text: string, name = "versions.yaml") =>
  workspace({ files: { [`policies/tests/${name}`]: text } });

test("passes if the findings are as expected, and ignores other policy settings", async () => {
  const { path } = await tested(GRADUATES);
  const { outcome, cases, written } = await testPolicy({ cwd: path });
  expect({ outcome, written }).toEqual({ outcome: "pass", written: [] });
  expect(cases.map(({ name }) => name)).toEqual([
    "a plugin stays below 1.0.0",
    "a patch of the core is fine",
  ]);
  expect(await runCli(path, ["test"])).toEqual({
    code: 0,
    stderr: "",
    stdout: "2 passed, 0 failed\n",
  });
});

test("the policy ignores its tests", async () => {
  const { path } = await tested("{ broken");
  expect((await check({ cwd: path })).findings).toEqual([]);
});

test("shows missing and unexpected findings at the case", async () => {
  const text = GRADUATES.replace("expect: []", "expect: [received-bump @acme/core]").replace(
    'cat: { "@acme/core": patch }',
    'cat: { "@acme/core": patch, "@acme/other": patch }',
  );
  const { path } = await tested(text);
  const { code, stdout } = await runCli(path, ["test"]);
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: `error[test]: a patch of the core is fine
   --> policies/tests/versions.yaml:11:11
    |
 11 |   expect: [received-bump @acme/core]
    |           ^^^^^^^^^^^^^^^^^^^^^^^^^^
    = - expected: received-bump @acme/core
    = + found:    unknown-package (error): \`@acme/other\` is not a package of this workspace

1 passed, 1 failed
if the policy is correct: release-policy test --update
`,
  });
});

test("rewrites expectations, keeps comments, and then passes", async () => {
  const text = GRADUATES.replace("[accidental-graduation @acme/plugin]", "[] # nothing?").replace(
    "  expect: []\n",
    "",
  );
  const { path } = await tested(text);
  expect(await runCli(path, ["test", "--update"])).toMatchObject({
    code: 0,
    stdout: "1 passed, 0 failed, 1 updated in policies/tests/versions.yaml\n",
  });
  const written = readFileSync(`${path}/policies/tests/versions.yaml`, "utf8");
  expect(written).toContain("# What may become 1.0.0");
  expect(written).toContain("# because we said so");
  expect(written).toContain("- accidental-graduation @acme/plugin");
  expect(written).toMatch(/ {2}expect: \[\]\n$/);
  expect((await testPolicy({ cwd: path })).outcome).toBe("pass");
  await testPolicy({ cwd: path, update: true });
  expect(readFileSync(`${path}/policies/tests/versions.yaml`, "utf8")).toBe(written);
});

test("an expected level must match", async () => {
  const { path } = await tested(
    GRADUATES.replace(
      "[accidental-graduation @acme/plugin]",
      '[{ rule: accidental-graduation, package: "@acme/plugin", level: warn }]',
    ),
  );
  const { cases } = await testPolicy({ cwd: path });
  expect(cases[0]).toMatchObject({
    outcome: "fail",
    missing: [{ level: "warn" }],
    unexpected: [{ rule: "accidental-graduation", level: "error" }],
  });
});

test("supports branches, dates, groups, pre mode, planners and folders", async () => {
  const fixture = await workspace({
    policies: {
      core: {
        packages: ["./libs/**"],
        versions: ">=1.0.0",
        prerelease: "forbidden",
        bumps: { declared: ["patch", "minor"], received: ["patch"] },
      },
      workspace: {
        branches: { "maint/*": { bumps: { declared: ["patch"] } } },
        freezes: [{ from: "2026-12-18", to: "2027-01-04", reason: "holidays" }],
      },
    },
    files: {
      "policies/tests/all.yaml": `
- name: branch
  branch: maint/1
  packages: { a: { version: 1.0.0, dir: libs/a } }
  changesets: { cat: { a: minor } }
  expect: [branch-line a]
- name: day
  today: 2026-12-24
  packages: { a: { version: 1.0.0, dir: libs/a } }
  changesets: { cat: { a: minor } }
  expect: [freeze a]
- name: pre
  pre: { mode: pre, tag: beta }
  planner: changesets@2
  packages: { a: { version: 1.0.0, dir: libs/a } }
  changesets: { cat: { a: minor } }
  expect: [prerelease a]
- name: group
  planner: pnpm
  groups: { fixed: [[a, b]] }
  packages: { a: { version: 1.0.0, dir: libs/a }, b: { version: 1.0.0, dir: ./libs/b } }
  changesets: { cat: { a: minor } }
  expect: [received-bump b]
`,
    },
  });
  const { cases } = await testPolicy({ cwd: fixture.path });
  const found = cases.map(({ name, unexpected, missing }) => [
    name,
    missing.map(({ rule }) => rule),
    unexpected.map(({ rule, package: pkg }) => `${rule} ${pkg}`),
  ]);
  expect(found).toEqual([
    ["branch", [], []],
    ["day", [], []],
    ["pre", [], []],
    ["group", [], []],
  ]);
});

test("reports every mistake of every file with its place", async () => {
  const { path } = await workspace({
    files: {
      "policies/tests/a.yaml": `name: one
packages: { "@acme/core": 1.0.0, "@other/core": 1.0.0 }
changeset: {}
expect: []
`,
      "policies/tests/b.yaml": `- name: two
  packages: { "@acme/core": 1.0.0, "@other/core": 1.0.0, "../up": 1.0.0 }
  expect: [version-shap @acme/cor]
- packages: { a: 1 }
`,
      "policies/tests/c.yaml": "a: [\n",
    },
  });
  const { code, stdout } = await runCli(path, ["test", "--format", "json"]);
  const { obstacles } = JSON.parse(stdout) as {
    obstacles: { message: string; help?: string; at: { path: string; line: number } }[];
  };
  expect(code).toBe(2);
  expect(obstacles.map(({ message, at }) => `${at.path}:${at.line} ${message}`)).toEqual([
    "policies/tests/a.yaml:3 unknown key `changeset`",
    "policies/tests/b.yaml:2 @other/core and @acme/core are both in the folder packages/core",
    "policies/tests/b.yaml:2 `../up` is not a valid package name",
    "policies/tests/b.yaml:3 unknown rule `version-shap`",
    "policies/tests/b.yaml:3 unknown package `@acme/cor`",
    "policies/tests/b.yaml:4 `1.name` is missing",
    "policies/tests/b.yaml:4 `1.packages.a` is the number 1",
    expect.stringContaining("policies/tests/c.yaml:2"),
  ]);
});

test("a case without expectations, or a workspace without tests, exits with 2", async () => {
  const { path } = await tested('name: one\npackages: { "@acme/core": 1.2.0 }\n');
  expect(await runCli(path, ["test"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("“one” has no expect") as string,
  });
  const bare = await workspace();
  expect(await runCli(bare.path, ["test"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no policy tests found") as string,
  });
});

test("the example of the guide is correct", async () => {
  const guide = readFileSync(new URL("../../../../docs/test.md", import.meta.url), "utf8");
  const [, text = ""] = /^```yaml\n([^]*?)^```$/m.exec(guide) ?? [];
  const { path } = await workspace({
    policies: {
      core: { packages: ["@acme/core"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
      workspace: { freezes: [{ from: "2026-12-18", to: "2027-01-04", reason: "year end" }] },
    },
    files: { "policies/tests/graduation.yaml": text },
  });
  const { outcome, cases } = await testPolicy({ cwd: path });
  expect({ outcome, count: cases.length }).toEqual({ outcome: "pass", count: 2 });
});
