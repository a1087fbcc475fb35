import type { Changeset } from "../../facts/facts.ts";
import type { Location } from "../../facts/location.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface SecondFrontMatterProblem extends Problem {
  readonly lines: number;
}

/** A fence, lines that give a package a bump, a fence. */
const FRONT_MATTER =
  /^---[ \t]*\n((?:[ \t]*\S+[ \t]*:[ \t]*["']?(?:major|minor|patch|none)["']?[ \t]*\n)+)---[ \t]*$/m;

export const secondFrontMatter = defineRule<SecondFrontMatterProblem>({
  id: "second-front-matter",
  family: "changesets",
  summary: "A changeset must have only one front matter.",
  why: "Only the first front matter is parsed. The bumps in a second one, left by a merge or pasted below, are lost and end up as text in the changelog.",
  level: "error",
  examples: {
    reject: [
      {
        title: "Two changesets merged into one file",
        packages: { "@acme/core": "1.2.0", "@acme/react": "2.0.0" },
        changesets: {
          merged:
            '---\n"@acme/core": patch\n---\n\nKeep the cursor in place.\n\n---\n"@acme/react": minor\n---\n\nAdd a hook.\n',
        },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "A horizontal rule in the text",
        packages: { "@acme/core": "1.2.0" },
        changesets: {
          ruled: '---\n"@acme/core": patch\n---\n\nKeep the cursor.\n\n---\n\nIn place: at last.\n',
        },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) =>
    view.pending.flatMap((changeset) => {
      // Asked first, because compiling the pattern takes longer than all of this.
      const found = changeset.summary.includes("---") && FRONT_MATTER.exec(changeset.summary);
      if (!found) return [];
      const [first] = changeset.bumps;
      const lines = found[1]!.trimEnd().split("\n").length;
      const of = first ? { package: first.package } : {};
      return [{ ...of, at: placeAt(changeset, found.index), lines }];
    }),

  message: ({ lines }) =>
    lines === 1
      ? say`this changeset has a second front matter, but only the first is parsed: 1 bump would be lost`
      : say`this changeset has a second front matter, but only the first is parsed: ${lines} bumps would be lost`,
  help: () => say`move it to a new changeset, or move its lines to the first front matter`,
});

function placeAt({ summary, summaryAt }: Changeset, offset: number): Location {
  const line = summaryAt.line + summary.slice(0, offset).split("\n").length - 1;
  return { ...summaryAt, line, column: 1 };
}
