import { count } from "../style.ts";
import type { Report } from "../../check/report.ts";
import { causeText } from "../finding.ts";
import { findingsMarkdown } from "./findings.ts";
import { RELEASE_HEAD, releaseRow } from "./releases.ts";
import { type MarkdownOptions, code, footer } from "./text.ts";

const MOST_CAUSES = 20;
const MOST_FINDINGS = 20;

/** What a report says about one package, as an answer to a question: its release, its causes and its findings. */
export function packageMarkdown(report: Report, name: string, options: MarkdownOptions): string {
  const release = report.releases.find((one) => one.name === name);
  const findings = report.findings.filter((finding) => finding.package === name);
  const waived = report.waived.filter(({ finding }) => finding.package === name);
  const causes = release?.causes ?? [];
  const parts = [
    release
      ? `### Why ${code(name)} is released\n\n${RELEASE_HEAD}\n${releaseRow(release)}`
      : `### ${code(name)} is not released by this plan`,
    listed(
      causes.map((cause) => `- ${code(causeText(cause))}`),
      MOST_CAUSES,
      "\n",
    ),
    listed(
      findings.map((finding) => findingsMarkdown({ lead: [finding], others: [] }, report, options)),
      MOST_FINDINGS,
      "\n\n",
    ),
    ...(findings.length === 0 ? ["The policy allows it."] : []),
    ...(waived.length > 0 ? [`${count(waived.length, "finding")} about it allowed.`] : []),
    footer(report, options),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function listed(items: readonly string[], most: number, between: string): string {
  const left = items.length - most;
  const shown = items.slice(0, most).join(between);
  return left > 0 ? `${shown}\n\n… and ${left} more.` : shown;
}
