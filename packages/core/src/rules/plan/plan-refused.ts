import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface PlanRefusedProblem extends Problem {
  readonly reason: string;
}

export const planRefused = defineRule<PlanRefusedProblem>({
  id: "plan-refused",
  family: "plan",
  summary: "The planner accepts the workspace and its changesets.",
  why: "What the planner refuses here, the release command will refuse later, on the branch that releases.",
  level: "error",
  workspaceOnly: true,
  examples: {
    reject: [
      {
        title: "A bump over pnpm's own cap",
        planner: "pnpm",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        workspace: { versioning: { maxBump: "minor" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "A bump within the cap",
        planner: "pnpm",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "calm-cats": { "@acme/core": "minor" } },
        workspace: { versioning: { maxBump: "minor" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: ({ refusal }) =>
    refusal && !refusal.mended ? [{ at: refusal.at, reason: refusal.message }] : [],

  message: ({ reason }) => say`the planner refuses: ${reason}`,
  help: () => say`nothing can be released until this is mended; no release was judged`,
});
