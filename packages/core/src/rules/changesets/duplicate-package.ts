import { type Problem, defineRule } from "../../judge/rule.ts";
import { type Sentence, say } from "../../sentence.ts";

interface DuplicatePackageProblem extends Problem {
  readonly reason: Sentence;
  readonly path: string;
}

export const duplicatePackage = defineRule<DuplicatePackageProblem>({
  id: "duplicate-package",
  family: "changesets",
  summary: "A changeset must name each package only once.",
  why: "Every planner fails on a duplicate key. It usually comes from merging two edits of one changeset.",
  level: "error",
  looksAt: ["unreadable"],
  workspaceOnly: true,
  examples: {
    reject: [
      {
        title: "Two bumps for one package",
        packages: { "@acme/core": "1.2.0" },
        changesets: { merged: '---\n"@acme/core": patch\n"@acme/core": minor\n---\n\nBoth.\n' },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "One bump per package",
        packages: { "@acme/core": "1.2.0", "@acme/react": "2.0.0" },
        changesets: { both: { "@acme/core": "patch", "@acme/react": "patch" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: ({ unreadable }) =>
    unreadable
      .filter(({ kind }) => kind === "duplicate-key")
      .map(({ at, reason, path }) => ({ at, reason, path })),

  message: ({ reason, path }) => say`${reason} is listed twice in ${path}`,
  help: () => say`keep the line with the larger bump`,
});
