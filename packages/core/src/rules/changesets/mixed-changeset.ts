import { splitChangeset } from "../../fixes/fixes.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { type Sentence, list, say } from "../../sentence.ts";

interface MixedChangesetProblem extends Problem {
  readonly skipped: readonly string[];
  readonly released: readonly string[];
}

export const mixedChangeset = defineRule<MixedChangesetProblem>({
  id: "mixed-changeset",
  family: "changesets",
  summary: "A changeset names either packages that are released or packages that are skipped.",
  why: "Changesets refuses the whole release when one file names both an ignored or private package and one that is released.",
  level: "error",
  workspaceOnly: true,
  // That it waits for ever is hidden by its being mixed.
  fix: { step: "correct", edits: splitChangeset, reveals: ["ignored-package"] },
  examples: {
    reject: [
      {
        title: "The library and the ignored documentation in one file",
        packages: { "@acme/core": "1.2.0", "@acme/docs": "0.0.0" },
        changesets: { both: { "@acme/core": "minor", "@acme/docs": "patch" } },
        config: { ignore: ["@acme/docs"] },
        policies: { core: { packages: ["@acme/core"] } },
      },
    ],
    accept: [
      {
        title: "Only the library",
        packages: { "@acme/core": "1.2.0", "@acme/docs": "0.0.0" },
        changesets: { one: { "@acme/core": "minor" } },
        config: { ignore: ["@acme/docs"] },
        policies: { core: { packages: ["@acme/core"] } },
      },
    ],
  },

  check: (view) =>
    view.pending.flatMap(({ bumps }) => {
      const known = bumps.filter(({ package: name }) => view.packageNamed(name));
      const skipped = known.filter(({ package: name }) => view.packageNamed(name)?.skipped);
      const released = known.filter((bump) => !skipped.includes(bump));
      if (view.planner.id === "pnpm") return [];
      if (skipped.length === 0 || released.length === 0) return [];
      const names = (some: typeof bumps) => some.map((bump) => bump.package);
      return [{ at: skipped[0]!.at, skipped: names(skipped), released: names(released) }];
    }),

  message: ({ skipped, released }) =>
    say`one changeset names ${list(skipped)}, which ${are(skipped)} skipped, and ${list(released)}, which ${are(released)} released: the release command refuses that`,
  help: ({ skipped }) => say`take ${list(skipped)} out of this file`,
});

const are = ({ length }: readonly string[]): Sentence => [length === 1 ? "is" : "are"];
