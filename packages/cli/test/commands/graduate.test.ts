import { chmodSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { CannotJudge, check, graduate } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { changeset, workspace } from "../kit/workspace.ts";

const read = (root: string, path: string): string => readFileSync(join(root, path), "utf8");

const everything = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, "latin1")]),
  );

const GLOB =
  '# The beta.\npackages: ["@acme/*", "!@acme/core"] # all but core\nversions: "0.y.z"\n';
const STABLE =
  '# Stable.\r\npackages:\r\n  # the heart\r\n  - "@acme/core" # since 2020\r\nversions: "1.x"\r\n';

const beta = (files: Readonly<Record<string, string>> = {}, workspacePolicy?: unknown) =>
  workspace({
    packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0", "@acme/other": "0.1.0" },
    policies: workspacePolicy === undefined ? {} : { workspace: workspacePolicy },
    files: { "policies/beta.yaml": GLOB, "policies/stable.yaml": STABLE, ...files },
  });

const missingOf = (result: Awaited<ReturnType<typeof graduate>>) => result.missing.map(plain);

test("moves a package selected by a wildcard, keeps comments and line endings, and writes its changeset", async () => {
  const { path } = await beta();
  const result = await graduate("@acme/plugin", { cwd: path, to: "stable" });
  expect(result).toMatchObject({ written: true, next: "1.0.0", from: ["beta"], missing: [] });
  expect(read(path, "policies/beta.yaml")).toBe(
    GLOB.replace('"!@acme/core"]', '"!@acme/core", "!@acme/plugin"]'),
  );
  expect(read(path, "policies/stable.yaml")).toBe(
    STABLE.replace("# since 2020\r\n", '# since 2020\r\n  - "@acme/plugin"\r\n'),
  );
  expect(read(path, ".changeset/graduate-acme-plugin.md")).toBe(
    changeset(
      { "@acme/plugin": "major" },
      "Graduates to track stable. Describe what users can rely on from now on.",
    ),
  );
  const report = await check({ cwd: path });
  expect(report.outcome).toBe("pass");
  expect(report.releases.map(({ name, to }) => `${name} ${to}`)).toEqual(["@acme/plugin 1.0.0"]);
});

test.for(["changesets@2", "changesets@3", "pnpm"] as const)(
  "results in the version that %s plans",
  async (planner) => {
    const { path } = await workspace({
      planner,
      packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0", "@acme/other": "0.1.0" },
      policies: {},
      files: { "policies/beta.yaml": GLOB, "policies/stable.yaml": STABLE },
      ...(planner === "pnpm" ? { workspace: { versioning: {} } } : {}),
    });
    const { next, missing } = await graduate("@acme/plugin", { cwd: path, to: "stable", planner });
    expect([next, missing]).toEqual(["1.0.0", []]);
    const { releases, outcome } = await check({ cwd: path, planner });
    expect([outcome, releases.map(({ to }) => to)]).toEqual(["pass", ["1.0.0"]]);
  },
);

test("does nothing on the second run", async () => {
  const { path } = await beta();
  await graduate("@acme/plugin", { cwd: path, to: "stable" });
  const before = everything(path);
  const again = await runCli(path, ["graduate", "@acme/plugin", "--to", "stable"]);
  expect(again).toMatchObject({ code: 0, stdout: "@acme/plugin is already on track stable\n" });
  expect(everything(path)).toEqual(before);
});

test.for([
  ["a flow list", 'packages: ["@acme/other", "@acme/plugin"]\n', 'packages: ["@acme/other"]\n'],
  ["its first item", 'packages: ["@acme/plugin", "@acme/other"]\n', 'packages: ["@acme/other"]\n'],
  [
    "a block list",
    'packages:\n  - "@acme/plugin" # soon\n  - "@acme/other"\n',
    'packages:\n  - "@acme/other"\n',
  ],
  [
    "a list without indentation",
    "packages:\n- '@acme/other'\n- '@acme/plugin'",
    "packages:\n- '@acme/other'\n",
  ],
  ["a folder", 'packages: ["./packages/plugin", "@acme/other"]\n', 'packages: ["@acme/other"]\n'],
] as const)("removes the exact name from %s", async ([, before, after]) => {
  const { path } = await beta({ "policies/beta.yaml": before });
  expect(await graduate("@acme/plugin", { cwd: path, to: "stable" })).toMatchObject({
    written: true,
  });
  expect(read(path, "policies/beta.yaml")).toBe(after);
});

test("removes `!name` from the target's list if a wildcard then selects it", async () => {
  const { path } = await beta({
    "policies/beta.yaml": 'packages: ["@acme/plugin", "@acme/other"]\nversions: "0.y.z"\n',
    "policies/stable.yaml":
      'packages: ["@acme/*", "!@acme/other", "!@acme/plugin"]\nversions: "1.x"\n',
  });
  expect(await graduate("@acme/plugin", { cwd: path, to: "stable" })).toMatchObject({
    written: true,
  });
  expect(read(path, "policies/stable.yaml")).toBe(
    'packages: ["@acme/*", "!@acme/other"]\nversions: "1.x"\n',
  );
});

test("edits policies in JSON", async () => {
  const json = (packages: readonly string[], versions: string) =>
    `${JSON.stringify({ packages, versions }, null, 2)}\n`;
  const { path } = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0", "@acme/other": "0.1.0" },
    policies: {},
    files: {
      "policies/beta.json": json(["@acme/other", "@acme/plugin"], "0.y.z"),
      "policies/stable.json": json(["@acme/core"], "1.x"),
    },
  });
  expect(await graduate("@acme/plugin", { cwd: path, to: "stable" })).toMatchObject({
    written: true,
  });
  expect(read(path, "policies/beta.json")).toBe(json(["@acme/other"], "0.y.z"));
  expect(read(path, "policies/stable.json")).toBe(json(["@acme/core", "@acme/plugin"], "1.x"));
});

test("writes nothing with --dry-run, but shows the diff and other changes", async () => {
  const { path } = await beta({
    "packages/other/package.json": JSON.stringify({
      name: "@acme/other",
      version: "0.1.0",
      dependencies: { "@acme/plugin": "workspace:^" },
    }),
  });
  const before = everything(path);
  const { code, stdout } = await runCli(path, [
    "graduate",
    "@acme/plugin",
    "--to",
    "stable",
    "--dry-run",
  ]);
  expect(stdout).toContain('+  - "@acme/plugin"');
  expect(stdout).toContain("also changes:\n  @acme/other 0.1.0 → 0.1.1");
  expect(stdout).toContain("@acme/plugin 0.3.0 → 1.0.0, to track stable; nothing was written");
  expect([code, everything(path)]).toEqual([0, before]);
});

test("writes nothing if a deprecation is overdue or the graduation has a breaking change, and says both", async () => {
  const { path } = await beta({
    "policies/stable.yaml": `${STABLE}rules:\r\n  graduation: [error, { breaking: forbidden }]\r\n`,
    "policies/deprecations.yaml":
      'deprecations:\n  - { package: "@acme/plugin", api: "old()", deprecatedIn: "0.2.0", announcedRemoval: "1.0.0", state: active }\n',
    ".changeset/one.md": changeset({ "@acme/plugin": "minor" }, "**BREAKING**: Gone is new()."),
  });
  const before = everything(path);
  const result = await graduate("@acme/plugin", { cwd: path, to: "stable" });
  expect(missingOf(result).join("\n")).toContain(
    "`old()` is deprecated and was announced for removal in",
  );
  expect(missingOf(result).join("\n")).toContain("`graduation`: ");
  expect(everything(path)).toEqual(before);
  expect((await runCli(path, ["graduate", "@acme/plugin", "--to", "stable"])).code).toBe(1);
});

test("requires dependencies that are mature enough", async () => {
  const { path } = await beta(
    {
      "packages/plugin/package.json": JSON.stringify({
        name: "@acme/plugin",
        version: "0.3.0",
        dependencies: { "@acme/other": "workspace:^" },
      }),
    },
    { dependencies: [{ from: "stable", on: ["stable"] }] },
  );
  const result = await graduate("@acme/plugin", { cwd: path, to: "stable" });
  expect(missingOf(result).join("\n")).toContain("`dependency-maturity`: ");
  expect(result.written).toBe(false);
});

test.for([
  ["stable", "@acme/core", "@acme/core is already on track stable"],
  ["beta", "@acme/core", "is not below"],
  ["any", "@acme/plugin", "has no"],
  ["far", "@acme/plugin", "no single bump moves"],
] as const)("does not graduate to %s: %s", async ([to, name, message]) => {
  const { path } = await beta({
    "policies/any.yaml": "packages: [tool]\n",
    "policies/far.yaml": 'packages: [tool-far]\nversions: ">=3.0.0"\n',
    "packages/tool/package.json": '{ "name": "tool", "version": "1.0.0" }',
    "packages/far/package.json": '{ "name": "tool-far", "version": "3.0.0" }',
  });
  const before = everything(path);
  expect((await runCli(path, ["graduate", name, "--to", to])).stdout).toContain(message);
  expect(everything(path)).toEqual(before);
});

test("suggests the closest package and track", async () => {
  const { path } = await beta();
  const wrong = await runCli(path, ["graduate", "@acme/plugni", "--to", "stable"]);
  expect([wrong.code, wrong.stderr.includes("did you mean @acme/plugin?")]).toEqual([2, true]);
  const track = await runCli(path, ["graduate", "@acme/plugin", "--to", "stabel"]);
  expect([track.code, track.stderr.includes("did you mean stable?")]).toEqual([2, true]);
});

test("writes nothing if a policy file is read-only", async () => {
  const { path } = await beta();
  chmodSync(join(path, "policies/stable.yaml"), 0o444);
  const before = everything(path);
  await expect(graduate("@acme/plugin", { cwd: path, to: "stable" })).rejects.toThrow(CannotJudge);
  expect(everything(path)).toEqual(before);
});

test("does not edit a list with aliases", async () => {
  const { path } = await beta({
    "policies/stable.yaml": 'versions: "1.x"\npackages: [&core "@acme/core", *core]\n',
  });
  const before = everything(path);
  const result = await graduate("@acme/plugin", { cwd: path, to: "stable" });
  expect(missingOf(result)).toEqual([
    "the lists of packages cannot be edited safely: add `@acme/plugin` to track `stable` and remove it from `beta` by hand",
  ]);
  expect(everything(path)).toEqual(before);
});

test.each([
  ['packages: ["@acme/plugin"]\nbreaking: minor\n', "packages: []\nbreaking: minor\n"],
  ['packages: # by hand: Ann\n  # integrations\n  - "@acme/plugin"\nbreaking: minor\n', undefined],
  [
    'packages:\n  # integrations\n  - "@acme/plugin" # 0.y\nbreaking: minor\n',
    "packages: []\n  # integrations\nbreaking: minor\n",
  ],
])("leaves an empty track for the next package, written %j", async (text, left) => {
  const { path } = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" },
    policies: {},
    files: { "policies/beta.yaml": text, "policies/stable.yaml": STABLE },
  });
  const { written } = await graduate("@acme/plugin", { cwd: path, to: "stable" });
  expect(written).toBe(left !== undefined);
  expect(read(path, "policies/beta.yaml")).toBe(left ?? text);
  expect((await check({ cwd: path })).outcome).toBe("pass");
});

test("does not let a policy change move other packages", async () => {
  const { path } = await beta({
    "policies/beta.yaml": 'packages: ["@acme/other", "@acme/plugin"]\n',
    "policies/stable.yaml": 'packages: ["!@acme/other", "!@acme/plugin"]\nversions: "1.x"\n',
  });
  await graduate("@acme/plugin", { cwd: path, to: "stable" });
  expect(read(path, "policies/stable.yaml")).toBe('packages: ["!@acme/other"]\nversions: "1.x"\n');
  expect((await check({ cwd: path })).outcome).toBe("pass");
});

test("does not add to a list of only negations if that would remove other packages", async () => {
  const { path } = await beta({
    "policies/beta.yaml": 'packages: ["@acme/other", "@acme/plugin"]\n',
    "policies/stable.yaml": 'packages: ["!@acme/*er", "!@acme/pl*"]\nversions: "1.x"\n',
  });
  const before = everything(path);
  const result = await graduate("@acme/plugin", { cwd: path, to: "stable" });
  expect(missingOf(result).join("\n")).toContain("cannot be edited safely");
  expect(everything(path)).toEqual(before);
});

test("writes the maturity table with it", async () => {
  const { path } = await beta({}, { docs: { table: "README.md" } });
  expect((await runCli(path, ["tracks", "--write"])).code).toBe(0);
  const result = await graduate("@acme/plugin", { cwd: path, to: "stable" });
  expect(result.missing).toEqual([]);
  expect(result.changes.map((file) => file.path)).toContain("README.md");
  expect((await check({ cwd: path })).outcome).toBe("pass");
});

test("graduates several packages at once, and uses pending changesets", async () => {
  const { path } = await beta({
    ".changeset/plugin.md": changeset({ "@acme/plugin": "major" }),
    ".changeset/other.md": changeset({ "@acme/other": "major" }),
  });
  const before = await check({ cwd: path });
  expect(before.findings.map(({ help }) => plain(help))).toContainEqual(
    expect.stringContaining("run `release-policy graduate @acme/plugin --to stable`"),
  );
  const { code } = await runCli(path, [
    "graduate",
    "@acme/plugin",
    "@acme/other",
    "--to",
    "stable",
  ]);
  expect(code).toBe(0);
  expect(readdirSync(join(path, ".changeset")).filter((name) => name.endsWith(".md"))).toEqual([
    "other.md",
    "plugin.md",
  ]);
  expect((await check({ cwd: path })).outcome).toBe("pass");
});

test("graduates the members of a fixed group together, as the fix of one says", async () => {
  const config = JSON.stringify({ fixed: [["@acme/other", "@acme/plugin"]] });
  const { path } = await beta({
    ".changeset/config.json": config,
    ".changeset/plugin.md": changeset({ "@acme/plugin": "major" }),
  });
  const command = "release-policy graduate @acme/other @acme/plugin --to stable";
  const { findings } = await check({ cwd: path });
  expect(findings.map(({ help }) => plain(help))).toEqual([
    expect.stringContaining(command),
    expect.stringContaining(command),
  ]);
  const before = everything(path);
  expect((await graduate("@acme/plugin", { cwd: path, to: "stable" })).written).toBe(false);
  expect(everything(path)).toEqual(before);
  expect((await runCli(path, command.split(" ").slice(1))).code).toBe(0);
  const report = await check({ cwd: path });
  expect(report.findings).toEqual([]);
  expect(report.releases.map(({ name, to }) => `${name} ${to}`)).toEqual([
    "@acme/other 1.0.0",
    "@acme/plugin 1.0.0",
  ]);
});

test("only lists what concerns the move, and does not treat a policy as an upgrade guide", async () => {
  const { path } = await beta({
    "policies/stable.yaml":
      'packages: ["@acme/core"]\nversions: "1.x"\nrequire: { breaking: [upgrade-guide] }\n',
    ".changeset/lost.md": changeset({ "@acme/gone": "patch" }),
    ".changeset/plugin.md": changeset(
      { "@acme/plugin": "major" },
      "### Breaking Changes\n\n- `load` is async.",
    ),
  });
  const result = await graduate("@acme/plugin", { cwd: path, to: "stable" });
  expect(missingOf(result)).toEqual([
    "`upgrade-guide`: `@acme/plugin` `1.0.0` has a breaking change but no upgrade guide (no guide found)",
  ]);
  const { stdout } = await runCli(path, ["graduate", "@acme/plugin", "--to", "stable"]);
  expect(stdout.split("has a breaking change but no").length - 1).toBe(1);
});
