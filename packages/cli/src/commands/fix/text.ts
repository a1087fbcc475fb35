import { jsonLines, printable } from "../../formats/escape.ts";
import { findingBlock } from "../../formats/finding.ts";
import { byCause } from "../../formats/grouping.ts";
import { type Style, count, paint, wrapped } from "../../formats/style.ts";
import type { Fixes } from "./fix.ts";

/** What was fixed and what is left, for people; the diff comes before it. Ends with a line break. */
export function fixesText({ fixed, left, changes, written }: Fixes, style: Style): string {
  const blocks = byCause(left).map((findings) => {
    const unfixed = left.find((one) => one === findings[0])?.unfixed;
    const why = unfixed ? [`\n  ${wrapped(["not fixed: ", ...unfixed], style, 2)}`] : [];
    return [findingBlock(findings, style), ...why].join("");
  });
  return `${[...blocks, summary()].join("\n\n")}\n`;

  function summary(): string {
    const files = count(changes.length, "file");
    const found = count(fixed.length, "finding");
    const first =
      changes.length === 0
        ? "nothing to fix"
        : `${found} ${written ? "fixed" : "can be fixed"} in ${files}`;
    const rest = [
      ...(left.length > 0 ? [`${left.length} left`] : []),
      ...(changes.length > 0 && !written ? ["nothing was written"] : []),
    ];
    return [paint(style, "bold", first), ...rest].join("; ");
  }
}

/** The changed files, one per line, before a report; empty if there are none. */
export const writtenText = ({ changes, written }: Fixes): string =>
  written ? `${changes.map(({ path }) => `fixed ${printable(path)}\n`).join("")}\n` : "";

/** The same as data. */
export const fixesJson = (fixes: Fixes): string => jsonLines({ version: 1, ...fixes });
