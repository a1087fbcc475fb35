import { type Problem, defineRule } from "../../judge/rule.ts";
import type { Waiver } from "../../policy/policy.ts";
import { say } from "../../sentence.ts";

interface WaiverExpiredProblem extends Problem {
  readonly waiver: Waiver;
}

export const waiverExpired = defineRule<WaiverExpiredProblem>({
  id: "waiver-expired",
  family: "time",
  summary: "A waiver ends on its last day.",
  why: "An exception with an end is a decision, one without an end is a hole. Whoever owns it renews it or takes it out.",
  level: "error",
  aboutToday: true,
  beyondPlan: true,
  approvable: false,
  examples: {
    reject: [
      {
        title: "A waiver of last year",
        packages: { "@acme/core": "1.2.0" },
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
                until: "2025-12-31",
              },
            ],
          },
        },
      },
    ],
    accept: [
      {
        title: "No waiver is left",
        packages: { "@acme/core": "1.2.0" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) =>
    view.policy.waivers
      .filter(({ until }) => until < view.today)
      .map((waiver) => ({
        package: waiver.package,
        at: waiver.line.at,
        because: waiver.line,
        waiver,
      })),

  message: ({ waiver: { rule, package: name, version, until, owner } }) =>
    say`the waiver of ${rule} for ${`${name}@${version}`} ended on ${until} (owner: ${owner})`,
  help: () => say`take it out, or have its owner set a new date with a new reason`,
});
