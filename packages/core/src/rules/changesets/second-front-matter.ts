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
  summary: "A changeset has one front matter.",
  why: "Only the first is read. The bumps of a second one, left by a merge or pasted below, are lost and stand in the changelog as text. NocoBase checks for it.",
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
        title: "A rule between two paragraphs",
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
      const found = FRONT_MATTER.exec(changeset.summary);
      if (!found) return [];
      const [first] = changeset.bumps;
      const lines = found[1]!.trimEnd().split("\n").length;
      const of = first ? { package: first.package } : {};
      return [{ ...of, at: placeAt(changeset, found.index), lines }];
    }),

  message: ({ lines }) =>
    lines === 1
      ? say`a second front matter stands in the text: its bump is not read`
      : say`a second front matter stands in the text: its ${lines} bumps are not read`,
  help: () => say`move it to a changeset of its own, or its lines into the first`,
});

function placeAt({ summary, summaryAt }: Changeset, offset: number): Location {
  const line = summaryAt.line + summary.slice(0, offset).split("\n").length - 1;
  return { ...summaryAt, line, column: 1 };
}
