import { type Problem, defineRule } from "../../judge/rule.ts";
import { type Sentence, say } from "../../sentence.ts";

interface PlanRefusedProblem extends Problem {
  readonly reason: string;
  readonly advice: Sentence | undefined;
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
    refusal && !refusal.mended
      ? [refusal, ...(refusal.more ?? [])].map(({ at, message, help }) => ({
          at,
          reason: message,
          advice: help,
        }))
      : [],

  message: ({ reason }) => say`the release command refuses: ${reason}`,
  help: ({ advice }) => advice ?? say`correct this first: until then nothing can be released`,
});
