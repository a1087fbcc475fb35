import { say } from "@release-policy/core";
import { expect, test } from "vitest";
import type { Report } from "../../src/check/report.ts";
import type { TerminalOptions } from "../../src/formats/terminal/plan-text.ts";
import { terminalText } from "../../src/formats/terminal/terminal.ts";
import { check, formatTerminal } from "../../src/index.ts";
import { findingOf, releaseOf, reportOf } from "../kit/report.ts";
import { workspace } from "../kit/workspace.ts";

/** What `check` prints, with a mark for each escape. */
const printed = (report: Partial<Report>, options: Partial<TerminalOptions> = {}): string =>
  terminalText(reportOf(report), { color: false, width: 120, ...options }).replaceAll(
    "\u001B",
    "␛",
  );

const WARNING = findingOf({
  rule: "changeset-missing",
  level: "warn",
  message: say`${"@acme/core"} changed, and no changeset names it`,
  help: say`add one with ${"pnpm changeset"}`,
  at: { path: "packages/core/package.json", line: 12, column: 3, length: 20 },
  source: '  "name": "@acme/core",',
  chain: [],
});
const { because: _, ...UNFOUNDED } = WARNING;

const WAIVED = {
  finding: findingOf(),
  waiver: {
    reason: "agreed with its users",
    owner: "@ann",
    until: "2026-07-01",
    line: { at: { path: "policies/waivers.yaml", line: 1, column: 3 }, text: "" },
  },
};

const SINCE = {
  ref: "origin/main",
  base: "4979658397c26c9b043b4d74fdc18850a3ca336e",
  judgedBy: "base",
  versionCommit: false,
} as const;

test("shows two findings with their places, and the totals", () => {
  expect(printed({ findings: [findingOf(), UNFOUNDED], releases: [releaseOf()] }))
    .toMatchInlineSnapshot(`
      "error[accidental-graduation]: @acme/plugin leaves 0.y.z for 1.0.0
        --> .changeset/one.md:2:17
         |
       2 | "@acme/plugin": major
         |                 ^^^^^
         = policy: policies/integrations.yaml:2  versions: "0.y.z"
         = chain:  @acme/plugin 1.0.0 ← major in .changeset/one.md:2
         = fix:    write minor instead of major in .changeset/one.md:2

      warn[changeset-missing]: @acme/core changed, and no changeset names it
         --> packages/core/package.json:12:3
          |
       12 |   "name": "@acme/core",
          |   ^^^^^^^^^^^^^^^^^^^^
          = fix:    add one with pnpm changeset

      ✗ 1 error, 1 warning
        release-policy explain @acme/plugin  why it is released
      "
    `);
});

test("names the other packages of one rule at one place once, with their versions", () => {
  const others = ["@acme/vue", "@acme/react"].map((name) => findingOf({ package: name }));
  expect(printed({ findings: [findingOf(), ...others] })).toMatchInlineSnapshot(`
    "error[accidental-graduation]: @acme/plugin leaves 0.y.z for 1.0.0
      --> .changeset/one.md:2:17
       |
     2 | "@acme/plugin": major
       |                 ^^^^^
       = also:   @acme/vue 1.0.0, @acme/react 1.0.0
       = policy: policies/integrations.yaml:2  versions: "0.y.z"
       = chain:  @acme/plugin 1.0.0 ← major in .changeset/one.md:2
       = fix:    write minor instead of major in .changeset/one.md:2

    ✗ 3 errors
      release-policy explain @acme/plugin  why it is released
    "
  `);
});

test("shows what would be released if nothing is wrong", () => {
  const releases = [
    releaseOf(),
    releaseOf({ name: "@acme/lab", from: "0.1.0-alpha.9", to: "0.1.0-alpha.10", bump: "none" }),
    releaseOf({ name: "@acme/plugin", track: "integrations", from: "0.3.0", to: "0.4.0" }),
  ];
  expect(printed({ releases }, { milliseconds: 41.7 })).toMatchInlineSnapshot(`
    "  @acme/core    1.2.0         → 1.3.0           minor       core
      @acme/lab     0.1.0-alpha.9 → 0.1.0-alpha.10  prerelease  core
      @acme/plugin  0.3.0         → 0.4.0           minor       integrations

    ✓ 3 releases allowed
      planned by @changesets/assemble-release-plan 7.0.0 (bundled) in 42 ms
    "
  `);
});

test("shows what is waived, why, by whom and until when", () => {
  expect(printed({ waived: [WAIVED], releases: [releaseOf()] })).toMatchInlineSnapshot(`
    "waived[accidental-graduation]: @acme/plugin leaves 0.y.z for 1.0.0; agreed with its users (@ann, until 2026-07-01)

      @acme/core  1.2.0 → 1.3.0  minor  core

    ✓ 1 release allowed (1 waived)
    "
  `);
});

test("shows equal waived findings once", () => {
  const [line] = printed({ waived: [WAIVED] }).split("\n");
  expect(printed({ waived: [WAIVED, WAIVED] }).split(line!)).toHaveLength(2);
});

test("counts findings of the base in one line", () => {
  const pending = [findingOf(), findingOf()];
  expect(printed({ since: SINCE, pending, releases: [releaseOf()] })).toMatchInlineSnapshot(`
    "  @acme/core  1.2.0 → 1.3.0  minor  core

    ✓ 1 release allowed
      2 findings already on origin/main, not counted (--all shows them)
    "
  `);
});

test("shows notes before the findings", () => {
  const notes = [say`this change edits ${"policies"}`, say`the policy of the base has judged it`];
  expect(printed({ notes })).toMatchInlineSnapshot(`
    "note: this change edits policies

    note: the policy of the base has judged it

    ✓ nothing to release
    "
  `);
});

test("colours levels, places, marks and values", () => {
  expect(
    printed(
      { findings: [findingOf(), UNFOUNDED], waived: [WAIVED], notes: [say`a ${"note"}`] },
      { color: true },
    ),
  ).toMatchInlineSnapshot(`
    "␛[1mnote␛[22m: a ␛[36mnote␛[39m

    ␛[31m␛[1merror[accidental-graduation]:␛[22m␛[39m ␛[36m@acme/plugin␛[39m leaves ␛[36m0.y.z␛[39m for ␛[36m1.0.0␛[39m
    ␛[34m  -->␛[39m .changeset/one.md:2:17
    ␛[34m   |␛[39m
    ␛[34m 2 |␛[39m "@acme/plugin": major
    ␛[34m   |␛[39m                 ␛[31m␛[1m^^^^^␛[22m␛[39m
    ␛[34m   =␛[39m ␛[1mpolicy:␛[22m policies/integrations.yaml:2  versions: "0.y.z"
    ␛[34m   =␛[39m ␛[1mchain:␛[22m  @acme/plugin 1.0.0 ← major in .changeset/one.md:2
    ␛[34m   =␛[39m ␛[1mfix:␛[22m    write ␛[36mminor␛[39m instead of ␛[36mmajor␛[39m in ␛[36m.changeset/one.md:2␛[39m

    ␛[33m␛[1mwarn[changeset-missing]:␛[22m␛[39m ␛[36m@acme/core␛[39m changed, and no changeset names it
    ␛[34m   -->␛[39m packages/core/package.json:12:3
    ␛[34m    |␛[39m
    ␛[34m 12 |␛[39m   "name": "@acme/core",
    ␛[34m    |␛[39m   ␛[33m␛[1m^^^^^^^^^^^^^^^^^^^^␛[22m␛[39m
    ␛[34m    =␛[39m ␛[1mfix:␛[22m    add one with ␛[36mpnpm changeset␛[39m

    ␛[32mwaived[accidental-graduation]:␛[39m ␛[36m@acme/plugin␛[39m leaves ␛[36m0.y.z␛[39m for ␛[36m1.0.0␛[39m; agreed with its users (@ann, until 2026-07-01)

    ␛[31m␛[1m✗ 1 error, 1 warning, 1 waived␛[22m␛[39m
      release-policy explain @acme/plugin  ␛[2mwhy it is released␛[22m
    "
  `);
  expect(printed({ releases: [releaseOf()] }, { color: true })).toMatchInlineSnapshot(`
    "  ␛[1m@acme/core␛[22m  1.2.0 → 1.3.0  minor  ␛[2mcore␛[22m

    ␛[32m␛[1m✓ 1 release allowed␛[22m␛[39m
    "
  `);
});

test("the finding closest to a shared cause has the fix for all", async () => {
  const fixture = await workspace({
    packages: { "@acme/app": "0.3.0", "@acme/plugin": "0.3.0" },
    policies: { integrations: { packages: ["*"], versions: "0.y.z" } },
    config: { fixed: [["@acme/app", "@acme/plugin"]] },
    changesets: { drop: { "@acme/plugin": "major" } },
  });
  const text = formatTerminal(await check({ cwd: fixture.path }));
  expect(text).toContain("error[accidental-graduation]: @acme/plugin would go from 0.3.0 to 1.0.0");
  expect(text).toContain("= also:   @acme/app 1.0.0");
  expect(text).toContain("write minor instead of major in .changeset/drop.md:2");
});
