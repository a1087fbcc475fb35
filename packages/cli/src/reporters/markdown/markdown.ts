import type { Report } from "../../report.ts";
import { footer } from "./footer.ts";
import { findingSections } from "./findings.ts";
import { headline } from "./headline.ts";
import type { MarkdownOptions } from "./options.ts";
import { releaseSections } from "./releases.ts";
import { fitted } from "./sections.ts";
import { sentence } from "./text.ts";
import { missingSections } from "./missing.ts";
import { waivedSections } from "./waived.ts";

/** What GitHub takes is 65,536 characters; the rest is for a marker and for what a forge adds. */
const BUDGET = 60_000;

/**
 * The report as one comment on a pull request: the verdict, what is against it and how it is fixed, the rest folded.
 * The same report makes the same text. Ends with a line break.
 */
export function markdown(report: Report, options: MarkdownOptions): string {
  const head = headline(report);
  const foot = footer(report, options);
  const budget = (options.budget ?? BUDGET) - new TextEncoder().encode(head + foot).length - 8;
  const { errors, warnings, pending } = findingSections(report, options);
  const body = fitted(
    [
      notes(report),
      ...errors,
      ...missingSections(report, options),
      ...warnings,
      ...waivedSections(report, options),
      ...releaseSections(report),
      ...pending,
    ],
    budget,
  );
  return `${[head, body, foot].filter((part) => part !== "").join("\n\n")}\n`;
}

const notes = ({ notes: said }: Report) => ({
  open: "",
  items: said.map((note) => `ℹ️ ${sentence(note)}`),
  between: "\n\n" as const,
  rest: (left: number) => `ℹ️ … and ${left} more notes`,
});
