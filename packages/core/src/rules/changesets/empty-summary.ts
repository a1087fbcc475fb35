import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

export const emptySummary = defineRule<Problem>({
  id: "empty-summary",
  family: "changesets",
  summary: "A changeset says what changed.",
  why: "The text becomes the changelog. Changesets accepts a file without any, and publishes an empty entry.",
  level: "error",
  examples: {
    reject: [
      {
        title: "Front matter alone",
        packages: { "@acme/core": "1.2.0" },
        changesets: { silent: '---\n"@acme/core": patch\n---\n' },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "One sentence",
        packages: { "@acme/core": "1.2.0" },
        changesets: { said: '---\n"@acme/core": patch\n---\n\nKeep the cursor in place.\n' },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) =>
    view.pending
      .filter(({ summary }) => summary === "")
      .filter(({ bumps }) => bumps.some(({ bump }) => bump !== "none"))
      .map(({ summaryAt, bumps: [first] }) => ({ at: summaryAt, package: first!.package })),

  message: () => say`this changeset does not say what changed`,
  help: () => say`write a sentence for the users below the second ${"---"}`,
});
