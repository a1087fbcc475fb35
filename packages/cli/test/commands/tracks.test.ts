import { readFileSync, symlinkSync } from "node:fs";
import { differencesOf, tableIn } from "@release-policy/core";
import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { expect, test } from "vitest";
import { maturityMarkdown } from "../../src/formats/markdown/maturity-table.ts";
import { check, tracks } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { commitAll } from "../kit/run-example.ts";
import { folder, repository, workspace } from "../kit/workspace.ts";

const TABLE = { "policies/workspace.yaml": "docs: { table: README.md }\n" };
const WRITTEN = `<!-- release-policy:tracks -->

| Package        | Version | Track          | What it may do                                                     |
| -------------- | ------- | -------------- | ------------------------------------------------------------------ |
| \`@acme/core\`   | \`1.2.0\` | \`core\`         | &#62;&#61;1.0.0; patch, minor or major; breaking changes with a major |
| \`@acme/plugin\` | \`0.3.0\` | \`integrations\` | 0.y.z; patch, minor or major; breaking changes with a minor      |

<!-- /release-policy:tracks -->
`;

test("lists the packages of each track, plain in a pipe", async () => {
  const fixture = await workspace();
  expect(await runCli(fixture.path, ["tracks"])).toEqual({
    code: 0,
    stderr: "",
    stdout: `core  >=1.0.0; patch, minor or major; breaking changes with a major
  @acme/core    1.2.0

integrations  0.y.z; patch, minor or major; breaking changes with a minor
  @acme/plugin  0.3.0
`,
  });
});

test("prints as JSON what the Node API returns", async () => {
  const fixture = await workspace();
  await fixture.writeFile("policies/sandbox.yaml", "packages: []\n");
  const { rows, empty } = await tracks({ cwd: fixture.path });
  expect(empty).toEqual(["sandbox"]);
  expect((await runCli(fixture.path, ["tracks"])).stdout).toMatch(/\nsandbox\n {2}no packages\n$/);
  expect(JSON.parse((await runCli(fixture.path, ["tracks", "--format", "json"])).stdout)).toEqual({
    version: 1,
    packages: rows,
    empty,
  });
});

test("writes the table at the end of a page once, and then passes", async () => {
  const fixture = await workspace({ files: { ...TABLE, "README.md": "# Acme\n" } });
  const read = () => readFileSync(fixture.getPath("README.md"), "utf8");
  const { path } = fixture;
  expect((await check({ cwd: path })).findings).toMatchObject([{ rule: "status-table" }]);
  expect(await runCli(path, ["tracks", "--check"])).toMatchObject({
    code: 1,
    stdout: "README.md has no maturity table (run release-policy tracks --write)\n",
  });
  expect((await runCli(path, ["tracks", "--write"])).stdout).toBe(
    "README.md: maturity table written\n",
  );
  const once = read();
  expect(once.replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---")).toBe(
    `# Acme\n\n${WRITTEN}`.replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---"),
  );
  expect((await runCli(path, ["tracks", "--write"])).stdout).toBe(
    "README.md: the maturity table is up to date\n",
  );
  expect(read()).toBe(once);
  expect((await runCli(path, ["tracks", "--check"])).code).toBe(0);
  expect((await check({ cwd: path })).findings).toEqual([]);
});

test("keeps line endings, byte order mark and the text around the table", async () => {
  const page =
    "\uFEFF# Acme\r\n<!-- release-policy:tracks -->\r\nold\r\n<!-- /release-policy:tracks -->\r\nend";
  const fixture = await workspace({ files: { ...TABLE, "README.md": page } });
  await tracks({ cwd: fixture.path, write: true });
  const text = readFileSync(fixture.getPath("README.md"), "utf8");
  expect(text.startsWith("\uFEFF# Acme\r\n<!-- release-policy:tracks -->\r\n\r\n| Package")).toBe(
    true,
  );
  expect(text.endsWith("|\r\n\r\n<!-- /release-policy:tracks -->\r\nend")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toContain("\n");
});

test("accepts a table that a formatter has padded", async () => {
  const fixture = await workspace({ files: { ...TABLE, "README.md": "" } });
  await tracks({ cwd: fixture.path, write: true });
  const padded = readFileSync(fixture.getPath("README.md"), "utf8").replaceAll(" |", "     |");
  await fixture.writeFile("README.md", padded);
  expect(await tracks({ cwd: fixture.path, write: true })).toMatchObject({
    page: { written: false },
  });
});

test("says what is stale after a version change that the rule allows", async () => {
  const fixture = await workspace({ files: { ...TABLE, "README.md": "" } });
  await tracks({ cwd: fixture.path, write: true });
  await fixture.writeFile(
    "packages/core/package.json",
    '{ "name": "@acme/core", "version": "1.3.0" }',
  );
  expect(await runCli(fixture.path, ["tracks", "--check"])).toMatchObject({
    code: 1,
    stdout: "README.md is out of date for @acme/core (run release-policy tracks --write)\n",
  });
  expect((await check({ cwd: fixture.path })).findings).toEqual([]);
});

test("reads a commit with its page, but does not write", async () => {
  const fixture = await workspace({ files: { ...TABLE, "README.md": "" } });
  await tracks({ cwd: fixture.path, write: true });
  repository(fixture);
  await fixture.writeFile("README.md", "gone\n");
  const { path } = fixture;
  expect((await runCli(path, ["tracks", "--check", "--ref", "HEAD"])).code).toBe(0);
  expect((await check({ cwd: path, ref: "HEAD" })).findings).toEqual([]);
  expect(await runCli(path, ["tracks", "--write", "--ref", "HEAD"])).toMatchObject({ code: 2 });
});

test("allows a change to move a package to another track together with the table", async () => {
  const fixture = await workspace({ files: { ...TABLE, "README.md": "" } });
  const { path } = fixture;
  await tracks({ cwd: path, write: true });
  repository(fixture);
  await fixture.writeFile(
    "policies/integrations.yaml",
    'packages: ["@acme/plugin"]\nversions: ">=0.3.0"\n',
  );
  commitAll(path, "policy without the table");
  expect((await check({ cwd: path, since: "HEAD^" })).findings).toMatchObject([
    { rule: "status-table" },
  ]);
  await tracks({ cwd: path, write: true });
  commitAll(path, "table");
  expect((await check({ cwd: path, since: "HEAD~2" })).findings).toEqual([]);
});

test.each([
  [["tracks", "--write"], {}, "the policy does not name a page for the maturity table"],
  [["tracks", "--check"], {}, "the policy does not name a page for the maturity table"],
  [["tracks", "--write", "--check"], TABLE, "--write and --check cannot be combined"],
  [["tracks", "extra"], {}, 'unexpected argument "extra"'],
  [["tracks"], { "policies/core.yaml": "", "policies/integrations.yaml": "" }, "the file is empty"],
  [
    ["tracks"],
    { "policies/workspace.yaml": "docs: { table: ../README.md }\n" },
    "`../README.md` is outside the workspace",
  ],
  [
    ["tracks"],
    { "policies/workspace.yaml": "docs: { guides: [/etc/*] }\n" },
    "`/etc/*` is outside the workspace",
  ],
  [
    ["tracks", "--write"],
    { ...TABLE, "README.md": "<!-- release-policy:tracks -->\n" },
    "the maturity table in README.md has no end marker",
  ],
  [
    ["tracks", "--write"],
    { ...TABLE, "README.md": "# A\n\n```\ncode\n" },
    "README.md ends inside an unclosed code block",
  ],
])("answers %j with the mistake", async (args, files, message) => {
  const fixture = await workspace({ files });
  const { code, stderr } = await runCli(fixture.path, args);
  expect([code, stderr.includes(message)], stderr).toEqual([2, true]);
});

test("writes through no link", async () => {
  const outside = await folder({ "README.md": "mine\n" });
  const fixture = await workspace({
    files: { "policies/workspace.yaml": "docs: { table: docs/README.md }\n" },
  });
  symlinkSync(outside.path, fixture.getPath("docs"));
  expect((await runCli(fixture.path, ["tracks", "--write"])).code).toBe(2);
  await fixture.writeFile("policies/workspace.yaml", "docs: { table: README.md }\n");
  symlinkSync(outside.getPath("README.md"), fixture.getPath("README.md"));
  expect((await runCli(fixture.path, ["tracks", "--write"])).code).toBe(2);
  expect(readFileSync(outside.getPath("README.md"), "utf8")).toBe("mine\n");
});

test("strangers' names are text in Markdown, and are parsed back unchanged", () => {
  const odd = fc.array(
    fc.constantFrom(
      "`",
      "|",
      "\\",
      "<img src=x>",
      "&lt;",
      "*",
      "_",
      "[a](b)",
      "\n",
      "\u202E",
      "a",
      " ",
      "https://x.y",
      "-->",
    ),
  );
  fc.assert(
    fc.property(odd, (parts) => {
      const name = parts.join("");
      const rows = [{ package: name, version: "1.0.0", track: "a|b", promise: name }];
      const table = maturityMarkdown(rows);
      expect(table.split("\n")).toHaveLength(4);
      const page = tableIn(
        `<!-- release-policy:tracks -->\n${table}<!-- /release-policy:tracks -->\n`,
      )!;
      expect(differencesOf(rows, page, true)).toEqual([]);
      const kinds = JSON.stringify(fromMarkdown(table)).match(/"type":"\w+"/g);
      expect(new Set(kinds)).toEqual(
        new Set(['"type":"root"', '"type":"paragraph"', '"type":"text"', '"type":"inlineCode"']),
      );
    }),
  );
});
