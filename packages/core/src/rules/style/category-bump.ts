import * as z from "zod/mini";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { oneOf, strict } from "../../policy/schema/words.ts";
import { say } from "../../sentence.ts";
import { BUMPS, type Bump } from "../../versions/bump.ts";

interface CategoryBumpProblem extends Problem {
  readonly package: string;
  readonly category: string;
  readonly bump: Bump;
  readonly expected: Bump;
}

interface Options {
  readonly categories: Readonly<Record<string, Bump>>;
}

export const categoryBump = defineRule<CategoryBumpProblem, Options>({
  id: "category-bump",
  family: "changesets",
  summary: "The category at the start of a changeset's text and its bump say the same.",
  why: "Astryx couples `[breaking]` to a minor and every other category to a patch while it is on 0.y.z, both ways, so that neither the text nor the bump can lie.",
  level: "off",
  needsOptions: true,
  options: () =>
    strict({
      categories: z._default(
        z
          .record(z.string(), oneOf(BUMPS), { error: "write beginnings with a bump each" })
          .check(z.describe("The bump for each beginning; `*` for every other text.")),
        {},
      ),
    }),
  examples: {
    reject: [
      {
        title: "A breaking change as a patch",
        packages: { "@acme/core": "0.2.0" },
        changesets: { one: '---\n"@acme/core": patch\n---\n\n[breaking] Drop the old name.\n' },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: {
              "category-bump": ["error", { categories: { "[breaking]": "minor", "*": "patch" } }],
              "change-bump": "off",
            },
          },
        },
      },
    ],
    accept: [
      {
        title: "A breaking change as a minor",
        packages: { "@acme/core": "0.2.0" },
        changesets: { one: '---\n"@acme/core": minor\n---\n\n[breaking] Drop the old name.\n' },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: {
              "category-bump": ["error", { categories: { "[breaking]": "minor", "*": "patch" } }],
            },
          },
        },
      },
    ],
  },

  check: (view, options) =>
    view.declared.flatMap(({ changeset: { summary }, bump: { package: name, bump, at } }) => {
      const { categories } = options(name);
      const named = Object.keys(categories).find((key) => key !== "*" && summary.startsWith(key));
      const category = named ?? "*";
      const expected = categories[category];
      if (expected === undefined || expected === bump || bump === "none") return [];
      return [{ package: name, at, category, bump, expected }];
    }),

  message: ({ package: name, category, bump, expected }) =>
    category === "*"
      ? say`${name} declares ${bump}, and a text without a category goes with ${expected}`
      : say`${name} declares ${bump}, and ${category} goes with ${expected}`,
  help: ({ at, expected }) => say`write ${expected} in ${pathAndLine(at)}, or change the category`,
});
