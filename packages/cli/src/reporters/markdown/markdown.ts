import type { Report } from "../../report.ts";
import { approvalSections } from "./approvals.ts";
import { footer } from "./footer.ts";
import { findingSections } from "./findings.ts";
import { headline } from "./headline.ts";
import type { MarkdownOptions } from "./options.ts";
import { releaseSections, trackSection } from "./releases.ts";
import { fitted, type Section } from "./sections.ts";
import { bytesOf, count, sentence } from "./text.ts";
import { missingSection } from "./missing.ts";
import { waivedSection } from "./waived.ts";

/** What GitHub takes is 65,536 characters; the rest is for a marker and for what a forge adds. */
const BUDGET = 60_000;

/**
 * The report as one comment on a pull request: the verdict, what is against it and how it is fixed, the rest folded.
 * The same report makes the same text. Ends with a line break.
 */
export function markdown(report: Report, options: MarkdownOptions): string {
  const head = headline(report);
  const foot = footer(report, options);
  const budget = (options.budget ?? BUDGET) - bytesOf(head + foot) - 8;
  const { errors, warnings, pending } = findingSections(report, options);
  const body = fitted(
    [
      notes(report),
      trackSection(report),
      errors,
      missingSection(report, options),
      warnings,
      waivedSection(report, options),
      ...approvalSections(report),
      ...releaseSections(report),
      pending,
    ],
    budget,
  );
  return `${[head, body, foot].filter((part) => part !== "").join("\n\n")}\n`;
}

const notes = ({ notes: said }: Report): Section => ({
  open: "",
  items: said.map((note) => `**Note:** ${sentence(note)}`),
  between: "\n\n",
  rest: (left) => `… ${count(left, "more note")}`,
});
