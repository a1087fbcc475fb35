import fc from "fast-check";
import type { Report, ReportedFinding, ReportedRelease } from "release-policy";

/** In every hostile text: where it is found outside of code, something has got out. */
export const CANARY = "☠";

const PIECES = [
  "|",
  "||",
  "\\|",
  "\\",
  "\\\\",
  "`",
  "``",
  "```",
  "~~~",
  "\n",
  "\r\n",
  "\n\n",
  "\t",
  " ",
  "  \n",
  "@everyone",
  "@acme/team",
  "#1",
  "GH-1",
  "acme/mono#3",
  "https://evil.example/x",
  "www.evil.example",
  "a@evil.example",
  "<img src=x onerror=y>",
  "<details>",
  "</details>",
  "<!--",
  "-->",
  "<a href=x>",
  "</code>",
  "[x](https://evil.example)",
  "![x](https://evil.example/p.png)",
  "[x]: https://evil.example",
  "[^1]",
  "\n# heading",
  "\n- item",
  "\n> quote",
  "\n---\n",
  "\n| --- | --- |\n",
  "| a | b |",
  ":smile:",
  "$x$",
  "$`x`$",
  "**",
  "__",
  "*",
  "_",
  "~~",
  "&lt;",
  "&#64;",
  "\u202E",
  "\u200B",
  "\u0000",
  "\u001B[31m",
  "\uD800",
  "é",
  "漢",
  "🦋",
  "- [ ] task",
  "1. x",
  "    code",
  "::error::",
  "\n::error::x",
  "##[group]",
  "core",
  "1.2.0",
  "^1 || ^2",
];

const anything = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.constantFrom(...PIECES), { maxLength: 5 })
      .map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
);
export const hostile = fc.tuple(anything, anything).map(([a, b]) => `${a}${CANARY}${b}`);

const at = fc.record({
  path: fc.oneof(
    hostile,
    hostile.map((name) => `.changeset/${name}.md`),
  ),
  line: fc.integer({ min: 1, max: 999 }),
  column: fc.constant(1),
});
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
const sentence = fc
  .tuple(hostile, hostile)
  .map(([a, b]) => [{ code: a }, " is not what ", { code: b }, " takes"]);

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
    unreleased: fc.uniqueArray(missing, { maxLength: 3, selector: ({ name }) => name }),
    changesetPaths: fc.array(hostile, { maxLength: 2 }),
    ref: hostile,
    pendingNumber: fc.nat(5),
    versionCommit: fc.boolean(),
  })
  .map(({ ref, versionCommit, pendingNumber, approvals, ...rest }) => ({
    ...rest,
    ...(approvals ? { approvals } : {}),
    outcome: "fail",
    planner: {
      id: "changesets@3",
      package: "@changesets/assemble-release-plan",
      version: "7.0.0",
      from: "bundled",
    },
    since: { ref, base: "b".repeat(40), judgedBy: "base", versionCommit },
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
  }));
