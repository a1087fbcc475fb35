import { describe, expect, test } from "vitest";
import { declarationsOf } from "../../src/changesets/declarations.ts";

/** `kind line:column text`, with replacement and deadline of a deprecation. */
async function declared(summary: string): Promise<string[]> {
  const { declarations } = await declarationsOf("cat.md", { summary, summaryLine: 1 });
  return declarations.map(({ kind, value, replacement, until, at }) =>
    [
      `${kind} ${at.line}:${at.column} ${value}`,
      ...(replacement === undefined ? [] : [`use ${replacement}`]),
      ...(until === undefined ? [] : [`until ${until}`]),
    ].join(", "),
  );
}

/** `kind line:column entry; entry` */
async function sections(summary: string): Promise<string[]> {
  const read = await declarationsOf("cat.md", { summary, summaryLine: 1 });
  return read.sections.map(
    ({ kind, at, entries }) =>
      `${kind} ${at.line}:${at.column} ${entries.map(({ text }) => text).join("; ")}`,
  );
}

describe("a line that starts so is a breaking change", () => {
  test.each<[string, ...string[]]>([
    ["BREAKING", "breaking 1:1 BREAKING"],
    ["BREAKING: `load` is async", "breaking 1:1 `load` is async"],
    ["BREAKING `load` is async", "breaking 1:1 `load` is async"],
    ["BREAKING CHANGE: load is async", "breaking 1:1 load is async"],
    ["BREAKING CHANGES: load\nis async", "breaking 1:1 load is async"],
    ["BREAKING-CHANGE: load is async", "breaking 1:1 load is async"],
    ["BREAKING CHANGE (cli): load is async", "breaking 1:1 load is async"],
    ["**BREAKING**: **load** is async", "breaking 1:1 **load** is async"],
    ["**BREAKING:** load is async", "breaking 1:1 load is async"],
    ["**BREAKING PRODUCERS**: load is async", "breaking 1:1 load is async"],
    ["__BREAKING__: load is async", "breaking 1:1 load is async"],
    ["**Breaking change** load is async", "breaking 1:1 load is async"],
    ["**Breaking change.** load is async", "breaking 1:1 load is async"],
    ["**Breaking**: load is async", "breaking 1:1 load is async"],
    ["*Breaking change* - load is async", "breaking 1:1 load is async"],
    ["Breaking: load is async", "breaking 1:1 load is async"],
    ["breaking change: load is async", "breaking 1:1 load is async"],
    ["Breaking API change: load is async", "breaking 1:1 load is async"],
    ["[Breaking] load is async", "breaking 1:1 load is async"],
    ["[Breaking change for core]: load is async", "breaking 1:1 for core]: load is async"],
    ["Breaking behavior change: load is async", "breaking 1:1 load is async"],
    ["(breaking) load is async", "breaking 1:1 load is async"],
    ["💥 BREAKING: load is async", "breaking 1:1 load is async"],
    ["⚠️ **Breaking change**: load is async", "breaking 1:1 load is async"],
    [":boom: BREAKING load is async", "breaking 1:1 load is async"],
    ["feat!: load is async", "breaking 1:1 load is async"],
    ["fix(core)!: load is async", "breaking 1:1 load is async"],
    ["Faster.\nBREAKING: a\nBREAKING: b\nand c", "breaking 2:1 a", "breaking 3:1 b and c"],
    ["- Faster\n- **BREAKING**: load is async", "breaking 2:3 load is async"],
    ["Faster.\n  BREAKING: indented", "breaking 2:3 indented"],
    ["1. Faster\n   - a\n     - BREAKING: nested", "breaking 3:8 nested"],
    ["-\tBREAKING: after a tab", "breaking 1:3 after a tab"],
    ["- Faster\nBREAKING: a lazy line", "breaking 2:1 a lazy line"],
    ["BREAKING CHANGES:\n\n- one\n- two\n  more", "breaking 3:3 one", "breaking 4:3 two more"],
    ["**Breaking changes**\n- one\n- two", "breaking 2:3 one", "breaking 3:3 two"],
    ["BREAKING\n\nload is async", "breaking 3:1 load is async"],
    [
      "BREAKING: Die Funktion `laden` heißt jetzt `lade`.",
      "breaking 1:1 Die Funktion `laden` heißt jetzt `lade`.",
    ],
    ["BREAKING CHANGE: 読み込みは非同期です", "breaking 1:1 読み込みは非同期です"],
    ["> a quotation\n\nBREAKING: not in it", "breaking 3:1 not in it"],
    ["Faster.\r\n\r\nBREAKING: load\r\nis async\r\n", "breaking 3:1 load is async"],
  ])("%j", async (text, ...expected) => {
    expect(await declared(text)).toEqual(expected);
  });
});

describe("a heading declares each of its entries", () => {
  test.each<[string, ...string[]]>([
    ["### Breaking Changes\n\n- one\n- two", "breaking 3:3 one", "breaking 4:3 two"],
    ["# BREAKING\none\n\ntwo", "breaking 2:1 one", "breaking 4:1 two"],
    ["###### Breaking change ######\n\none", "breaking 3:1 one"],
    ["Breaking Changes\n================\n\none", "breaking 4:1 one"],
    ["## 💥 Breaking changes in v2\n\n* one", "breaking 3:3 one"],
    ["## Breaking changes 💥\n\n* one", "breaking 3:3 one"],
    ["## **Breaking Changes**\n\n* one", "breaking 3:3 one"],
    ["## 1. Breaking Changes and Deprecations\n\n* one", "breaking 3:3 one"],
    ["### Breaking: load is async", "breaking 1:15 load is async"],
    [
      "### Breaking Changes\n\nThese changed:\n\n- one\n  - why\n  - BREAKING: how",
      "breaking 5:3 one",
    ],
    ["### Breaking Changes\n\n- **BREAKING**: one", "breaking 3:3 one"],
    ["### Breaking Changes\n\n#### In core\n\n- one\n\n### Fixes\n\n- two", "breaking 5:3 one"],
    ["### Breaking Changes", "breaking 1:5 Breaking Changes"],
    ["### Breaking Changes\n\n```diff\n- a\n```", "breaking 1:5 Breaking Changes"],
    ["### Features\n\n- one\n- BREAKING: two", "breaking 4:3 two"],
    ["- core\n\n  ### Breaking Changes\n\n  - one", "breaking 5:5 one"],
    [
      "## Breaking Changes\n\none\n\n### Bug Fixes\n\n- two\n\n### In core\n\n- three",
      "breaking 3:1 one",
    ],
    ["# feat!: one\n\nA story.\n\nAnother.", "breaking 1:3 one"],
    ["BREAKING: one\nand two\n---", "breaking 1:11 one and two"],
    ["### Breaking Changes\r\n\r\n- one\r\n- two\r\n", "breaking 3:3 one", "breaking 4:3 two"],
  ])("%j", async (text, ...expected) => {
    expect(await declared(text)).toEqual(expected);
  });
});

describe("trailers stand in the last paragraph, one in each line", () => {
  test.each<[string, ...string[]]>([
    ["Fix.\n\nSecurity: GHSA-1", "security 3:1 GHSA-1"],
    ["Fix.\n\nFixes-regression: #12\nRemoves: `a b`", "regression 3:1 #12", "removes 4:1 a b"],
    ["Fix.\n\nsecurity: GHSA-1\nSigned-off-by: Ann <ann@example.com>", "security 3:1 GHSA-1"],
    [
      "Fix.\n\nMigration: db/7.sql\nUpgrade-guide: https://a.example/up",
      "migration 3:1 db/7.sql",
      "upgrade-guide 4:1 https://a.example/up",
    ],
    ["Fix.\n\nDeprecates: load", "deprecates 3:1 load"],
    [
      "Fix.\n\nDeprecates: `load()` use `read()` until 2.0.0.",
      "deprecates 3:1 load(), use read(), until 2.0.0",
    ],
    ["Fix.\n\nDeprecates: load until 2.0.0", "deprecates 3:1 load, until 2.0.0"],
    ["Fix.\n\nDeprecates: load use nothing", "deprecates 3:1 load, use nothing"],
    ["Fix.\n\nDeprecates: `use a until b`, use `c`", "deprecates 3:1 use a until b, use c"],
    ["Fix.\n\nBREAKING CHANGE: a\nRemoves: b", "breaking 3:1 a", "removes 4:1 b"],
    ["### Breaking Changes\n\n- a\n\nRemoves: b", "breaking 3:3 a", "removes 5:1 b"],
    ["Fix.\r\n\r\nSecurity: GHSA-1\r\nRemoves: b\r\n", "security 3:1 GHSA-1", "removes 4:1 b"],
    ["Fix.\nSecurity: GHSA-1"],
    ["Fix.\n\nSecurity: GHSA-1\n\nMore."],
    ["Fix.\n\nSecurity: GHSA-1\nand more"],
    ["Fix.\n\nSecurity:"],
    ["Fix.\n\nSecurity :GHSA-1"],
    ["Fix.\n\n- Security: GHSA-1"],
    ["Fix.\n\n> Security: GHSA-1"],
    ["Fix.\n\n```\n\nSecurity: GHSA-1"],
    ["Fix.\n\n<!--\n\nSecurity: GHSA-1"],
    ["Fix.\n\nNote: `a\nSecurity: GHSA-1`"],
  ])("%j", async (text, ...expected) => {
    expect(await declared(text)).toEqual(expected);
  });
});

describe("declares nothing", () => {
  test.each([
    ["a sentence", "This is not a breaking change."],
    ["a word at its start", "Breaking the cache up makes it faster."],
    ["two words at its start", "Breaking change detection finds more."],
    ["two words in bold", "**Breaking change detection** finds more."],
    ["a word with more to it", "BREAKING_CHANGES.md is written again."],
    ["a longer word", "BREAKINGS: none"],
    ["a hyphen", "Breaking-edge: faster."],
    ["a fence", "Log:\n\n```\nBREAKING: x\n\n### Breaking Changes\n```"],
    ["a fence of tildes", "~~~md\nBREAKING: x\n~~~"],
    ["a fence without an end", "```\nBREAKING: x\n\nBREAKING: y"],
    ["a fence in a list", "- a\n\n  ```\n  BREAKING: x\n  ```"],
    ["an indented block", "Log:\n\n    BREAKING: x\n\n\tBREAKING: y"],
    ["code", "`BREAKING: x`"],
    ["code of several lines", "Log `a\nBREAKING: x` b"],
    ["a heading of code", "### `Breaking`\n\n- x"],
    ["a quotation", "> BREAKING: x\n> ### Breaking Changes\n> - y"],
    ["a quotation's lazy line", "> a\nBREAKING: x"],
    ["a quotation in a list", "- > BREAKING: x"],
    ["a list in a quotation", "> - BREAKING: x"],
    ["an alert", "> [!WARNING]\n> BREAKING: x"],
    ["HTML", "<div>\nBREAKING: x\n</div>"],
    ["a comment", "<!--\nBREAKING: x\n\n### Breaking Changes\n-->\nFix."],
    ["a comment in a line", "Fix <!-- a\nBREAKING: x --> it."],
    ["a tag", "<b>BREAKING</b>: x"],
    ["a link definition", "[a]: /b\n[BREAKING]: /c"],
    ["quotation marks", '"BREAKING: x" is in the log no more.'],
    ["what is struck out", "~~BREAKING: x~~"],
    ["a table", "| Kind |\n| --- |\n| BREAKING |"],
    ["a box without a tick", "- [ ] BREAKING CHANGE"],
    ["none", "### Breaking Changes\n\nNone."],
    ["n/a", "### Breaking Changes\n\n- N/A"],
    ["no breaking changes", "BREAKING CHANGES: No breaking changes"],
    ["a heading that denies it", "### No breaking changes\n\n- x"],
    ["another heading", "### Breaking the ice\n\n- x"],
    ["another language", "### 破坏性变更\n\n- x\n\n### Änderungen\n\n- y"],
    ["an escaped heading", "\\### Breaking Changes"],
    ["an exclamation", "Really!: x"],
    ["nothing", ""],
  ])("%s", async (_, text) => {
    expect(await declared(text)).toEqual([]);
  });
});

describe("sections of other kinds", () => {
  test.each<[string, ...string[]]>([
    ["### Deprecations\n\n- `a`, use `b`", "deprecations 1:5 `a`, use `b`"],
    ["## Deprecated APIs\na", "deprecations 1:4 a"],
    ["## Security\n\nEscape names.", "security 1:4 Escape names."],
    ["## Upgrade guide\n\nRun it.", "upgrade 1:4 Run it."],
    ["## How to migrate\n\nRun it.", "upgrade 1:4 Run it."],
    ["## Migrating from 1.x to 2.x\n\nRun it.", "upgrade 1:4 Run it."],
    ["## Migration: run it", "upgrade 1:4 run it"],
    ["## ✨ New features\n\n- a", "features 1:4 a"],
    ["Features\n---\n\n- a", "features 1:1 a"],
    ["## Breaking\n\n- a\n\n### Migration\n\n- b", "breaking 1:4 a", "upgrade 5:5 b"],
    ["## Deprecations\n## Features\n- a", "deprecations 1:4 ", "features 2:4 a"],
    ["## Breaking\n\n```diff\n- a\n```", "breaking 1:4 ```diff"],
    ["## Breaking\n\n### `a` is gone", "breaking 1:4 ### `a` is gone"],
    ["## Breaking\n\n<!-- describe it -->", "breaking 1:4 "],
    ["## Upgrade dependencies\n\n- a"],
    ["## Security headers\n\n- a"],
    ["> ## Security\n>\n> a"],
  ])("%j", async (text, ...expected) => {
    expect(await sections(text)).toEqual(expected);
  });
});

test("counts lines and columns from the start of the file", async () => {
  const text = { summary: "**BREAKING**: a\n\n- BREAKING: b", summaryLine: 7, indent: "  " };
  const { declarations } = await declarationsOf(".changeset/cat.md", text);
  expect(declarations.map(({ at }) => at)).toEqual([
    { path: ".changeset/cat.md", line: 7, column: 3, length: 15 },
    { path: ".changeset/cat.md", line: 9, column: 3, length: 11 },
  ]);
});

test("treats a fully indented text as code", async () => {
  const text = { summary: "BREAKING: a\n    BREAKING: b", summaryLine: 7, indent: "    " };
  expect((await declarationsOf("cat.md", text)).declarations).toEqual([]);
});

const open = (text: string, times: number) => `${text.repeat(times)}\nBREAKING: x`;
test.each([
  ["50,000 quotations", open(">", 50_000)],
  ["50,000 stars", open("*", 50_000)],
  ["30,000 stars", open("*", 30_000)],
  ["30,000 underscores", open("_a", 15_000)],
  ["10,000 quotations in a line", open("> ", 10_000)],
  ["10,000 lists in a line", open("- + ", 5000)],
  ["30,000 brackets", open("[", 30_000)],
  ["7,000 links", open("[a](", 7000)],
  ["7,000 comments without an end", `a ${open("<!--", 7000)}`],
  ["15,000 instructions without an end", `a ${open("<?", 15_000)}`],
  ["5,000 tags without an end", `a ${open('<a b="', 5000)}`],
  ["30,000 backticks", open("`", 30_000)],
  ["runs of backticks", Array.from({ length: 240 }, (_, i) => "`".repeat(i + 1)).join(" ")],
  ["30,000 lines", open("\n", 30_000)],
  ["10,000 headings", open("a\n-\n", 7500)],
  ["8,000 fences", open("```\n", 8000)],
  ["lists of 170 levels", Array.from({ length: 170 }, (_, i) => `${" ".repeat(i)}- a`).join("\n")],
  ["30,000 tabs", `BREAKING:${"\t".repeat(30_000)}x`],
  ["30,000 spaces in a trailer", `Fix.\n\nDeprecates: a${" ".repeat(30_000)}b`],
  ["3,000 words of a trailer", `Fix.\n\nDeprecates: a${" use b until".repeat(2500)}`],
  ["a label of 30,000 signs", `${":a:".repeat(10_000)}BREAKING`],
  ["a heading of 30,000 signs", `### ${"💥".repeat(8000)} Breaking`],
  ["brackets without an end", `### Breaking ${"(".repeat(30_000)}`],
  ["a megabyte", "BREAKING: x\n\n".repeat(80_000)],
  ["a megabyte in a line", `BREAKING: ${"x".repeat(1_000_000)}`],
  ["a megabyte of spaces", `Fix.${" ".repeat(1_000_000)}BREAKING`],
  ["a megabyte of hashes", "#".repeat(1_000_000)],
  ["zero bytes and half characters", "BREAKING: \0\uD83D\n\n\uDC00### Breaking \0"],
])("comes to an end with %s", async (_, summary) => {
  await expect(declarationsOf("cat.md", { summary, summaryLine: 1 })).resolves.toBeDefined();
});

test("still parses long texts of a realistic size", async () => {
  const text = `${"- Fix a thing, see [the notes](https://a.example/notes) for *why*.\n".repeat(300)}\n---\n\nBREAKING: x`;
  expect(await declared(text)).toEqual(["breaking 304:1 x"]);
  const ruler = `Fix.\n\n${"- ".repeat(40)}\n\n${"=".repeat(80)}\n\nBREAKING: x`;
  expect(await declared(ruler)).toEqual(["breaking 7:1 x"]);
});

test("the heading after an experimental part is not experimental", async () => {
  const summary = "### Experimental\n\nBREAKING: a\n\n### Breaking Changes";
  const { declarations } = await declarationsOf("cat.md", { summary, summaryLine: 1 });
  expect(declarations.map(({ at, experimental }) => [at.line, experimental])).toEqual([
    [3, true],
    [5, undefined],
  ]);
});
