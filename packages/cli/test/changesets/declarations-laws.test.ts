import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { expect, test } from "vitest";
import { declarationsOf } from "../../src/changesets/declarations.ts";
import { type Node, sourceOf } from "../../src/changesets/markdown-source.ts";
import { plainParagraphs } from "../../src/changesets/plain-paragraphs.ts";

const line = fc.constantFrom(
  "BREAKING: a",
  "**Breaking change**: `b` is\tgone",
  "BREAKING CHANGES:",
  "feat(x)!: c",
  "### Breaking Changes",
  "## 💥 Breaking: d",
  "#### Deprecations",
  "Upgrade guide",
  "- one",
  "  - BREAKING two",
  "\t1. three",
  "    BREAKING: four",
  "",
  "",
  "Some words about it.",
  "Security: GHSA-1",
  "Deprecates: `e` use `f` until 2.0.0",
  "> BREAKING: g",
  "```",
  "`code",
  "<!--",
  "-->",
  "<div>",
  "---",
  "===",
  "[h]: /i",
  "读取",
);
const text = fc
  .array(line, { minLength: 1, maxLength: 14 })
  .map((lines) => lines.join("\n").trim())
  .filter((lines) => lines !== "");

const read = (summary: string) => declarationsOf("cat.md", { summary, summaryLine: 1 });

test("text in a fence declares nothing", async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom("````", "~~~~"), async (inner, fence) => {
      const { declarations, sections } = await read(`${fence}md\n${inner}\n${fence}`);
      expect([...declarations, ...sections]).toEqual([]);
    }),
  );
});

test("text in a quotation declares nothing", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (inner) => {
      const { declarations, sections } = await read(inner.replaceAll(/^/gm, "> "));
      expect([...declarations, ...sections]).toEqual([]);
    }),
  );
});

test("every place points at its own text", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (summary) => {
      const lines = summary.split("\n");
      const { declarations, sections } = await read(summary);
      const entries = sections.flatMap((section) => section.entries);
      const texts = declarations.map(({ value, at }) => ({ text: value, at }));
      for (const { text: words, at } of [...texts, ...entries]) {
        const marked = lines[at.line - 1]!.slice(at.column - 1, at.column - 1 + at.length!);
        expect(marked).toHaveLength(at.length!);
        expect(marked).toBe(marked.trim());
        // Where a label stands alone in its line, its text follows in the next.
        const first = words.replace(/^`/, "").split(/\s/, 1)[0]!;
        expect(marked.includes(first) || /^(?:feat|\**breaking)/i.test(marked), marked).toBe(true);
      }
      for (const { at } of sections) {
        const rest = lines
          .slice(at.line - 1)
          .join("\n")
          .slice(at.column - 1);
        // A heading that is underlined may have more lines than one, and its place is its first.
        const [heading = ""] = rest.split(
          rest.startsWith("#") ? "\n" : /\n[ >*\d.)-]*[-=]+ *(?:\n|$)/,
        );
        expect(heading).toMatch(/breaking|deprec|security|upgrade/i);
      }
    }),
  );
});

test("line endings make no difference", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (summary) => {
      expect(await read(summary.replaceAll("\n", "\r\n"))).toEqual(await read(summary));
    }),
  );
});

test("a paragraph before a text moves its declarations without changing them", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (summary) => {
      // A list or a quotation goes on after an empty line; a heading does not.
      const moved = await read(`# More\n\n${summary}`);
      const { declarations } = await read(summary);
      const back = moved.declarations.map(({ at, ...rest }) => ({
        ...rest,
        at: { ...at, line: at.line - 2 },
      }));
      expect(back).toEqual(declarations);
    }),
  );
});

const words = fc.constantFrom(
  "breaking: `a` is gone",
  "feat(x)!: b",
  "Removes: `c`",
  "some <b>words</b>  ",
  "wie man",
  "use `a` for `b`",
  "use `a``b` or ``c",
  "use ``d`` or \\`",
  "a. one",
  "[d]: /e",
  " four",
  "===",
  "---",
  "- two",
  "`",
  "<!--",
  "-->",
  "|-|",
  "x  \\",
  "\t",
  "",
  "",
);

test("plain paragraphs are the blocks that the Markdown parser finds", () => {
  let plain = 0;
  fc.assert(
    fc.property(
      fc.array(words, { minLength: 1, maxLength: 5 }),
      fc.constantFrom("\n", "\r\n", "\r"),
      (lines, end) => {
        const written = lines.join(end);
        const found = plainParagraphs(written);
        if (!found) return;
        plain += 1;
        const source = sourceOf("cat.md", written, 1);
        const shown = (node: Node): object => ({
          type: node.type,
          text: source.textOf(node),
          lines: node.type === "paragraph" && source.linesOf(node),
        });
        expect(found.map(shown)).toEqual(fromMarkdown(written).children.map(shown));
      },
    ),
    { numRuns: 2000 },
  );
  expect(plain).toBeGreaterThan(50);
});
