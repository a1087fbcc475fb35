import type { MaturityRow } from "@release-policy/core/types";
import { entities } from "../escape.ts";

/** The maturity table in Markdown, padded as formatters do it. Ends with a line break. */
export function maturityMarkdown(rows: readonly MaturityRow[]): string {
  const cells = rows.map((row) => [
    tableCode(row.package),
    tableCode(row.version),
    tableCode(row.track),
    entities(row.promise),
  ]);
  const head = ["Package", "Version", "Track", "What it may do"];
  const widths = head.map((_, i) => Math.max(...[head, ...cells].map((row) => row[i]!.length)));
  const line = (row: readonly string[], fill = " ") =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i]!, fill)).join(" | ")} |\n`;
  return [head, ["", "", "", ""], ...cells]
    .map((row, i) => line(row, i === 1 ? "-" : " "))
    .join("");
}

/** Names as people have them are code; in any other nothing may mean anything to Markdown. */
const tableCode = (text: string): string =>
  /^[\w@/.~^=+-]+$/.test(text) ? `\`${text}\`` : entities(text);
