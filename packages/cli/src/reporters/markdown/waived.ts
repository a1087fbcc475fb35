import type { Report, ReportedWaived } from "../../report.ts";
import type { MarkdownOptions } from "./options.ts";
import type { Section } from "./sections.ts";
import { code, count, link, sentence } from "./text.ts";

/** What is allowed by somebody's word: who, when or until when, why, and what for. */
export function waivedSection({ waived, since }: Report, { links }: MarkdownOptions): Section {
  const side = since?.judgedBy === "base" ? "base" : "head";
  const headOf = ({ waiver, approval }: ReportedWaived): string => {
    if (approval)
      return `☑️ **Approved** by ${code(approval.by)}, ${VIA[approval.via]}, ${code(approval.at)}`;
    const { owner, until, reason, line } = waiver;
    const { path, line: number } = line.at;
    const where = link(code(`${path}:${number}`), links?.view(path, number, side));
    return `☑️ **Waived** by ${code(owner)} until ${code(until)}: ${code(reason)} (${where})`;
  };
  const textOf = ({ finding: { message, rule } }: ReportedWaived): string =>
    `- ${sentence(message)} · ${link(rule, links?.rule?.(rule))}`;
  const byWord = Map.groupBy(waived, headOf);
  return {
    open: "",
    items: [...byWord].map(([head, members]) => [head, ...new Set(members.map(textOf))].join("\n")),
    between: "\n\n",
    rest: (left) => `… ${count(left, "more waiver")}`,
  };
}

const VIA = { comment: "by a comment", label: "by a label" } as const;
