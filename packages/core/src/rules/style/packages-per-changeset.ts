import * as z from "zod/mini";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { strict } from "../../policy/schema/words.ts";
import { say } from "../../sentence.ts";

interface PackagesPerChangesetProblem extends Problem {
  readonly count: number;
  readonly max: number;
}

export const packagesPerChangeset = defineRule<PackagesPerChangesetProblem, { max: number }>({
  id: "packages-per-changeset",
  family: "changesets",
  summary: "A changeset names at most so many packages.",
  why: "Plate wants one package a file, so that each changelog says only what concerns its readers.",
  level: "off",
  options: () =>
    strict({
      max: z._default(
        z
          .int({ error: "write a whole number from 1" })
          .check(
            z.minimum(1, { error: "write a whole number from 1" }),
            z.describe("How many packages."),
          ),
        1,
      ),
    }),
  examples: {
    reject: [
      {
        title: "Two packages in one file",
        packages: { "@acme/core": "1.2.0", "@acme/react": "2.0.0" },
        changesets: { both: { "@acme/core": "patch", "@acme/react": "patch" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { rules: { "packages-per-changeset": ["error", { max: 1 }] } },
        },
      },
    ],
    accept: [
      {
        title: "A file for each",
        packages: { "@acme/core": "1.2.0", "@acme/react": "2.0.0" },
        changesets: { one: { "@acme/core": "patch" }, two: { "@acme/react": "patch" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { rules: { "packages-per-changeset": ["error", { max: 1 }] } },
        },
      },
    ],
  },

  check: (view, options) =>
    view.pending.flatMap(({ bumps }) => {
      const { max } = options(bumps[0]?.package);
      const over = bumps[max];
      if (!over) return [];
      return [{ package: bumps[0]!.package, at: over.at, count: bumps.length, max }];
    }),

  message: ({ count, max }) => say`this changeset names ${count} packages, and ${max} is the most`,
  help: () => say`split it: a file for each package, with the text for its readers`,
});
