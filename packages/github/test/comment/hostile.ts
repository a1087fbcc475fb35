import fc from "fast-check";
import type { PolicyEffect, Report, ReportedFinding, ReportedRelease } from "release-policy";
import type { Changelogs } from "../../../cli/src/check/report.ts";
import { effectNotes } from "../../../cli/src/commands/audit/effect/notes.ts";
import { CANARY, at, hostile, sentence } from "./hostile-text.ts";

const bump = fc.constantFrom("none" as const, "patch" as const, "minor" as const, "major" as const);
const cause = fc.oneof(
  fc.record({ kind: fc.constant("changeset" as const), changeset: hostile, bump, at }),
  fc.record({
    kind: fc.constant("dependency" as const),
    on: hostile,
    field: fc.constant("peerDependencies" as const),
    range: hostile,
    bump,
  }),
  fc.record({
    kind: fc.constant("group" as const),
    group: fc.constantFrom("fixed" as const, "linked" as const),
    from: hostile,
    highest: hostile,
    version: hostile,
    bump,
  }),
  fc.record({ kind: fc.constant("pre" as const), tag: hostile, bump, at }),
  fc.record({ kind: fc.constant("lane" as const), lane: hostile, bump }),
  fc.record({ kind: fc.constant("epic" as const), lead: hostile, bump }),
  fc.record({ kind: fc.constant("train" as const), leader: hostile, bump }),
);
const finding: fc.Arbitrary<ReportedFinding> = fc.record(
  {
    rule: fc.constantFrom("declared-bump", "version-inside-track", "freeze"),
    level: fc.constantFrom("error" as const, "warn" as const),
    package: hostile,
    version: hostile,
    message: sentence,
    help: sentence,
    at,
    because: fc.record({ at, text: hostile }),
    chain: fc.array(fc.record({ package: hostile, to: hostile, cause }), { maxLength: 3 }),
    edits: fc.array(
      fc.oneof(
        fc.record({ path: hostile, line: fc.nat(99), text: hostile }),
        fc.record({ path: hostile, text: hostile }),
        fc.record({
          path: hostile,
          text: fc.constantFrom("---\n::error::x\n", `---\n${CANARY}\n---\n`),
        }),
        fc.record({ path: hostile, line: fc.nat(99) }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: ["rule", "level", "message", "help", "at", "chain"] },
) as fc.Arbitrary<ReportedFinding>;

const release: fc.Arbitrary<ReportedRelease> = fc.record(
  {
    name: hostile,
    dir: hostile,
    track: hostile,
    private: fc.boolean(),
    from: hostile,
    to: hostile,
    bump,
    causes: fc.array(cause, { maxLength: 2 }),
    written: fc.boolean(),
  },
  { requiredKeys: ["name", "dir", "private", "from", "to", "bump", "causes", "written"] },
) as fc.Arbitrary<ReportedRelease>;

const allowedBump = fc.record({
  bump: fc.constantFrom("patch" as const, "minor" as const, "major" as const),
  allowed: fc.boolean(),
  version: hostile,
  mayBreak: fc.boolean(),
  findings: fc.constant([]),
});

const missing = fc.record(
  {
    rule: fc.constant("changeset-missing" as const),
    name: hostile,
    dir: hostile,
    track: hostile,
    bumps: fc.array(allowedBump, { maxLength: 3 }),
    emptyCounts: fc.boolean(),
  },
  { requiredKeys: ["rule", "name", "dir", "bumps", "emptyCounts"] },
);

const line = fc.record({ at, text: hostile });
const approval = fc.record({
  by: hostile,
  at: hostile,
  via: fc.constantFrom("comment" as const, "label" as const),
  package: hostile,
  version: hostile,
});

const effectFindings = fc.array(
  fc.record(
    {
      rule: fc.constant("freeze" as const),
      level: fc.constant("error" as const),
      package: hostile,
      version: hostile,
      message: hostile,
    },
    { requiredKeys: ["rule", "level", "message"] },
  ),
  { maxLength: 2 },
);
const effectReleases = fc.array(
  fc.record({
    commit: fc.constant("c".repeat(40)),
    date: fc.constant("2026-07-24"),
    subject: hostile,
    findings: effectFindings,
  }),
  { maxLength: 2 },
);
const policyEffect = fc.record(
  {
    today: fc.record({ added: effectFindings, removed: effectFindings }),
    past: fc.record({
      compared: fc.integer({ min: 2, max: 40 }),
      from: fc.constant("2026-05-01"),
      refused: effectReleases,
      allowed: effectReleases,
      unjudged: fc.nat(2),
      left: fc.nat(2),
    }),
    problem: hostile,
  },
  { requiredKeys: ["today"] },
) as fc.Arbitrary<PolicyEffect>;

const changelogs: fc.Arbitrary<Changelogs> = fc.record({
  generator: fc.record({ name: hostile, version: hostile, within: hostile }),
  entries: fc.array(
    fc.record({
      package: hostile,
      path: hostile,
      version: hostile,
      text: fc.array(hostile, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n")),
      unknown: fc.constant([]),
    }),
    { maxLength: 3 },
  ),
  notes: fc.array(sentence, { maxLength: 2 }),
  left: fc.nat(2),
});

/** A report of which every text is a stranger's. */
export const report: fc.Arbitrary<Report> = fc
  .record({
    releases: fc.uniqueArray(release, { maxLength: 5, selector: ({ name }) => name }),
    findings: fc.array(finding, { maxLength: 3 }),
    pending: fc.array(finding, { maxLength: 2 }),
    waived: fc.array(
      fc.oneof(
        fc.record({
          finding,
          waiver: fc.record({ reason: hostile, owner: hostile, until: hostile, line }),
        }),
        fc.record({ finding, approval }),
      ),
      { maxLength: 2 },
    ),
    approvals: fc.option(
      fc.record({
        rules: fc.constant("all" as const),
        permission: fc.constantFrom("write" as const, "admin" as const),
        label: hostile,
        comment: fc.boolean(),
        byAnother: fc.boolean(),
        line,
        asked: fc.array(
          fc.record({
            package: hostile,
            version: hostile,
            rules: fc.constant([]),
            digest: hostile,
          }),
          { maxLength: 2 },
        ),
        refused: fc.array(
          fc.record({
            by: hostile,
            at: hostile,
            via: fc.constant("comment" as const),
            package: hostile,
            version: hostile,
            why: sentence,
          }),
          { maxLength: 2 },
        ),
      }),
      { nil: undefined },
    ),
    notes: fc.array(sentence, { maxLength: 2 }),
    policyEffect: fc.option(policyEffect, { nil: undefined }),
    changelogs: fc.option(changelogs, { nil: undefined }),
    unreleased: fc.uniqueArray(missing, { maxLength: 3, selector: ({ name }) => name }),
    changesetPaths: fc.array(hostile, { maxLength: 2 }),
    ref: hostile,
    pendingNumber: fc.nat(5),
    versionCommit: fc.boolean(),
  })
  .map(
    ({
      ref,
      versionCommit,
      pendingNumber,
      approvals,
      policyEffect: effect,
      changelogs: preview,
      ...rest
    }) => ({
      ...rest,
      notes: [...rest.notes, ...(effect ? effectNotes(effect) : [])],
      ...(approvals ? { approvals } : {}),
      ...(preview ? { changelogs: preview } : {}),
      outcome: "fail",
      planner: {
        id: "changesets@3",
        package: "@changesets/assemble-release-plan",
        version: "7.0.0",
        from: "bundled",
      },
      since: {
        ref,
        base: "b".repeat(40),
        judgedBy: "base",
        versionCommit,
        ...(effect ? { policyEffect: effect } : {}),
      },
      pendingReleases: rest.releases.slice(0, pendingNumber).map(({ name }) => name),
      findings: [
        ...rest.findings,
        ...rest.unreleased.map(({ name }) => ({
          rule: "changeset-missing" as const,
          level: "warn" as const,
          package: name,
          message: [{ code: name }, " changed"],
          help: ["add one"],
          at: { path: "package.json", line: 1, column: 1 },
          chain: [],
        })),
      ],
    }),
  );
