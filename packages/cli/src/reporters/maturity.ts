import type { MaturityRow } from "@release-policy/core/types";
import type { Tracks } from "../tracks.ts";
import { printable } from "./escape.ts";
import { paint, type Style } from "./style.ts";

/** The maturity table in Markdown, padded as formatters do it. Ends with a line break. */
export function maturityMarkdown(rows: readonly MaturityRow[]): string {
  const cells = rows.map((row) => [
    code(row.package),
    code(row.version),
    code(row.track),
    encoded(row.promise),
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
const code = (text: string): string =>
  /^[\w@/.~^=+-]+$/.test(text) ? `\`${text}\`` : encoded(text);

/** What is neither a letter nor harmless becomes a number, which no parser takes for a mark. */
const encoded = (text: string): string =>
  printable(text).replaceAll(/[^\p{L}\p{N} ,;.()-]/gu, (char) => `&#${char.codePointAt(0)};`);

/** The packages of each track, for people. Ends with a line break. */
export function maturityText(rows: readonly MaturityRow[], style: Style): string {
  if (rows.length === 0) return "The policy is about no package.\n";
  const width = (key: "package" | "version") =>
    Math.max(...rows.map((row) => printable(row[key]).length));
  const [names, versions] = [width("package"), width("version")];
  const blocks = [...Map.groupBy(rows, ({ track }) => track)].map(([track, members]) => {
    const lines = members.map((row) => {
      const name = paint(style, "bold", printable(row.package).padEnd(names));
      return `  ${name}  ${printable(row.version).padEnd(versions)}  ${paint(style, "dim", row.promise)}`;
    });
    return [paint(style, "cyan", track === "none" ? "on no track" : track), ...lines].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

/** What became of the page, or what is wrong with it. Ends with a line break. */
export function pageText({ path, differing, written }: NonNullable<Tracks["page"]>): string {
  const page = printable(path);
  if (written) return `${page}: the maturity table is written\n`;
  if (!differing) return `${page} has no maturity table: run release-policy tracks --write\n`;
  return differing.length === 0
    ? `${page}: the maturity table is up to date\n`
    : `${page} is not up to date on ${differing.map(printable).join(", ")}: run release-policy tracks --write\n`;
}
