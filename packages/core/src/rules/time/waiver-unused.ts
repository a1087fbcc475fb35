import { type Problem, defineRule } from "../../judge/rule.ts";
import type { Waiver } from "../../policy/policy.ts";
import { say } from "../../sentence.ts";

interface WaiverUnusedProblem extends Problem {
  readonly waiver: Waiver;
}

export const waiverUnused = defineRule<WaiverUnusedProblem>({
  id: "waiver-unused",
  family: "time",
  summary: "Every waiver allows something.",
  why: "A waiver for a version that is not planned is a leftover, or it names the wrong rule, package or version.",
  level: "warn",
  last: true,
  aboutToday: true,
  beyondPlan: true,
  approvable: false,
  examples: {
    reject: [
      {
        title: "The version was released long ago",
        packages: { "@acme/core": "2.1.0" },
        policies: {
          core: { packages: ["@acme/*"] },
          waivers: {
            waivers: [
              {
                rule: "declared-bump",
                package: "@acme/core",
                version: "2.0.0",
                reason: "the rewrite",
                owner: "@ann",
                until: "2026-12-31",
              },
            ],
          },
        },
      },
    ],
    accept: [
      {
        title: "It allows the major that is planned",
        packages: { "@acme/core": "1.2.0" },
        changesets: { rewrite: { "@acme/core": "major" } },
        policies: {
          core: { packages: ["@acme/*"], bumps: { declared: ["patch", "minor"] } },
          waivers: {
            waivers: [
              {
                rule: "declared-bump",
                package: "@acme/core",
                version: "2.0.0",
                reason: "the rewrite",
                owner: "@ann",
                until: "2026-12-31",
              },
            ],
          },
        },
      },
    ],
  },

  check: (view) =>
    view.policy.waivers
      .filter((waiver) => waiver.until >= view.today && !view.usedWaivers.has(waiver))
      .map((waiver) => ({
        package: waiver.package,
        at: waiver.line.at,
        because: waiver.line,
        waiver,
      })),

  message: ({ waiver: { rule, package: name, version } }) =>
    say`the waiver of ${rule} for ${`${name}@${version}`} allows nothing`,
  help: () => say`take it out, or correct its rule, package or version`,
});
