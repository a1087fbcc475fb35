import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

export const emptySummary = defineRule<Problem>({
  id: "empty-summary",
  family: "changesets",
  summary: "A changeset must say what changed.",
  why: "The summary becomes the changelog entry. Changesets accepts a changeset without a summary and publishes an empty entry.",
  level: "error",
  examples: {
    reject: [
      {
        title: "Only front matter",
        packages: { "@acme/core": "1.2.0" },
        changesets: { silent: '---\n"@acme/core": patch\n---\n' },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "A summary",
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

  message: () => say`this changeset has no summary`,
  help: () => say`describe the change for users below the second ${"---"}`,
});
