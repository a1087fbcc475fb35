import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMarkdown, formatObstaclesMarkdown, type Report } from "release-policy";
import { cell, code } from "../../cli/src/formats/markdown/text.ts";
import { printable } from "../../cli/src/formats/escape.ts";
import { githubLinks } from "../src/forge/github-links.ts";
import { report } from "./comment/hostile.ts";
import { CANARY, hostile } from "./comment/hostile-text.ts";
import { structureOf } from "./comment/structure.ts";
import { runs } from "../../cli/test/kit/sampling.ts";

const OURS = /^(?:<details><summary>[\w ,]+<\/summary>|<\/details>|<\/?sub>)$/;

const optionsOf = (ref: string, summary: string) => ({
  base: ref,
  commit: ref,
  links: githubLinks({
    server: "https://github.com",
    owner: "acme",
    name: "mono",
    ref,
    base: { owner: "acme", name: "mono", ref },
    pullRequest: 7,
    summary,
    rules: "https://github.com/rules/{rule}",
  }),
});

/** What must hold of any comment, whatever a stranger wrote. */
function expectOurs(text: string): ReturnType<typeof structureOf> {
  const found = structureOf(text);
  expect(found.strange).toEqual([]);
  // Whoever prints it in a run gives the runner no command.
  expect(text).not.toMatch(/^\s*::|##\[/m);
  expect(found.headings.map(({ depth }) => depth)).toEqual([3]);
  expect(found.prose).not.toContain(CANARY);
  expect(found.prose).not.toMatch(/@|:\/\/|www\.|#\d|GH-|:smile:|\$/);
  for (const html of found.html) expect(html).toMatch(OURS);
  for (const url of found.links) {
    expect(url).toMatch(/^https:\/\/github\.com\/(?:acme\/mono\/(?:blob|edit|new)|rules)\//);
    expect(url).not.toContain(CANARY);
  }
  for (const [head, ...rows] of found.tables) for (const cells of rows) expect(cells).toBe(head);
  return found;
}

/** Rows of the tables that a report has, the head counted. */
function rowsOf({
  releases,
  findings,
  unreleased = [],
  pendingReleases = [],
  since,
}: Report): number[] {
  const { today, past } = since?.policyEffect ?? {};
  const refused = new Set(
    findings.flatMap((one) => (one.level === "error" ? (one.package ?? []) : [])),
  );
  const isOther = ({ name }: { name: string }) =>
    pendingReleases.includes(name) && !refused.has(name);
  const others = releases.filter(isOther);
  const allowed = releases.filter((one) => !isOther(one) && !refused.has(one.name));
  const effect = [today?.added, today?.removed, past?.refused, past?.allowed];
  return [unreleased, ...effect.map((rows) => rows ?? []), allowed, others]
    .filter((rows) => rows.length > 0)
    .map(({ length }) => length + 1);
}

test("a comment has exactly its own tables, links, HTML and words, whatever names strangers choose", () => {
  fc.assert(
    fc.property(report, hostile, hostile, (one, ref, summary) => {
      const text = formatMarkdown(one, optionsOf(ref, summary));
      const found = expectOurs(text);
      expect(found.tables.map(({ length }) => length)).toEqual(rowsOf(one));
      const folded = found.html.filter((html) => html.startsWith("<details>")).length;
      expect(found.html.filter((html) => html === "</details>").length).toBe(folded);
      expect(`${found.prose}${found.spans.join("")}`).not.toContain("\t");
      // After the mark of our own heading. A changelog keeps its tabs in a block of code.
      const words = text.slice(4).replaceAll(/[\n\t]/g, "");
      expect(printable(words)).toBe(words);
      expect(formatMarkdown(structuredClone(one), optionsOf(ref, summary))).toBe(text);
    }),
    { numRuns: runs(1000) },
  );
}, 240_000);

test("a truncated comment is valid Markdown within its size", () => {
  fc.assert(
    fc.property(report, hostile, fc.integer({ min: 1500, max: 6000 }), (one, ref, budget) => {
      const text = formatMarkdown(one, { ...optionsOf(ref, ""), budget });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(budget);
      expectOurs(text);
    }),
    { numRuns: runs(500) },
  );
}, 240_000);

test.each([
  ["a`b", "``a`b``"],
  ["`", "`` ` ``"],
  ["a``", "``` a`` ```"],
  ["", "` `"],
])("a name with backticks is shown as it is: %s", (name, span) => {
  expect(code(name)).toBe(span);
  const { prose, strange } = structureOf(`x ${code(name)} y ${code(name)} z`);
  expect([prose, strange]).toEqual(["x \n y \n z", []]);
});

test("a code span is one code span, in prose and in a cell", () => {
  fc.assert(
    fc.property(hostile, hostile, (a, b) => {
      const prose = structureOf(`x ${code(a)} y ${code(b)} z`);
      expect(prose.spans).toHaveLength(2);
      expect(prose.prose).toBe("x \n y \n z");
      const table = structureOf(`| a | b |\n| --- | --- |\n| ${cell(a)} | ${cell(b)} |`);
      expect(table.tables).toEqual([[2, 2]]);
      expect(table.spans).toHaveLength(2);
      expect(table.prose).toBe("a\nb");
    }),
    { numRuns: runs(4000) },
  );
}, 240_000);

test("errors are code blocks, whatever strangers wrote", () => {
  const obstacle = fc.record(
    {
      message: hostile,
      help: hostile,
      source: hostile,
      at: fc.record({
        path: hostile,
        line: fc.integer({ min: 1, max: 99 }),
        column: fc.integer({ min: 1, max: 9 }),
      }),
    },
    { requiredKeys: ["message"] },
  );
  fc.assert(
    fc.property(fc.array(obstacle, { minLength: 1, maxLength: 3 }), hostile, (obstacles, ref) => {
      const found = expectOurs(formatObstaclesMarkdown(obstacles, optionsOf(ref, "")));
      expect(found.blocks).toHaveLength(obstacles.length);
    }),
    {
      numRuns: runs(500),
      // A label that looks like a definition would be one: code spans do not hide it.
      examples: [
        [[{ message: "x", at: { path: "\\[x]: https://evil.example", line: 1, column: 1 } }], "x"],
      ],
    },
  );
}, 240_000);
