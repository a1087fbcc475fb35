import { expect, test } from "vitest";
import type { Report, ReportedWaived } from "../../src/check/report.ts";
import { waivedSections } from "../../src/formats/markdown/approvals.ts";
import { packageMarkdown } from "../../src/formats/markdown/package.ts";
import { releaseSections } from "../../src/formats/markdown/releases.ts";
import { fitted } from "../../src/formats/markdown/sections.ts";
import {
  allowanceText,
  allowedByWord,
  isWorthSaying,
  verdictText,
} from "../../src/formats/verdict-text.ts";
import { findingOf, releaseOf, reportOf } from "../kit/report.ts";

const line = { at: { path: "policies/waivers.yaml", line: 4, column: 3 }, text: "- rule: x" };
const finding = findingOf();
const dated = (word: "accepted" | "evaluated", until: string): ReportedWaived =>
  ({ finding, [word]: { owner: "@ann", until, line } }) as unknown as ReportedWaived;
const waiver: ReportedWaived = {
  finding,
  waiver: { reason: "planned", owner: "@ann", until: "2027-01-31", line },
};
const approval: ReportedWaived = {
  finding,
  approval: {
    package: "@acme/plugin",
    version: "1.0.0",
    by: "bob",
    at: "2026-11-22T10:00:00Z",
    via: "label",
  },
};

const error = findingOf();
const warning = findingOf({ level: "warn", package: "@acme/core" });
const released = [releaseOf({ name: "@acme/plugin" }), releaseOf()];

test.each<[Partial<Report>, string]>([
  [{}, "nothing to release"],
  [{ releases: released }, "2 releases allowed"],
  [{ releases: released.slice(1), findings: [warning] }, "1 release allowed (1 warning)"],
  [{ releases: released, findings: [error] }, "1 of 2 releases not allowed (1 error)"],
  [
    { releases: released, findings: [error, error, warning, warning] },
    "1 of 2 releases not allowed (2 errors, 2 warnings)",
  ],
  [{ findings: [error] }, "1 error"],
  [{ releases: released, findings: [findingOf({ package: "@acme/other" })] }, "1 error"],
  [{ waived: [waiver] }, "nothing to release (1 waived)"],
  [{ releases: released, pendingReleases: ["@acme/core"] }, "1 release allowed"],
  [
    { releases: released, since: { versionCommit: true } as Report["since"] & object },
    "2 versions allowed",
  ],
])("of %j, the verdict is: %s", (given, text) => {
  expect(verdictText(reportOf(given))).toBe(text);
});

test("says why a finding does not count, and where the policy says so", () => {
  expect(allowanceText(waiver)).toEqual({
    word: "waived",
    why: "planned (@ann, until 2027-01-31)",
    at: line.at,
  });
  expect(allowanceText(approval)).toEqual({
    word: "waived",
    why: "approved by bob (label, 2026-11-22T10:00:00Z)",
  });
  expect(allowanceText(dated("accepted", "2027-01-15"))).toEqual({
    word: "accepted",
    why: "in the baseline (@ann, until 2027-01-15)",
    at: line.at,
  });
  const evaluated = dated("evaluated", "2027-01-15");
  expect(allowanceText(evaluated).why).toBe("an error from 2027-01-15 on");
  expect(allowanceText({ ...evaluated, finding: warning }).why).toBe(
    "a warning from 2027-01-15 on",
  );
});

test("counts what does not count by why, until the first of their days", () => {
  const texts = (...waived: readonly ReportedWaived[]) =>
    allowedByWord({ waived }).map(({ text }) => text);
  const [later, sooner] = [dated("accepted", "2027-02-01"), dated("accepted", "2027-01-15")];
  expect(texts(waiver, approval, later, sooner)).toEqual([
    "2 waived",
    "2 accepted until 2027-01-15 or later",
  ]);
  expect(texts(sooner, sooner)).toEqual(["2 accepted until 2027-01-15"]);
});

test.each<[string, Partial<Report>, boolean]>([
  ["nothing", {}, false],
  ["a release", { releases: released }, true],
  ["releases of the base", { releases: released.slice(1), pendingReleases: ["@acme/core"] }, false],
  ["a finding", { findings: [warning] }, true],
  ["a waiver", { waived: [waiver] }, true],
  ["an approval", { waived: [approval] }, true],
  ["what the baseline accepts", { waived: [dated("accepted", "2027-01-15")] }, false],
  ["another policy", { since: { policyChanged: true } as Report["since"] & object }, true],
])("of %s, whether there is something to say is %s", (_, given, is) => {
  expect(isWorthSaying(reportOf(given))).toBe(is);
});

const errors = (length: number) =>
  Array.from({ length }, (_, i) =>
    findingOf({ package: `p${i}`, at: { path: `.changeset/${i}.md`, line: 2, column: 1 } }),
  );

test("folds what the baseline accepts, and many evaluated findings", () => {
  const folded = (waived: readonly ReportedWaived[], given: Partial<Report> = {}) =>
    waivedSections(reportOf({ waived, ...given }), {}).map(({ open, close }) => {
      expect(close).toBe(open === "" ? undefined : "</details>");
      return open !== "";
    });
  const evaluated = (length: number) =>
    Array.from({ length }, () => dated("evaluated", "2027-01-15"));
  expect(folded([waiver])).toEqual([false]);
  expect(folded([dated("accepted", "2027-01-15")])).toEqual([true]);
  expect(folded(evaluated(4))).toEqual([false]);
  expect(folded(evaluated(5))).toEqual([true]);
  expect(folded([waiver, waiver, waiver, waiver, waiver])).toEqual([false]);
  expect(folded([waiver], { findings: errors(4) })).toEqual([false]);
});

test.each([
  [4, ["a", "b"], "2 releases allowed"],
  [5, ["a", "b"], "2 releases allowed, 1 waived, 2 accepted until 2027-01-15"],
  [5, [], "1 waived, 2 accepted until 2027-01-15"],
])("with %i errors, the fold of the releases %j is %s", (number, names, summary) => {
  const accepted = dated("accepted", "2027-01-15");
  const report = reportOf({
    findings: errors(number),
    waived: [waiver, accepted, accepted],
    releases: names.map((name) => releaseOf({ name })),
  });
  const text = fitted(releaseSections(report, {}), 9999);
  const [first, ...others] = [...text.matchAll(/<summary>(.*)<\/summary>/g)].map(([, one]) => one);
  expect(first).toBe(summary);
  expect(others).toEqual([]);
  expect(text.includes("☑️ **Waived** by `@ann`")).toBe(number === 5);
  expect(text.includes("\n\n☑️ **Accepted** until `2027-01-15`")).toBe(number === 5);
  expect(text.includes("\n\n| Package |")).toBe(names.length > 0);
  expect(waivedSections(report, {})).toHaveLength(number === 5 ? 0 : 2);
});

test("names together what one waiver allows, once", () => {
  const [section] = waivedSections(reportOf({ waived: [waiver, waiver] }), {});
  expect(section!.items).toEqual([
    "☑️ **Waived** by `@ann` until `2027-01-31`: `planned` (`policies/waivers.yaml:4`)\n- `@acme/plugin` leaves `0.y.z` for `1.0.0` · accidental-graduation",
  ]);
  expect(section!.rest(1)).toBe("… and 1 more");
});

test("answers for one package, with at most twenty causes", () => {
  const causes = (length: number) =>
    Array.from(
      { length },
      (_, i) => ({ kind: "train", leader: `core-${i}`, bump: "minor" }) as const,
    );
  const textOf = (given: Partial<Report>) => packageMarkdown(reportOf(given), "@acme/core", {});
  const allowed = textOf({ releases: [releaseOf({ causes: causes(20) })], findings: [error] });
  expect(allowed).toContain("### Why `@acme/core` is released\n\n| Package |");
  expect(allowed).toContain("- `train of core-19`\n\nThe policy allows it.\n\n");
  expect(textOf({ releases: [releaseOf({ causes: causes(22) })] })).toContain(
    "- `train of core-19`\n\n… and 2 more.\n\nThe policy allows it.",
  );
  expect(textOf({ releases: [releaseOf({ name: "@acme/plugin" })] })).toMatch(
    /^### `@acme\/core` is not released by this plan\n\nThe policy allows it\.\n\n/,
  );
  const about = { finding: findingOf({ package: "@acme/core" }) };
  const refused = textOf({
    findings: [about.finding],
    waived: [{ ...waiver, ...about }, { ...waiver, ...about }, waiver],
  });
  expect(refused).not.toContain("The policy allows it");
  expect(refused).toContain("\n\n2 findings about it allowed.\n\n");
});
