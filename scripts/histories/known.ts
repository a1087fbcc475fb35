import type { RuleId } from "@release-policy/core";
import type { Judged } from "./page.ts";

/** Findings on releases that were looked at, and are right: of a rule, on a package, with the numbers of the releases. */
export interface Known {
  readonly rule: RuleId;
  readonly package: string;
  readonly why: string;
  readonly versions: string;
}

/** One line per difference from the known findings: an unexpected one, or one that is gone. */
export function unexpected(judged: readonly Judged[], known: readonly Known[]): readonly string[] {
  const found = new Set(
    judged.flatMap(({ name, broken }) =>
      broken.map((one) => `${one.rule} of ${one.package}, ${name.split(" ")[1]}`),
    ),
  );
  const expected = new Set(
    known.flatMap(({ rule, package: of, versions }) =>
      versions.split(" ").map((version) => `${rule} of ${of}, ${version}`),
    ),
  );
  return [
    ...[...found].filter((one) => !expected.has(one)).map((one) => `not expected: ${one}`),
    ...[...expected].filter((one) => !found.has(one)).map((one) => `not found: ${one}`),
  ];
}

/** By system. Whoever adds a line here has read the release's notes: a finding that is wrong is a fault of its rule. */
export const KNOWN: Readonly<Record<string, readonly Known[]>> = {
  Dagster: [
    {
      rule: "accidental-graduation",
      package: "dagster-libraries",
      why: "1.0.5 gave all libraries the number of the core",
      versions: "1.0.5",
    },
    {
      rule: "breaking-section",
      package: "dagster",
      why: "a break that the changelog has under another heading, or nowhere",
      versions: "1.9.2 1.10.4 1.10.19 1.11.1 1.12.2 1.12.6 1.12.7",
    },
    {
      rule: "breaking-section",
      package: "dagster-libraries",
      why: "a break that the changelog has under another heading, or nowhere",
      versions: "1.0.5 1.4.17 1.5.13 1.6.3 1.6.9 1.7.5 1.10.7 1.10.21 1.11.13 1.12.0",
    },
    {
      rule: "change-bump",
      package: "dagster",
      why: "a Breaking section in a patch of 0.y.z",
      versions:
        "0.6.5 0.6.6 0.6.7 0.7.6 0.7.7 0.7.8 0.7.9 0.7.10 0.7.13 0.8.3 0.8.5 0.8.6 0.8.7 0.8.11 0.9.1 0.9.2 0.9.3 0.9.4 0.9.10 0.9.12 0.9.15 0.9.16 0.9.18 0.11.3 0.11.4 0.11.6 0.11.11 0.11.15 0.12.7 0.12.10 0.13.2 0.13.5 0.13.8 0.13.13 0.13.14 0.14.4 0.14.15 0.14.16 0.14.19 0.15.1 0.15.6 0.15.8",
    },
    {
      rule: "change-bump",
      package: "dagster",
      why: "a Breaking section in a patch of 1.x",
      versions:
        "1.0.7 1.0.12 1.0.17 1.1.1 1.1.4 1.1.10 1.1.11 1.1.15 1.1.17 1.1.18 1.1.19 1.2.2 1.3.2 1.3.12 1.3.14 1.4.4 1.5.3 1.5.14 1.6.10 1.7.1 1.7.2 1.7.5 1.7.11 1.7.13 1.8.1 1.10.18 1.10.20",
    },
    {
      rule: "change-bump",
      package: "dagster",
      why: 'a Breaking section in a minor of 1.x, whose public APIs "won\'t break within any major release"',
      versions: "1.2.0 1.3.0 1.4.0 1.5.0 1.6.0 1.7.0 1.8.0 1.9.0 1.10.0 1.11.0",
    },
    {
      rule: "change-bump",
      package: "dagster",
      why: "a break outside of the Breaking section, in 1.x",
      versions: "1.9.2 1.10.4 1.10.19 1.11.1 1.12.2 1.12.6 1.12.7",
    },
    {
      rule: "change-bump",
      package: "dagster-libraries",
      why: 'a break or a removal of an integration in a patch, "which should never result in broken code"',
      versions:
        "1.0.12 1.1.17 1.4.17 1.5.13 1.6.3 1.6.9 1.7.2 1.7.5 1.7.13 1.8.1 1.10.7 1.10.21 1.11.13",
    },
    {
      rule: "removal",
      package: "dagster",
      why: "no earlier release deprecated what is removed",
      versions: "1.2.2 1.5.3 1.6.10 1.10.0 1.10.19 1.12.7",
    },
    {
      rule: "removal",
      package: "dagster-libraries",
      why: "no earlier release deprecated what is removed",
      versions: "1.0.12 1.1.17 1.7.2 1.7.13 1.8.1 1.10.0",
    },
    {
      rule: "train",
      package: "dagster-libraries",
      why: "1.0.5 gave all libraries the number of the core",
      versions: "1.0.5",
    },
  ],
  Ory: [
    {
      rule: "accidental-graduation",
      package: "keto",
      why: "no stage that was declared has the new number",
      versions: "25.4.0",
    },
    {
      rule: "accidental-graduation",
      package: "kratos",
      why: "no stage that was declared has the new number",
      versions: "1.0.0",
    },
    {
      rule: "accidental-graduation",
      package: "oathkeeper",
      why: "no stage that was declared has the new number",
      versions: "25.4.0",
    },
    {
      rule: "breaking-section",
      package: "hydra",
      why: "the unedited template stands under Breaking Changes",
      versions: "25.4.0",
    },
    {
      rule: "breaking-section",
      package: "kratos",
      why: "the unedited template stands under Breaking Changes",
      versions: "25.4.0",
    },
    {
      rule: "calver-shape",
      package: "hydra",
      why: "26.2.0 came in the first quarter of 2026",
      versions: "26.2.0",
    },
    {
      rule: "calver-shape",
      package: "keto",
      why: "26.2.0 came in the first quarter of 2026",
      versions: "26.2.0",
    },
    {
      rule: "calver-shape",
      package: "kratos",
      why: "26.2.0 came in the first quarter of 2026",
      versions: "26.2.0",
    },
    {
      rule: "calver-shape",
      package: "oathkeeper",
      why: "26.2.0 came in the first quarter of 2026",
      versions: "26.2.0",
    },
    {
      rule: "change-bump",
      package: "hydra",
      why: "a Breaking section in a release that is too small for its stage",
      versions:
        "1.4.0 1.5.0-beta.1 1.7.0 1.7.1 1.8.0-pre.0 1.9.0-alpha.3 1.10.2 1.10.7 1.11.0 2.2.0-rc.1 2.3.0",
    },
    {
      rule: "change-bump",
      package: "kratos",
      why: "a Breaking section in a release that is too small for its stage",
      versions: "0.11.1 1.1.0 1.2.0 1.3.0",
    },
    {
      rule: "prerelease",
      package: "keto",
      why: "declared a sandbox, and no alpha or beta",
      versions: "0.14.0 25.4.0",
    },
    {
      rule: "upgrade-guide",
      package: "hydra",
      why: "a Breaking section, and no heading in the guide",
      versions: "2.0.0 25.4.0",
    },
    {
      rule: "upgrade-guide",
      package: "oathkeeper",
      why: "a Breaking section, and no heading in the guide",
      versions: "0.39.0",
    },
    {
      rule: "version-jump",
      package: "hydra",
      why: "from semver to the calendar",
      versions: "25.4.0",
    },
    {
      rule: "version-jump",
      package: "kratos",
      why: "from semver to the calendar",
      versions: "25.4.0",
    },
  ],
  Polyaxon: [
    {
      rule: "accidental-graduation",
      package: "polyaxon",
      why: "0.6.1 was followed by 1.1.0",
      versions: "1.1.0",
    },
    {
      rule: "cadence",
      package: "polyaxon",
      why: "more than 31 days after the release before",
      versions:
        "0.5.0 0.6.0 0.6.1 1.1.0 1.11.0 1.13.0 1.18.0 1.19.0 1.22.0 2.0.0 2.1.1 2.2.0 2.3.0 2.5.0 2.5.3 2.7.0 2.8.0 2.8.1 2.12.0 2.13.0 2.14.0 2.16.0",
    },
    {
      rule: "change-bump",
      package: "polyaxon",
      why: "a Breaking section or a migration in a patch",
      versions: "1.1.4 1.1.5 1.1.7 1.1.8 1.1.9 1.2.1 1.5.2 1.16.1",
    },
    {
      rule: "version-jump",
      package: "polyaxon",
      why: "a number was left out",
      versions: "1.1.0 1.7.2 1.12.2 1.14.3 1.22.0 2.0.4 2.1.1",
    },
  ],
};
