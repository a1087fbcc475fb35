import type { Report, ReportedWaived } from "../../report.ts";
import type { MarkdownOptions } from "./options.ts";
import type { Section } from "./sections.ts";
import { code, count, link, sentence } from "./text.ts";

/** What is allowed by somebody's word: who, why and until when. */
export const waivedSections = (
  { waived, since }: Report,
  { links }: MarkdownOptions,
): readonly Section[] => {
  const side = since?.judgedBy === "base" ? "base" : "head";
  const text = ({ finding, waiver, approval }: ReportedWaived) => {
    if (approval) {
      const { by, via, at } = approval;
      return `☑️ Approved by ${code(by)} (${via}, ${at.slice(0, 10)}): ${sentence(finding.message)} · ${link(finding.rule, links?.rule?.(finding.rule))}`;
    }
    const { path, line } = waiver.line.at;
    const where = link(code(`${path}:${line}`), links?.view(path, line, side));
    const rule = link(finding.rule, links?.rule?.(finding.rule));
    return `☑️ Waived by ${code(waiver.owner)} until ${code(waiver.until)}: ${sentence(finding.message)} · ${rule}\n- **Reason:** ${code(waiver.reason)} (${where})`;
  };
  return [
    {
      open: "",
      items: [...new Set(waived.map(text))],
      between: "\n\n",
      rest: (left) => `… and ${count(left, "waived finding")} more, which find no room here.`,
    },
  ];
};
