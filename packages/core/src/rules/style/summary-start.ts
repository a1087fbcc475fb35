import * as z from "zod/mini";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { listOf, strict, text } from "../../policy/schema/words.ts";
import { list as listed, say } from "../../sentence.ts";

interface SummaryStartProblem extends Problem {
  readonly start: string;
  readonly any: readonly string[];
  readonly forbidden: string | undefined;
}

interface Options {
  readonly any: readonly string[];
  readonly none: readonly string[];
}

export const summaryStart = defineRule<SummaryStartProblem, Options>({
  id: "summary-start",
  family: "changesets",
  summary:
    "The text of a changeset starts as the team has agreed, or does not start as it must not.",
  why: "SAP's open-ux-tools start every text with FEAT:, FIX:, BUMP: or INFRA:; Hydrogen forbids a heading, because it breaks the changelog's levels.",
  level: "off",
  needsOptions: true,
  options: () =>
    strict({
      any: z._default(
        listOf(text("the beginning of a text"), "beginnings").check(
          z.describe("The text starts with one of these."),
        ),
        [],
      ),
      none: z._default(
        listOf(text("the beginning of a text"), "beginnings").check(
          z.describe("The text starts with none of these."),
        ),
        [],
      ),
    }),
  examples: {
    reject: [
      {
        title: "No agreed word",
        packages: { "@acme/core": "1.2.0" },
        changesets: { one: { "@acme/core": "patch" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "summary-start": ["error", { any: ["FEAT:", "FIX:"], none: ["#"] }] },
          },
        },
      },
    ],
    accept: [
      {
        title: "An agreed word",
        packages: { "@acme/core": "1.2.0" },
        changesets: { one: '---\n"@acme/core": patch\n---\n\nFIX: keep the cursor in place.\n' },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "summary-start": ["error", { any: ["FEAT:", "FIX:"], none: ["#"] }] },
          },
        },
      },
    ],
  },

  check: (view, options) =>
    view.pending.flatMap(({ summary, summaryAt, bumps: [first] }) => {
      if (!first || summary === "") return [];
      const { any, none } = options(first.package);
      const forbidden = none.find((word) => summary.startsWith(word));
      const agreed = any.length === 0 || any.some((word) => summary.startsWith(word));
      if (agreed && forbidden === undefined) return [];
      const start = Array.from(summary.split(/\r?\n/, 1)[0]!).slice(0, 24).join("");
      return [{ package: first.package, at: summaryAt, start, any, forbidden }];
    }),

  message: ({ start, forbidden }) =>
    forbidden === undefined
      ? say`the text starts with ${start}, which is no agreed beginning`
      : say`the text starts with ${forbidden}, which is not allowed`,
  help: ({ any }) =>
    any.length > 0 ? say`start it with ${listed(any, "or")}` : say`begin with a sentence`,
});
