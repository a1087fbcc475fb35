import { printable } from "./escape.ts";
import { paint, type Style } from "./style.ts";

/** Lines of unified diffs for people. Ends with a line break where there is one. */
export const diffText = (lines: readonly string[], style: Style): string =>
  lines.map((line) => `${painted(line, style)}\n`).join("");

function painted(line: string, style: Style): string {
  if (/^(?:---|\+\+\+) /.test(line)) return paint(style, "bold", line);
  if (line.startsWith("+")) return paint(style, "green", line);
  if (line.startsWith("-")) return paint(style, "red", line);
  return line.startsWith("@@") ? paint(style, "cyan", line) : printable(line);
}
