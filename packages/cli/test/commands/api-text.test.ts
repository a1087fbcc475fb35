import type { ApiDifference } from "@release-policy/core/types";
import { expect, test } from "vitest";
import type { Apis, PackageApi } from "../../src/commands/api/api.ts";
import { apiHtml, apiMarkdown } from "../../src/commands/api/pages.ts";
import { apiNotes } from "../../src/commands/api/text.ts";

const difference = (path: string): ApiDifference => ({
  kind: "added",
  entry: ".",
  path,
  stability: "public",
  wasDeprecated: false,
  because: "it is new",
  at: { path: "a.api.md", line: 1, column: 1 },
});

const apisOf = (count: number, missing: readonly string[] = []): Apis => ({
  packages: [
    {
      name: "a",
      dir: "a",
      against: "1.0.0",
      entries: ["."],
      untyped: [],
      missing,
      differences: Array.from({ length: count }, (_, i) => difference(`f${i}`)),
    } as unknown as PackageApi,
  ],
  skipped: [],
  written: false,
});

test("Markdown has no table without changes", () => {
  expect(apiMarkdown(apisOf(0))).toBe(
    "<details><summary>Public API of 1 package: unchanged</summary>\n\n</details>\n",
  );
  expect(apiHtml(apisOf(0))).not.toContain("<table>");
  expect(apiHtml(apisOf(1))).toContain("<table>");
});

test("Markdown has 20 rows, and counts the others", () => {
  expect(apiMarkdown(apisOf(20))).not.toContain("more change");
  expect(apiMarkdown(apisOf(21))).toContain("… 1 more change: run `release-policy api`\n");
});

test("names three missing files, and counts the others", () => {
  const [one, two, three, ...more] = apiNotes(apisOf(0, ["a.ts", "b.ts", "c.ts", "d.ts"]));
  expect([one, two, three]).toEqual(
    ["a.ts", "b.ts", "c.ts"].map((path) => `a: its types mention a file that is missing (${path})`),
  );
  expect(more).toEqual(["a: 1 more files are missing"]);
  expect(apiNotes(apisOf(0, ["a.ts", "b.ts", "c.ts"]))).toHaveLength(3);
});
