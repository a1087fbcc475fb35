import { type Problem, defineRule } from "../../judge/rule.ts";
import { type Sentence, say } from "../../sentence.ts";

interface PlanRefusedProblem extends Problem {
  readonly reason: string;
  readonly advice: Sentence | undefined;
}

export const planRefused = defineRule<PlanRefusedProblem>({
  id: "plan-refused",
  family: "plan",
  summary: "The planner must accept the workspace and its changesets.",
  why: "What the planner rejects here would fail later in the release command, on the release branch.",
  level: "error",
  looksAt: ["refusal"],
  workspaceOnly: true,
  examples: {
    reject: [
      {
        title: "A bump above pnpm's maxBump",
        planner: "pnpm",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        workspace: { versioning: { maxBump: "minor" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "A bump within maxBump",
        planner: "pnpm",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "calm-cats": { "@acme/core": "minor" } },
        workspace: { versioning: { maxBump: "minor" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: ({ refusal }) =>
    refusal && !refusal.hasPlan
      ? [refusal, ...(refusal.more ?? [])].map(({ at, message, help }) => ({
          at,
          reason: message,
          advice: help,
        }))
      : [],

  message: ({ reason }) => say`the release command would fail: ${reason}`,
  help: ({ advice }) => advice ?? say`resolve this first: no package can be released until then`,
});
