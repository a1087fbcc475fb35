import type { Report, ReportedFinding } from "../../check/report.ts";
import { alike, byLine, byOrigin } from "../grouping.ts";
import { count } from "../style.ts";
import { findingsMarkdown, groundsOf, shortFinding } from "./findings.ts";
import type { Section } from "./sections.ts";
import type { MarkdownOptions } from "./text.ts";

/** More than these are longer than two screens of a phone. */
const MOST_WHOLE = 4;

/** Errors, then warnings, then what the base has already; what is long is folded. */
export function findingSections(
  report: Report,
  options: MarkdownOptions,
): Record<"errors" | "warnings" | "pending", readonly Section[]> {
  const { missing, rest } = missingChangesets(report);
  const errors = rest.filter(({ level }) => level === "error");
  const warnings = rest.filter(({ level }) => level === "warn");
  const isShort = isLong(report);
  const wholeOf = (findings: readonly ReportedFinding[]) =>
    byLine(findings).map((group) => findingsMarkdown(group, report, options));
  return {
    errors: isShort
      ? shortSections(errors, report, options)
      : [shownSection(wholeOf(errors), "problem")],
    warnings:
      isShort || byLine(warnings).length > MOST_WHOLE || missing.length > 0
        ? [foldedSection(wholeOf(warnings), count(warnings.length, "warning"), "warning")]
        : [shownSection(wholeOf(warnings), "warning")],
    pending: [
      foldedSection(
        wholeOf(report.pending),
        `${count(report.pending.length, "finding")} already on the base, not counted`,
        "finding of the base",
      ),
    ],
  };
}

/** With this many errors, each is shown in short and everything else is folded. */
export const isLong = (report: Report): boolean =>
  byLine(missingChangesets(report).rest.filter(({ level }) => level === "error")).length >
  MOST_WHOLE;

function shortSections(
  errors: readonly ReportedFinding[],
  report: Report,
  options: MarkdownOptions,
): readonly Section[] {
  const listed = alike(byOrigin(errors));
  const items = listed.map(({ group, like }) =>
    shortFinding(group, like, errors.length, report, options),
  );
  return [
    { ...shownSection(items, "problem"), between: "\n" },
    {
      ...shownSection(
        listed.flatMap(({ group, like }) =>
          [group, ...like].flatMap((one) => groundsOf(one, group.lead[0], report, options)),
        ),
        "cause",
      ),
      open: "<details><summary>Fixes in full, policy lines and causes</summary>\n",
      between: "\n",
      close: "</details>",
    },
  ];
}

const shownSection = (items: readonly string[], noun: string): Section => ({
  open: "",
  items,
  between: "\n\n",
  rest: (left) => `… ${count(left, `more ${noun}`)} ${left === 1 ? "does" : "do"} not fit here`,
});

const foldedSection = (items: readonly string[], summary: string, noun: string): Section => ({
  ...shownSection(items, noun),
  open: `<details><summary>${summary}</summary>`,
  close: "</details>",
});

/** The findings that the table of missing changesets shows, and the rest. */
export function missingChangesets({ findings, unreleased = [] }: Report): {
  readonly missing: readonly ReportedFinding[];
  readonly rest: readonly ReportedFinding[];
} {
  const shown = new Map(unreleased.map(({ name, rule }) => [name, rule]));
  const isMissing = ({ rule, package: name = "" }: ReportedFinding) => shown.get(name) === rule;
  return {
    missing: findings.filter(isMissing),
    rest: findings.filter((finding) => !isMissing(finding)),
  };
}
