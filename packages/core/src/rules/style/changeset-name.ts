import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface ChangesetNameProblem extends Problem {
  readonly id: string;
}

export const changesetName = defineRule<ChangesetNameProblem>({
  id: "changeset-name",
  family: "changesets",
  summary: "A changeset's file name has only small letters, digits and dashes.",
  why: "Names with spaces or capitals collide on some file systems and break scripts; vercel/ai refuses them.",
  level: "off",
  workspaceOnly: true,
  examples: {
    reject: [
      {
        title: "A space and a capital",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "My change": { "@acme/core": "patch" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { rules: { "changeset-name": "error" } },
        },
      },
    ],
    accept: [
      {
        title: "Words and dashes",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "my-change": { "@acme/core": "patch" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { rules: { "changeset-name": "error" } },
        },
      },
    ],
  },

  check: (view) =>
    view.pending
      .filter(({ id }) => !/^[a-z0-9-]+$/.test(id))
      .map(({ id, path }) => ({ id, at: { path, line: 1, column: 1 } })),

  message: ({ id }) =>
    say`the file name ${`${id}.md`} has more than small letters, digits and dashes`,
  help: () => say`rename the file`,
});
