import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { expect, test } from "vitest";
import { headingsOf } from "../../src/files/markdown-headings.ts";
import { runs } from "../kit/sampling.ts";

const found = (text: string): string[] =>
  headingsOf(text).map((heading) => `${heading.line} ${heading.text}`);

test.each<[string, string, string[]]>([
  [
    "headings with signs",
    "# A\n\n## 1.2.3 ##\n###### Six\n####### seven\n#none\n",
    ["1 A", "3 1.2.3", "4 Six"],
  ],
  [
    "underlined headings, also of several lines",
    "From 1.x\nto 2.x\n===\n\nNext\n----\n",
    ["1 From 1.x to 2.x", "5 Next"],
  ],
  ["no line of a fence", "```md\n## 1.0.0\n```\n~~~\n## 2.0.0\n```\n~~~~\n## 3.0.0\n", ["8 3.0.0"]],
  ["nothing behind a fence that is never closed", "````\n```\n## 1.0.0\n", []],
  ["no comment", "<!--\n## 1.0.0\n-->\n<!-- x -->\n## 2.0.0\n", ["5 2.0.0"]],
  [
    "no HTML",
    "<details>\n## 1.0.0\n\n## 2.0.0\n<pre>\n\n## 3.0.0\n</pre>\n## 4.0.0\n",
    ["4 2.0.0", "9 4.0.0"],
  ],
  ["no indented code", "    ## 1.0.0\n\n\t## 2.0.0\n", []],
  ["no quotation", "> ## 1.0.0\n> ```\n\n## 2.0.0\n", ["4 2.0.0"]],
  ["no code of a list", "- ```\n  ## 1.0.0\n  ```\n\n1. text\n---\n", []],
  ["lines that end in any way", "## 1.0.0\r\n\r\n2.0.0\r\n===\r\n", ["1 1.0.0", "3 2.0.0"]],
  ["an empty heading", "##\n", ["1 "]],
])("finds %s", (_, text, expected) => {
  expect(found(text)).toEqual(expected);
});

const LINES = [
  "## 1.2.3",
  "Upgrade to 2.0",
  "===",
  "---",
  "",
  "",
  "```",
  "```ts",
  "~~~",
  "<!--",
  "-->",
  "<!-- one -->",
  "> quoted",
  "* * *",
  "   # Three spaces #",
  "text `code` and **more**",
  "    indented",
];

test("finds the same headings as a Markdown parser", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...LINES), { maxLength: 14 }), (lines) => {
      const text = lines.join("\n");
      const parsed = fromMarkdown(text).children.flatMap((node) =>
        node.type === "heading" ? [node.position?.start.line] : [],
      );
      expect(
        headingsOf(text).map(({ line }) => line),
        text,
      ).toEqual(parsed);
    }),
    { numRuns: runs(2000) },
  );
});

test("takes linear time for hostile text", () => {
  for (const unit of [
    "a\n=\n",
    "> ",
    "* - ",
    "[",
    "`",
    "# ",
    "<a ",
    "# a \t",
    "#",
    "1. ",
    "---",
    "- ~~~\n",
  ]) {
    const start = performance.now();
    headingsOf(unit.repeat(1_000_000 / unit.length));
    expect(performance.now() - start).toBeLessThan(2000);
  }
});

test("a heading is read up to 300 characters, and a fence in up to nine lists", () => {
  expect(headingsOf(`# ${"a".repeat(301)}`)[0]?.text).toBe("a".repeat(300));
  expect(found(`${"- ".repeat(9)}\`\`\`\n# A\n`)).toEqual([]);
  expect(found(`${"- ".repeat(10)}\`\`\`\n# A\n`)).toEqual(["2 A"]);
});
