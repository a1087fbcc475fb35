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
): Record<"errors" | "warnings" | "pending", Section> {
  const { errors, warnings } = partsOf(report);
  const section = (findings: readonly ReportedFinding[], noun: string): Section => ({
    open: "",
    items: byEdit(findings).map((groups) => findingText(groups, report, options)),
    between: "\n\n",
    rest: (left) =>
      `… ${count(left, `more ${noun}`)} ${left === 1 ? "finds" : "find"} no room here`,
  });
  const pending = section(report.pending, "problem of the base");
  return {
    errors: section(errors, "problem"),
    warnings: section(warnings, "warning"),
    pending: {
      ...pending,
      open: `<details><summary>${count(pending.items.length, "problem")} on the base already, not counted</summary>`,
      close: "</details>",
    },
  };
}

/** Causes that the same edit of one line answers are told together, the one with the edit first. */
function byEdit(findings: readonly ReportedFinding[]): readonly ReportedFinding[][][] {
  const causes = byCause(findings);
  const keyOf = ({ package: name, at }: ReportedFinding) => `${name}\n${at.path}\n${at.line}`;
  const editing = new Map(
    causes.flatMap((cause) => {
      const [first] = cause;
      const isOwn = first!.edits?.some(
        ({ path, line }) => path === first!.at.path && line === first!.at.line,
      );
      return isOwn ? [[keyOf(first!), cause] as const] : [];
    }),
  );
  const groups = Map.groupBy(causes, (cause) => editing.get(keyOf(cause[0]!)) ?? cause);
  return [...groups].map(([lead, members]) => [lead, ...members.filter((cause) => cause !== lead)]);
}
