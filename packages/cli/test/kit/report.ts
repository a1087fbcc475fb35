import { outcomeOf, say } from "@release-policy/core";
import type {
  Changelogs,
  PolicyEffect,
  Report,
  ReportedFinding,
  ReportedRelease,
} from "../../src/check/report.ts";

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

const blocked = { rule: "freeze", level: "error", package: "@acme/core" } as const;

/** A policy that has one more finding today, and would have blocked a release of the past. */
export const EFFECT: PolicyEffect = {
  today: { added: [{ ...blocked, version: "1.3.0", message: "is in a freeze" }], removed: [] },
  past: {
    compared: 40,
    from: "2026-05-01",
    refused: [
      {
        commit: "c".repeat(40),
        date: "2026-07-24",
        subject: "Version Packages",
        findings: [{ ...blocked, version: "1.3.1", message: "was in a freeze" }],
      },
    ],
    allowed: [],
    unjudged: 0,
    left: 0,
  },
};

export const CHANGELOGS: Changelogs = {
  entries: [
    {
      package: "@acme/core",
      path: "packages/core/CHANGELOG.md",
      version: "1.3.0",
      text: "## 1.3.0",
      unknown: [],
    },
  ],
  notes: [say`${"@acme/core"} has no changelog yet`],
  left: 0,
};
