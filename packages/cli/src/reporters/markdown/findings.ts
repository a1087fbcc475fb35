import type { Report, ReportedFinding } from "../../report.ts";
import { byCause } from "../finding-block.ts";
import { findingText } from "./finding.ts";
import type { MarkdownOptions } from "./options.ts";
import { partsOf } from "./parts.ts";
import type { Section } from "./sections.ts";
import { count } from "./text.ts";

/** Errors and warnings open, what the base has already folded. */
export function findingSections(
  report: Report,
  options: MarkdownOptions,
): Record<"errors" | "warnings" | "pending", readonly Section[]> {
  const { errors, warnings } = partsOf(report);
  const section = (findings: readonly ReportedFinding[], noun: string): Section => ({
    open: "",
    items: byCause(findings).map((group) => findingText(group, report, options)),
    between: "\n\n",
    rest: (left) => `… and ${count(left, noun)} more, which find no room here.`,
  });
  const pending = section(report.pending, "finding");
  return {
    errors: [section(errors, "problem")],
    warnings: [section(warnings, "warning")],
    pending: [
      {
        ...pending,
        open: `<details><summary>${count(pending.items.length, "problem")} on the base already, not counted</summary>`,
        close: "</details>",
      },
    ],
  };
}
