import { type Problem, defineRule } from "../../judge/rule.ts";
import type { Waiver } from "../../policy/policy.ts";
import { say } from "../../sentence.ts";

interface WaiverProblem extends Problem {
  readonly kind: "expired" | "unused";
  readonly waiver: Waiver;
}

export const waiver = defineRule<WaiverProblem>({
  id: "waiver",
  family: "time",
  summary: "A waiver ends on its last day, and allows something until then.",
  why: "An exception with an end is a decision, one without an end is a hole: its owner renews it or removes it. A waiver for a version that is not planned is a leftover, or it names the wrong rule, package or version (a warning).",
  level: "error",
  last: true,
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
        title: "No waiver is left",
        packages: { "@acme/core": "1.2.0" },
        policies: { core: { packages: ["@acme/*"] } },
      },
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
      .filter((one) => one.until < view.today || !view.usedWaivers.has(one))
      .map((one): WaiverProblem => {
        const about = { package: one.package, at: one.line.at, because: one.line, waiver: one };
        return one.until < view.today
          ? { kind: "expired", ...about }
          : { kind: "unused", level: "warn", ...about };
      }),

  message: ({ kind, waiver: { rule, package: name, version, until, owner } }) =>
    kind === "expired"
      ? say`the waiver of ${rule} for ${`${name}@${version}`} ended on ${until} (owner: ${owner})`
      : say`the waiver of ${rule} for ${`${name}@${version}`} allows nothing`,
  help: ({ kind }) =>
    kind === "expired"
      ? say`delete it; if it is intended to go on, have its owner set a new date with a new reason`
      : say`delete it; if it is intended to allow something, correct its rule, package or version`,
});
