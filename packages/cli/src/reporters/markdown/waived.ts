import type { Report, ReportedWaived } from "../../report.ts";
import type { MarkdownOptions } from "./options.ts";
import type { Section } from "./sections.ts";
import { code, count, link, sentence } from "./text.ts";

/** What is allowed by somebody's word: who, until when and why, and what for. */
export function waivedSection({ waived, since }: Report, { links }: MarkdownOptions): Section {
  const side = since?.judgedBy === "base" ? "base" : "head";
  const headOf = ({ waiver: { owner, until, reason, line } }: ReportedWaived): string => {
    const where = link(
      code(`${line.at.path}:${line.at.line}`),
      links?.view(line.at.path, line.at.line, side),
    );
    return `☑️ **Waived** by ${code(owner)} until ${code(until)}: ${code(reason)} (${where})`;
  };
  const textOf = ({ finding: { message, rule } }: ReportedWaived): string =>
    `- ${sentence(message)} · ${link(rule, links?.rule?.(rule))}`;
  const byWaiver = Map.groupBy(waived, headOf);
  return {
    open: "",
    items: [...byWaiver].map(([head, members]) =>
      [head, ...new Set(members.map(textOf))].join("\n"),
    ),
    between: "\n\n",
    rest: (left) => `… ${count(left, "more waiver")}`,
  };
}
