import { execFileSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { ledgerText } from "../../src/commands/deprecations/command.ts";
import { CannotJudge, deprecations } from "../../src/index.ts";
import { readPolicyFolder } from "../../src/policy/policy-files.ts";
import { runCli } from "../kit/run-cli.ts";
import { gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const LEDGER = "policies/deprecations.yaml";
const TODAY = "2026-06-15";
const deprecating = changeset(
  { "@acme/core": "minor" },
  "Say goodbye to `open`.\n\nDeprecates: `open()` use openAll until 3.0",
);
const removing = changeset({ "@acme/core": "major" }, "`close` is gone.\n\nRemoves: close");
const close = '{ package: "@acme/core", api: close, deprecatedIn: 1.1.0 }';

const files = (given: Readonly<Record<string, string>>) => workspace({ files: given });
const read = (root: { getPath: (path: string) => string }, path = LEDGER): string =>
  readFileSync(root.getPath(path), "utf8");
const write = (cwd: string, today = TODAY) => deprecations({ cwd, today, write: true });

test("creates a missing ledger", async () => {
  const fixture = await files({ ".changeset/cat.md": deprecating });
  const { written, path } = await write(fixture.path);
  expect({ written, path }).toEqual({ written: true, path: LEDGER });
  expect(read(fixture)).toBe(`\
# yaml-language-server: $schema=https://unpkg.com/release-policy/schema/deprecations.json
# Deprecated APIs and their removal versions. \`release-policy deprecations --write\` adds entries; you can edit them.
deprecations:
  - package: "@acme/core"
    api: "open"
    deprecatedIn: "1.3.0"
    since: "2026-06-15"
    replacement: "openAll"
    announcedRemoval: "3.0"
`);
  expect(readPolicyFolder(fixture.path)?.deprecations).toMatchObject([{ api: "open" }]);
});

test("writing again, even on a later day, changes nothing", async () => {
  const fixture = await files({
    ".changeset/cat.md": deprecating,
    ".changeset/dog.md": removing,
    [LEDGER]: `deprecations:\n  - ${close}\n`,
  });
  await write(fixture.path);
  const once = read(fixture);
  expect(once).toContain('state: removed, removedIn: "2.0.0"');
  const { written } = await write(fixture.path, "2026-07-01");
  expect(written).toBe(false);
  expect(read(fixture)).toBe(once);
});

/** The ledger before, and after `open` was deprecated and `close` removed: only what is between the marks is new. */
const FORMS: Readonly<Record<string, readonly [string, string]>> = {
  "an entry a line, with comments": [
    `# ours\ndeprecations: # all\n\n  # the first\n  - { package: "@acme/core",   api: close, deprecatedIn: '1.1.0' } # soon\n# end\n`,
    `# ours\ndeprecations: # all\n\n  # the first\n  - { package: "@acme/core",   api: close, deprecatedIn: '1.1.0', state: removed, removedIn: "2.0.0" } # soon\n  - package: "@acme/core"\nOPEN# end\n`,
  ],
  "a key a line": [
    `deprecations:\n- package: '@acme/core'\n  api:   close   # a file\n  deprecatedIn: 1.1.0 # long ago\n\n# end\n`,
    `deprecations:\n- package: '@acme/core'\n  api:   close   # a file\n  deprecatedIn: 1.1.0 # long ago\n  state: removed\n  removedIn: "2.0.0"\n- package: "@acme/core"\nOPEN\n# end\n`,
  ],
  "a state that is written": [
    `deprecations:\n  - state: active\n    package: '@acme/core'\n    api: close\n    deprecatedIn: 1.1.0`,
    `deprecations:\n  - state: removed\n    package: '@acme/core'\n    api: close\n    deprecatedIn: 1.1.0\n    removedIn: "2.0.0"\n  - package: "@acme/core"\nOPEN`,
  ],
  "more keys after the list": [
    `deprecations:\n  - ${close}\n$schema: x\n`,
    `deprecations:\n  - ${close.replace(" }", ', state: removed, removedIn: "2.0.0" }')}\n  - package: "@acme/core"\nOPEN$schema: x\n`,
  ],
};

/** What `open` gets, by the indent of its first key. */
const open = (indent: string): string =>
  [
    'api: "open"',
    'deprecatedIn: "2.0.0"',
    'since: "2026-06-15"',
    'replacement: "openAll"',
    'announcedRemoval: "3.0"',
  ]
    .map((line) => `${indent}${line}\n`)
    .join("");

test.each(Object.entries(FORMS))("keeps every other byte of %s", async (_, [before, after]) => {
  const indent = after.includes("\n- package") ? "  " : "    ";
  for (const eol of ["\n", "\r\n"]) {
    const fixture = await files({
      ".changeset/cat.md": deprecating,
      ".changeset/dog.md": removing,
      [LEDGER]: before.replaceAll("\n", eol),
    });
    await write(fixture.path);
    const expected = after.replace("OPEN", open(indent));
    const ended = before.endsWith("\n") ? expected : expected.trimEnd();
    expect(read(fixture)).toBe(ended.replaceAll("\n", eol));
  }
});

test("adds to a one-line list and to an empty one", async () => {
  const written = async (before: string) => {
    const fixture = await files({ ".changeset/cat.md": deprecating, [LEDGER]: before });
    await write(fixture.path);
    return read(fixture);
  };
  const entry =
    '{ package: "@acme/core", api: "open", deprecatedIn: "1.3.0", since: "2026-06-15", replacement: "openAll", announcedRemoval: "3.0" }';
  expect(await written(`deprecations: [${close}]\n`)).toBe(`deprecations: [${close}, ${entry}]\n`);
  expect(await written(`deprecations: [${close},]\n`)).toBe(
    `deprecations: [${close}, ${entry},]\n`,
  );
  expect(await written("deprecations: [] # none\n")).toBe(
    `deprecations: # none\n  - package: "@acme/core"\n${open("    ").replace("2.0.0", "1.3.0")}`,
  );
});

test("writes a ledger that is JSON as JSON", async () => {
  const path = "policies/deprecations.json";
  const entry = { package: "@acme/core", api: "close", deprecatedIn: "1.1.0" };
  const json = (data: unknown) => `${JSON.stringify(data, null, 2)}\n`;
  for (const before of [[], [entry]]) {
    const fixture = await files({
      ".changeset/cat.md": deprecating,
      ".changeset/dog.md": removing,
      [path]: json({ deprecations: before }),
    });
    await write(fixture.path);
    expect(JSON.parse(read(fixture, path))).toMatchObject({
      deprecations: [
        ...before.map((one) => ({ ...one, state: "removed", removedIn: "2.0.0" })),
        { api: "open", deprecatedIn: "2.0.0" },
      ],
    });
  }
});

test("text of a stranger stays a value", async () => {
  const api = 'a": {x}, [b] # c & *d ! | > % @ \\ é';
  const fixture = await files({
    ".changeset/cat.md": changeset({ "@acme/core": "minor" }, `Old.\n\nDeprecates: ${api}`),
    [LEDGER]: `deprecations:\n  - ${close}\n`,
  });
  await write(fixture.path);
  expect(readPolicyFolder(fixture.path)?.deprecations[1]?.api).toBe(api);
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ["a changeset cannot be read", { ".changeset/bad.md": "---\n- nonsense\n---\n" }, ""],
  [
    "the ledger would contradict itself",
    {
      ".changeset/bad.md": changeset(
        { "@acme/core": "minor" },
        "Old.\n\nDeprecates: x until summer",
      ),
    },
    "`announcedRemoval` of `x` of `@acme/core` is `summer`, which is not a version",
  ],
  [
    "entries are linked",
    {
      ".changeset/dog.md": removing,
      [LEDGER]: `deprecations:\n  - &a { package: "@acme/core", api: seek, deprecatedIn: 1.1.0 }\n  - { <<: *a, package: "@acme/core", api: close, deprecatedIn: &v 1.1.0, state: active }\n  - *a\n`,
    },
    "",
  ],
])("writes nothing if %s", async (_, given, message) => {
  const fixture = await files({
    ".changeset/cat.md": deprecating,
    [LEDGER]: `deprecations:\n  - ${close}\n`,
    ...given,
  });
  const before = read(fixture);
  const { code, stderr } = await runCli(fixture.path, ["deprecations", "--write"]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(read(fixture)).toBe(before);
});

test("follows no link, and keeps the file below the size limit", async () => {
  const linked = await files({
    ".changeset/cat.md": deprecating,
    "elsewhere.yaml": "deprecations: []\n",
  });
  symlinkSync("../elsewhere.yaml", linked.getPath(LEDGER));
  await expect(write(linked.path)).rejects.toThrow(CannotJudge);
  expect(read(linked, "elsewhere.yaml")).toBe("deprecations: []\n");
  const full = await files({
    ".changeset/cat.md": deprecating,
    [LEDGER]: `deprecations: [] #${"x".repeat(256 * 1024 - 30)}\n`,
  });
  await expect(write(full.path)).rejects.toThrow(/limit: 262144 bytes/);
});

test("rejects writing deprecations to a commit", async () => {
  expect(await runCli(".", ["deprecations", "--write", "--ref", "HEAD"])).toMatchObject({
    code: 2,
  });
});

test("lists deprecations by package, and pending ones", async () => {
  const fixture = await files({
    ".changeset/cat.md": deprecating,
    ".changeset/dog.md": removing,
    [LEDGER]: `deprecations:
  - ${close}
  - { package: "@acme/core", api: seek, deprecatedIn: 1.0.0, since: 2026-01-02, replacement: false, state: rolledBack }
  - { package: "@acme/plugin", api: "*", deprecatedIn: 0.2.0 }
`,
  });
  const ledger = await deprecations({ cwd: fixture.path, today: TODAY });
  expect(ledgerText(ledger, { color: false, width: 100 })).toBe(`\
@acme/core  1.2.0 → 2.0.0
- removed      close  in 2.0.0, deprecated in 1.1.0
  rolled back  seek   deprecated in 1.0.0 (2026-01-02), no replacement
+ active       open   deprecated in 2.0.0 (2026-06-15), to be removed in 3.0, use openAll

@acme/plugin  0.3.0 → 0.3.1
  active       the whole package  deprecated in 0.2.0

policies/deprecations.yaml: 3 entries; the pending changesets add or change 2
run release-policy deprecations --write to record them
`);
  expect(read(fixture)).toContain(close);
});

test("prints JSON, and passes", async () => {
  const fixture = await files({ ".changeset/cat.md": deprecating });
  const { code, stdout } = await runCli(fixture.path, [
    "deprecations",
    "--format",
    "json",
    "--today",
    TODAY,
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    path: LEDGER,
    written: false,
    packages: [{ name: "@acme/core", next: "1.3.0", entries: [{ api: "open", change: "added" }] }],
  });
});

test("requires a policy", async () => {
  const fixture = await workspace({ policies: {} });
  expect(await runCli(fixture.path, ["deprecations"])).toMatchObject({ code: 2 });
});

test("prints the commands that deprecate whole packages on npm, safe to copy into a shell", async () => {
  const entry = (name: string, more: string) =>
    `  - { package: "${name}", api: "*", deprecatedIn: 0.2.0, ${more} }\n`;
  const fixture = await files({
    [LEDGER]: `deprecations:\n  - ${close}\n${[
      entry("@acme/plugin", String.raw`replacement: "it's $(rm -rf ~) \"x\" \u001b[2J"`),
      entry("@acme/core", "state: rolledBack"),
      entry("@acme/old", 'state: removed, removedIn: "0.3.0"'),
    ].join("")}`,
  });
  const { code, stdout } = await runCli(fixture.path, ["deprecations", "--npm", "--today", TODAY]);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: String.raw`npm deprecate '@acme/plugin@*' 'Deprecated: use it'\''s $(rm -rf ~) "x" \u{1b}[2J instead'
npm deprecate '@acme/old@*' 'No longer maintained'
`,
  });
  const output = execFileSync("sh", [
    "-c",
    stdout.split("\n")[0]!.replace("npm deprecate", "printf '%s|'"),
  ]);
  expect(String(output)).toBe(
    String.raw`@acme/plugin@*|Deprecated: use it's $(rm -rf ~) "x" \u{1b}[2J instead|`,
  );
});

test("refuses to print a command with a name that npm could misinterpret", async () => {
  const fixture = await files({
    [LEDGER]: 'deprecations:\n  - { package: "--otp=1", api: "*", deprecatedIn: 0.2.0 }\n',
  });
  expect(await runCli(fixture.path, ["deprecations", "--npm"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"--otp=1" is not the name of a package on npm'),
  });
});

test("says that no package is deprecated as a whole", async () => {
  const fixture = await files({ [LEDGER]: `deprecations:\n  - ${close}\n` });
  expect(await runCli(fixture.path, ["deprecations", "--npm"])).toMatchObject({
    code: 0,
    stdout:
      "# nothing to deprecate: no entry for a whole package, no release line past its support\n",
  });
});

const SUPPORT = { "policies/core.yaml": 'packages: ["@acme/*"]\nsupport: { lines: 1 }\n' };

test("prints the commands for release lines that end once the plan is released", async () => {
  const fixture = await workspace({
    policies: {},
    files: { ...SUPPORT, ".changeset/cat.md": changeset({ "@acme/core": "major" }) },
  });
  repository(fixture);
  for (const tag of ["@acme/core@1.2.0", "@acme/plugin@0.2.0", "@acme/plugin@0.3.0"])
    gitIn(fixture.path, "tag", tag);
  const { stdout } = await runCli(fixture.path, ["deprecations", "--npm"]);
  expect(stdout).toBe(`npm deprecate '@acme/core@<2.0.0-0' 'No longer supported: update to 2.x'
npm deprecate '@acme/plugin@<0.3.0-0' 'No longer supported: update to 0.3.x'
`);
  await fixture.writeFile(
    LEDGER,
    'deprecations:\n  - { package: "@acme/plugin", api: "*", deprecatedIn: 0.2.0 }\n',
  );
  const whole = await runCli(fixture.path, ["deprecations", "--npm"]);
  expect(whole.stdout.split("\n")[0]).toBe("npm deprecate '@acme/plugin@*' 'Deprecated'");
  expect(whole.stdout).not.toContain("0.3.x");
});

test("says that support windows are not known without tags", async () => {
  const fixture = await workspace({ policies: {}, files: SUPPORT });
  const { stdout } = await runCli(fixture.path, ["deprecations", "--npm"]);
  expect(stdout).toBe(
    "# no release tags were found in git, so release lines past their `support` cannot be listed: fetch the tags with `git fetch --tags`\n",
  );
  const json = await runCli(fixture.path, ["deprecations", "--format", "json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ npm: [], notes: [expect.any(String)] });
});
