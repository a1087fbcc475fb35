import type { Report } from "../../check/report.ts";
import { count } from "../style.ts";
import { tallyOf, verdictText } from "../verdict-text.ts";
import { missingChangesets } from "./finding-sections.ts";

const ICONS = { pass: "✅", warn: "⚠️", fail: "❌" } as const;

/** The verdict in at most twelve words, with an icon. */
export function headline(report: Report): string {
  return `### ${ICONS[report.outcome]} ${headlineText(report)}`;
}

function headlineText(report: Report): string {
  const { missing } = missingChangesets(report);
  const { errors } = tallyOf(report);
  const others = errors.length - missing.filter(({ level }) => level === "error").length;
  if (missing.length > 0 && others === 0)
    return `${count(missing.length, "changed package")} ${missing.length === 1 ? "has" : "have"} no changeset`;
  return `Release policy: ${verdictText(report)}`;
}
