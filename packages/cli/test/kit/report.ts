import { outcomeOf, say } from "@release-policy/core";
import type { Report, ReportedFinding, ReportedRelease } from "../../src/check/report.ts";

/** A report with what is given and nothing else, for tests of the reporters. */
export const reportOf = (given: Partial<Report> = {}): Report => ({
  outcome: outcomeOf(given.findings ?? []),
  planner: {
    id: "changesets@3",
    package: "@changesets/assemble-release-plan",
    version: "7.0.0",
    from: "bundled",
  },
  releases: [],
  findings: [],
  pending: [],
  waived: [],
  notes: [],
  ...given,
});

/** A finding on a changeset's line, with everything that a finding can have. */
export const findingOf = (given: Partial<ReportedFinding> = {}): ReportedFinding => ({
  rule: "accidental-graduation",
  level: "error",
  package: "@acme/plugin",
  version: "1.0.0",
  message: say`${"@acme/plugin"} leaves ${"0.y.z"} for ${"1.0.0"}`,
  help: say`write ${"minor"} instead of ${"major"} in ${".changeset/one.md:2"}`,
  at: { path: ".changeset/one.md", line: 2, column: 17, length: 5 },
  source: '"@acme/plugin": major',
  because: {
    at: { path: "policies/integrations.yaml", line: 2, column: 11 },
    text: 'versions: "0.y.z"',
  },
  chain: [
    {
      package: "@acme/plugin",
      to: "1.0.0",
      cause: {
        kind: "changeset",
        changeset: "one",
        bump: "major",
        at: { path: ".changeset/one.md", line: 2, column: 17, length: 5 },
      },
    },
  ],
  ...given,
});

export const releaseOf = (given: Partial<ReportedRelease> = {}): ReportedRelease => ({
  name: "@acme/core",
  dir: "packages/core",
  track: "core",
  private: false,
  from: "1.2.0",
  to: "1.3.0",
  bump: "minor",
  causes: [],
  written: false,
  ...given,
});
