import { parseChangesetFile } from "@changesets/parse";
import { parseChangeIntent } from "@pnpm/releasing.versioning";
import parse2 from "changesets-parse-0";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readPlainChangeset } from "../../src/changesets/front-matter.ts";
import { runs } from "../kit/sampling.ts";

const name = fc.constantFrom(
  "@acme/core",
  "@acme/ui-kit",
  "left-pad",
  "a",
  "on",
  "null",
  "__proto__",
  "1",
  "x.y",
  "constructor",
);
const quoted = fc
  .tuple(name, fc.constantFrom('"', "'", ""))
  .map(([text, quote]) => `${quote}${text}${quote}`);
const bump = fc.constantFrom(
  "patch",
  "minor",
  "major",
  "none",
  '"patch"',
  "'minor'",
  "path",
  "Patch",
  "",
);
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(quoted, fc.constantFrom(": ", ":  ", ":", " : "), bump)
      .map((parts) => parts.join("")),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "",
      "# note",
      "  ",
      "---",
      "- a",
      "{}",
      "&a b: patch",
      '"@acme/core": *a',
      '"a\\u0062": patch',
    ),
  },
);
const fence = fc.constantFrom("---", "---", "---", "--- ", " ---", "----", "");
const summary = fc.constantFrom(
  "",
  "Fix it.",
  "---\nx: y\n---",
  "# Title\n\n- a\n",
  "x",
  " indented",
);

/** Texts near the plain form: most of them are, some are not in one place. */
const texts = fc
  .tuple(fence, fc.array(line, { maxLength: 4 }), fence, summary, fc.constantFrom("\n", "\r\n"))
  .map(([open, lines, close, rest, newline]) =>
    [open, ...lines, close, "", rest, ""].join(newline),
  );

const releasesOf = (releases: readonly { readonly name: string; readonly type: string }[]) =>
  releases.map((release) => `${release.name}: ${release.type}`);

test("parses like the parsers of the three planners", () => {
  let read = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const plain = readPlainChangeset(text);
      if (!plain) return;
      read++;
      const bumps = plain.bumps.map((one) => `${one.name}: ${one.bump}`);
      expect(bumps).toEqual(releasesOf(parseChangesetFile(text).releases));
      expect(bumps).toEqual(releasesOf(parse2(text).releases));
      const intent = parseChangeIntent(text, "id", "path");
      expect(bumps).toEqual(
        Object.entries(intent.releases).map(([key, type]) => `${key}: ${type}`),
      );
      expect(plain.summary).toBe(parseChangesetFile(text).summary.replaceAll("\r\n", "\n"));
    }),
    { numRuns: runs(15_000), seed: 20261122 },
  );
  expect(read).toBeGreaterThan(runs(800));
});

test("knows the line, column and length of each bump", () => {
  const plain = readPlainChangeset('---\n"@acme/core": patch\n\'ui\':   "minor"\n---\n\nFix it.\n');
  expect(plain).toMatchObject({
    bumps: [
      { name: "@acme/core", line: 2, column: 15, length: 5 },
      { name: "ui", line: 3, column: 10, length: 5 },
    ],
    summaryLine: 6,
  });
});

test.each([
  ["a comment", '---\n# why\n"a": patch\n---\n'],
  ["a key that stands twice", '---\n"a": patch\n"a": minor\n---\n'],
  ["a word that YAML takes for something else", "---\nyes: patch\n---\n"],
  ["text before the fence", 'hello\n---\n"a": patch\n---\n'],
  ["a fence that never closes", '---\n"a": patch\n'],
  ["a bump in capitals", '---\n"a": PATCH\n---\n'],
])("passes %s to the planner's own parser", (_, text) => {
  expect(readPlainChangeset(text)).toBeUndefined();
});
