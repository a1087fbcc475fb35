import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { CannotJudge, check } from "../../src/index.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";

/** What check says: `rule path:line sentence` for findings, `path:line sentence` for what it could not judge. */
async function verdictOn(cwd: string): Promise<string[]> {
  try {
    const { findings } = await check({ cwd });
    return findings.map(
      ({ rule, at, message }) => `${rule} ${at.path}:${at.line} ${plain(message)}`,
    );
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return error.obstacles.map(
      ({ at, message }) => `${at ? `${at.path}:${at.line} ` : ""}${message}`,
    );
  }
}

const CORE = "packages/core/package.json";
const CHANGESET = ".changeset/one.md";

test.each<[string, Record<string, string>, string[]]>([
  [
    "a manifest that is not valid JSON",
    { [CORE]: '{\n  "name": "@acme/core",\n  oops\n}\n' },
    [`${CORE}:3 ${CORE} is not valid JSON: invalid symbol`],
  ],
  [
    "a .yarnrc.yml that is not valid YAML",
    { ".yarnrc.yml": "catalog:\n  - a\n - b\n" },
    [
      ".yarnrc.yml:3 .yarnrc.yml is not valid YAML: A block sequence may not be used as an implicit map key",
    ],
  ],
  [
    "a .yarnrc.yml of one sentence",
    { ".yarnrc.yml": "hello" },
    [".yarnrc.yml:1 .yarnrc.yml is not a YAML mapping"],
  ],
  [
    "a huge .yarnrc.yml",
    { ".yarnrc.yml": `# ${"x".repeat(262_144)}\n` },
    [".yarnrc.yml:1 .yarnrc.yml is too large: 262147 bytes (limit: 262144)"],
  ],
  [
    "a manifest that is cut off",
    { [CORE]: '{ "name": ' },
    [`${CORE}:1 ${CORE} is not valid JSON: value expected`],
  ],
  ["an empty manifest", { [CORE]: "" }, [`${CORE}:1 ${CORE} is not valid JSON: value expected`]],
  ["a manifest that is a list", { [CORE]: "[]" }, [`${CORE}:1 ${CORE} is not a JSON object`]],
  [
    "a manifest without a name",
    { [CORE]: '{ "version": "1.0.0" }' },
    [`${CORE}:1 ${CORE} has no name`],
  ],
  [
    "two bad manifests, both at once",
    { [CORE]: "{", "packages/plugin/package.json": "nope" },
    [
      `${CORE}:1 ${CORE} is not valid JSON: close brace expected`,
      "packages/plugin/package.json:1 packages/plugin/package.json is not valid JSON: invalid symbol",
    ],
  ],
  [
    "a root manifest that is not valid JSON",
    { "package.json": "{" },
    ["package.json:1 package.json is not valid JSON: close brace expected"],
  ],
  [
    "a workspace file that is not valid YAML",
    { "pnpm-workspace.yaml": "packages:\n  - a\n - b\n" },
    [
      "pnpm-workspace.yaml:3 pnpm-workspace.yaml is not valid YAML: A block sequence may not be used as an implicit map key",
    ],
  ],
  [
    "a workspace file that is a list",
    { "pnpm-workspace.yaml": "- a\n" },
    ["pnpm-workspace.yaml:1 pnpm-workspace.yaml is not a YAML mapping"],
  ],
  [
    "a config that is not valid JSON",
    { ".changeset/config.json": "{ // no\n}" },
    [
      ".changeset/config.json:1 .changeset/config.json has a comment, but JSON does not allow comments",
    ],
  ],
  [
    "a config with wrong values, all of them at once",
    { ".changeset/config.json": '{ "fixed": "all", "ignore": [1] }' },
    [
      ".changeset/config.json:1 ignore.0: Invalid type: Expected string but received 1",
      '.changeset/config.json:1 fixed: Invalid type: Expected Array but received "all"',
    ],
  ],
  [
    "a pre.json without a mode",
    { ".changeset/pre.json": "{}" },
    [
      ".changeset/pre.json:1 .changeset/pre.json is invalid (expected mode `pre` or `exit` and a tag)",
    ],
  ],
  [
    "a changeset without front matter",
    { [CHANGESET]: "Fix it.\n" },
    [
      `unreadable-changeset ${CHANGESET}:1 cannot read \`${CHANGESET}\`: it has no front matter (expected two lines \`---\`)`,
    ],
  ],
  [
    "an empty changeset file",
    { [CHANGESET]: "" },
    [`unreadable-changeset ${CHANGESET}:1 cannot read \`${CHANGESET}\`: it is empty`],
  ],
  [
    "front matter that is not valid YAML",
    { [CHANGESET]: '---\n"@acme/core": patch\n"broken\n---\n\nFix.\n' },
    [
      `unreadable-changeset ${CHANGESET}:3 cannot read \`${CHANGESET}\`: \`Missing closing "quote\``,
    ],
  ],
  [
    "front matter that is a list",
    { [CHANGESET]: "---\n- a\n---\n\nFix.\n" },
    [
      `unreadable-changeset ${CHANGESET}:2 cannot read \`${CHANGESET}\`: the front matter is not a mapping of packages to bumps`,
    ],
  ],
  [
    "a bump that is none",
    { [CHANGESET]: changeset({ "@acme/core": "pathc" }) },
    [
      `unreadable-changeset ${CHANGESET}:2 cannot read \`${CHANGESET}\`: \`pathc\` is not a bump; did you mean \`patch\`?`,
    ],
  ],
  [
    "a bump that is a number",
    { [CHANGESET]: changeset({ "@acme/core": "1" }) },
    [
      `unreadable-changeset ${CHANGESET}:2 cannot read \`${CHANGESET}\`: \`@acme/core\` has no bump`,
    ],
  ],
  [
    "a package twice",
    { [CHANGESET]: '---\n"@acme/core": patch\n"@acme/core": minor\n---\n\nFix.\n' },
    [`duplicate-package ${CHANGESET}:3 \`@acme/core\` is listed twice in \`${CHANGESET}\``],
  ],
  [
    "a changeset of 10 MB",
    { [CHANGESET]: changeset({ "@acme/core": "patch" }, "x".repeat(10 * 1024 * 1024)) },
    [
      `unreadable-changeset ${CHANGESET}:1 cannot read \`${CHANGESET}\`: it has more than \`262144\` bytes`,
    ],
  ],
  [
    "a package named __proto__",
    {
      "packages/odd/package.json": '{ "name": "__proto__", "version": "1.0.0" }',
      [CHANGESET]: '---\n"__proto__": patch\n---\n\nFix.\n',
    },
    [
      "plan-refused .changeset/config.json:1 the release command would fail: `Error in determining dependents - could not find package in repository: __proto__`",
      "track-membership packages/odd/package.json:1 `__proto__` is published but is not on a track",
    ],
  ],
  [
    "a package named constructor",
    {
      "packages/odd/package.json": '{ "name": "constructor", "version": "1.0.0" }',
      [CHANGESET]: changeset({ constructor: "patch" }),
    },
    [
      "track-membership packages/odd/package.json:1 `constructor` is published but is not on a track",
    ],
  ],
  [
    "a version that is none",
    { [CORE]: '{ "name": "@acme/core", "version": "1.0" }' },
    [`invalid-version ${CORE}:1 the version \`1.0\` of \`@acme/core\` is not a semantic version`],
  ],
  [
    "a version that is a number",
    { [CORE]: '{ "name": "@acme/core", "version": 1 }' },
    [`invalid-version ${CORE}:1 the version \`1\` of \`@acme/core\` is not a semantic version`],
  ],
  [
    "a policy that is empty",
    { "policies/core.yaml": "" },
    ["policies/core.yaml:1 the file is empty"],
  ],
  [
    "a policy that is not valid YAML",
    { "policies/core.yaml": "packages: [\n" },
    [
      "policies/core.yaml:2 Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
  ],
  [
    "a policy with a key twice",
    { "policies/core.yaml": 'packages: ["@acme/core"]\nbreaking: major\nbreaking: minor\n' },
    ["policies/core.yaml:3 duplicate key"],
  ],
  [
    "a policy with an alias bomb",
    {
      "policies/core.yaml": `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
        .split("")
        .map((key, i) => `${key}: &${key} [${`*${"abcdefg"[i]},`.repeat(9)}]\n`)
        .join("")}packages: *h\n`,
    },
    ["policies/core.yaml:1 policies/core.yaml has aliases that expand to too much data"],
  ],
  [
    "mistakes in two policy files, all at once, in the order of the files",
    {
      "policies/core.yaml": 'pakages: ["@acme/core"]\nversions: "1,x"\n',
      "policies/integrations.yaml":
        'packages: ["@acme/plugin"]\nrules:\n  recieved-bump: warn\n  train: loud\n',
    },
    [
      "policies/core.yaml:1 `packages` is missing",
      "policies/core.yaml:1 unknown key `pakages`",
      "policies/core.yaml:2 `1,x` is neither a shape such as 0.y.z or 1.x nor a semver range",
      "policies/integrations.yaml:3 unknown rule `recieved-bump`",
      'policies/integrations.yaml:4 `rules.train` is "loud"',
    ],
  ],
  [
    "a track in two files",
    { "policies/core.json": '{ "packages": ["@acme/core"] }' },
    ["policies/core.yaml:1 two files define core"],
  ],
])("reports %s", async (_, files, expected) => {
  const fixture = await workspace({ files });
  expect(await verdictOn(fixture.path)).toEqual(expected);
});

test.each([
  ["a byte order mark and CRLF", '\uFEFF---\r\n"@acme/core": patch\r\n---\r\n\r\nFix.\r\n'],
  ["single quotes and spaces", "---\n'@acme/core' :   patch  \n---\n\nFix.\n"],
  ["flow style", '---\n{ "@acme/core": patch, "@acme/plugin": patch }\n---\n\nFix.\n'],
  ["comments", '---\n# why not\n"@acme/core": patch # really\n---\n\nFix.\n'],
  ["anchors", '---\n"@acme/core": &bump patch\n"@acme/plugin": *bump\n---\n\nFix.\n'],
  ["text before the front matter", 'Hello\n\n---\n"@acme/core": patch\n---\n\nFix.\n'],
])("reads front matter with %s", async (_, text) => {
  const fixture = await workspace({ files: { [CHANGESET]: text } });
  const report = await check({ cwd: fixture.path });
  expect(report.releases.find(({ name }) => name === "@acme/core")).toMatchObject({
    to: "1.2.1",
    causes: [{ kind: "changeset", at: { path: CHANGESET } }],
  });
});

test.each(["changesets@2", "changesets@3"] as const)(
  "%s rejects a skipped package next to a released one, even with none, and hides nothing else",
  async (planner) => {
    const fixture = await workspace({
      planner,
      packages: { "@acme/core": "1.2.0", "@acme/docs": "0.0.1", "@acme/plugin": "0.3.0" },
      config: { ignore: ["@acme/docs"] },
      changesets: {
        both: { "@acme/core": "patch", "@acme/docs": "none" },
        one: { "@acme/plugin": "major" },
      },
      policies: {
        core: { packages: ["@acme/core", "@acme/docs"] },
        integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
      },
    });
    const { findings, releases } = await check({ cwd: fixture.path });
    expect(findings.map(({ rule }) => rule).toSorted()).toEqual([
      "accidental-graduation",
      "skipped-package",
    ]);
    expect(releases.map(({ name, to }) => `${name} ${to}`).toSorted()).toEqual([
      "@acme/core 1.2.1",
      "@acme/plugin 1.0.0",
    ]);
  },
);

test("checks 10,000 changesets", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, i) => [
      `.changeset/c${i}.md`,
      changeset({ "@acme/core": "patch" }),
    ]),
  );
  const fixture = await workspace({ files });
  const report = await check({ cwd: fixture.path });
  expect(report.releases[0]?.causes).toHaveLength(10_000);
});

test("visits a cycle of dependencies once", async () => {
  const fixture = await workspace({
    packages: {
      "@acme/core": { version: "1.2.0", dependencies: { "@acme/plugin": "workspace:*" } },
      "@acme/plugin": { version: "0.3.0", dependencies: { "@acme/core": "workspace:*" } },
    },
    changesets: { one: { "@acme/plugin": "major" } },
  });
  const report = await check({ cwd: fixture.path });
  expect(report.findings.map(({ rule, chain }) => [rule, chain.length])).toEqual([
    ["accidental-graduation", 1],
  ]);
});

test.each<[string, (path: string) => void, string[]]>([
  ["missing", (path) => rmSync(path, { recursive: true }), ["the folder .changeset is missing"]],
  [
    "a file",
    (path) => {
      rmSync(path, { recursive: true });
      writeFileSync(path, "");
    },
    [".changeset:1 .changeset is not a folder"],
  ],
  [
    "a link",
    (path) => {
      rmSync(path, { recursive: true });
      symlinkSync("/etc", path);
    },
    [".changeset:1 .changeset is not a folder"],
  ],
  [
    "empty",
    (path) => {
      rmSync(path, { recursive: true });
      mkdirSync(path);
    },
    [".changeset/config.json is missing"],
  ],
])("says what to do where .changeset is %s", async (_, change, expected) => {
  const fixture = await workspace();
  change(fixture.getPath(".changeset"));
  expect(await verdictOn(fixture.path)).toEqual(expected);
});

test("follows no link, and shows nothing of its target", async () => {
  const fixture = await workspace();
  symlinkSync("/etc/passwd", fixture.getPath(".changeset/link.md"));
  mkdirSync(fixture.getPath(".changeset/folder.md"));
  expect(await verdictOn(fixture.path)).toEqual([
    "unreadable-changeset .changeset/folder.md:1 cannot read `.changeset/folder.md`: it is a link or a folder",
    "unreadable-changeset .changeset/link.md:1 cannot read `.changeset/link.md`: it is a link or a folder",
  ]);
  rmSync(fixture.getPath(CORE));
  symlinkSync("/etc/passwd", fixture.getPath(CORE));
  expect(await verdictOn(fixture.path)).toEqual([`${CORE}:1 ${CORE} is not a regular file`]);
});

test("ignores a .yarnrc.yml that is a link, in a folder or in a commit", async () => {
  const fixture = await workspace();
  symlinkSync("/etc/passwd", fixture.getPath(".yarnrc.yml"));
  expect(await verdictOn(fixture.path)).toEqual([
    ".yarnrc.yml:1 .yarnrc.yml is not a regular file",
  ]);
  repository(fixture);
  const judged = check({ cwd: fixture.path, ref: "HEAD" });
  await expect(judged).rejects.toThrow(".yarnrc.yml is not a regular file in the commit");
});

test("no parser prints a stranger's text outside the report", async () => {
  const warnings: unknown[] = [];
  const listen = (warning: unknown) => void warnings.push(warning);
  process.on("warning", listen);
  for (const planner of ["changesets@3", "pnpm"] as const) {
    const text = "---\n*: patch\n!x \u001B[2J: patch\n---\n\nText.\n";
    const fixture = await workspace({ planner, files: { [CHANGESET]: text } });
    const [found = ""] = await verdictOn(fixture.path);
    expect(found).toContain("a value that starts with * needs quotes");
  }
  // Node reports them in a later turn.
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", listen);
  expect(warnings).toEqual([]);
});

test("suggests a first policy that fits the workspace", async () => {
  const fixture = await workspace({
    packages: {
      "@acme/core": "1.2.0",
      "@acme/plugin": "0.3.0",
      "@acme/lab": "0.1.0-alpha.1",
      site: { version: "0.0.0", private: true },
    },
    policies: {},
  });
  await expect(check({ cwd: fixture.path })).rejects.toMatchObject({
    obstacles: [
      {
        message: "no policy found (expected a track in `policies`)",
        help: expect.stringMatching(
          /policies\/core\.yaml[^]*policies\/integrations\.yaml[^]*policies\/sandbox\.yaml/,
        ) as string,
      },
    ],
  });
});

test("the suggested policy has no findings", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/lab": "0.1.0-alpha.1" },
    policies: {},
  });
  const help = await check({ cwd: fixture.path }).then(
    () => "",
    (error: CannotJudge) => error.obstacles[0]!.help!,
  );
  await fixture.mkdir("policies");
  for (const [, path = "", text = ""] of help.matchAll(/^# (\S+)\n([^]*?\n)(?=\n|$)/gm)) {
    await fixture.writeFile(path, text);
  }
  expect(await verdictOn(fixture.path)).toEqual([]);
});

test("says that there is no workspace", async () => {
  const fixture = await folder({});
  expect((await verdictOn(fixture.path))[0]).toContain("no workspace found");
});

test("asks for the planner if it cannot be determined", async () => {
  const fixture = await folder({
    "package.json": '{ "name": "acme" }',
    "policies/all.yaml": "packages: ['*']\n",
  });
  expect(await verdictOn(fixture.path)).toEqual([
    "no release command found (expected @changesets/cli in package.json or versioning in pnpm-workspace.yaml)",
  ]);
});
