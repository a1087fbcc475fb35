import { type Problem, defineRule } from "../../judge/rule.ts";
import { isAfterPlan } from "../../policy/mistakes.ts";
import type { Waiver } from "../../policy/policy.ts";
import { say } from "../../sentence.ts";

interface WaiverProblem extends Problem {
  readonly kind: "expired" | "unused";
  readonly waiver: Waiver;
}

export const waiver = defineRule<WaiverProblem>({
  id: "waiver",
  family: "time",
  summary: "A waiver must not have expired and must match a finding.",
  why: "An exception without an end date stays forever, so every waiver expires, and its owner has to renew or delete it. A waiver that matches nothing is outdated, or names the wrong rule, package or version (a warning).",
  level: "error",
  looksAt: ["waivers"],
  last: true,
  aboutToday: true,
  beyondPlan: true,
  approvable: false,
  examples: {
    reject: [
      {
        title: "An expired waiver",
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
        title: "A waiver of an old version",
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
        title: "No waivers",
        packages: { "@acme/core": "1.2.0" },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "A waiver of the planned major",
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
      .filter(
        (one) => one.until < view.today || !(view.usedWaivers.has(one) || isAfterPlan(one.rule)),
      )
      .map((one): WaiverProblem => {
        const about = { package: one.package, at: one.line.at, because: one.line, waiver: one };
        return one.until < view.today
          ? { kind: "expired", ...about }
          : { kind: "unused", level: "warn", ...about };
      }),

  message: ({ kind, waiver: { rule, package: name, version, until, owner } }) =>
    kind === "expired"
      ? say`the waiver of ${rule} for ${`${name}@${version}`} expired on ${until} (owner: ${owner})`
      : say`the waiver of ${rule} for ${`${name}@${version}`} does not match any finding`,
  help: ({ kind }) =>
    kind === "expired"
      ? say`delete it; if it is still needed, set a new date and reason`
      : say`delete it; if it is still needed, correct its rule, package or version`,
});
