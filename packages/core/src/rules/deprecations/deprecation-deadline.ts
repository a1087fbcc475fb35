import type { Release } from "../../facts/facts.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";
import { isBefore, versionOf } from "../../versions/version-lines.ts";
import { apiKey } from "./declared-apis.ts";
import { removalsOf } from "./removals.ts";

interface DeprecationDeadlineProblem extends Problem {
  readonly package: string;
  readonly api: string;
  readonly release: Release;
  readonly announced: string;
}

export const deprecationDeadline = defineRule<DeprecationDeadlineProblem>({
  id: "deprecation-deadline",
  family: "evidence",
  summary: "What was announced to go in a version goes in that version.",
  why: "Dagster announced the end of the methods of its ComputeLogManager for 1.2.0 and removed them in 1.8.0: whoever hurried did it for nothing, and the next deadline is not believed. A deadline that is moved on purpose is a line in the ledger.",
  level: "off",
  beyondPlan: true,
  examples: {
    reject: [
      {
        title: "2.0.0 comes, and what was to go with it stays",
        packages: { "@acme/core": "1.4.0" },
        changesets: { rewrite: { "@acme/core": "major" } },
        policies: {
          core: { packages: ["@acme/*"], rules: { "deprecation-deadline": "warn" } },
          deprecations: {
            deprecations: [
              {
                package: "@acme/core",
                api: "open",
                deprecatedIn: "1.2.0",
                announcedRemoval: "2.0",
              },
            ],
          },
        },
      },
    ],
    accept: [
      {
        title: "2.0.0 removes it",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          rewrite: '---\n"@acme/core": major\n---\n\nWritten anew.\n\nRemoves: open\n',
        },
        policies: {
          core: { packages: ["@acme/*"], rules: { "deprecation-deadline": "warn" } },
          deprecations: {
            deprecations: [
              {
                package: "@acme/core",
                api: "open",
                deprecatedIn: "1.2.0",
                announcedRemoval: "2.0",
              },
            ],
          },
        },
      },
    ],
  },

  check: (view) => {
    const removed = new Set(removalsOf(view).map(apiKey));
    return view.policy.deprecations.flatMap((entry) => {
      const { package: name, api, state, announcedRemoval: announced, line } = entry;
      const release = view.judged.find((one) => one.name === name);
      if (!release || state !== "active" || announced === undefined) return [];
      if (!versionOf(announced) || isBefore(release.to, announced)) return [];
      if (removed.has(apiKey(entry))) return [];
      return [{ package: name, api, release, announced, at: line.at, because: line }];
    });
  },

  message: ({ package: name, api, release: { to }, announced }) =>
    say`${api} was announced to go in ${announced}, and ${name} ${to} still has it`,
  help: ({ api, at }) =>
    say`remove it, with ${`Removes: ${api}`} at the end of the changeset; or move ${"announcedRemoval"} in ${pathAndLine(at)}; or take the deprecation back with ${"state: rolledBack"} there`,
});
