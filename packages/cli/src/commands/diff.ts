import { createTwoFilesPatch } from "diff";
import type { ChangedFile } from "../files/writing/changed-files.ts";
import { printable } from "../formats/escape.ts";
import { type Style, paint } from "../formats/style.ts";

/** Lines of unified diffs for people. Ends with a line break unless empty. */
const diffText = (lines: readonly string[], style: Style): string =>
  lines.map((line) => `${painted(line, style)}\n`).join("");

/** The changes of files as unified diffs, for people. */
export const diffsText = (files: readonly ChangedFile[], style: Style): string =>
  diffText(files.flatMap(unifiedDiff), style);

function painted(line: string, style: Style): string {
  if (/^(?:---|\+\+\+) /.test(line)) return paint(style, "bold", line);
  if (line.startsWith("+")) return paint(style, "green", line);
  if (line.startsWith("-")) return paint(style, "red", line);
  return line.startsWith("@@") ? paint(style, "cyan", line) : printable(line);
}

/** The lines of a unified diff of one file, not escaped. Line ends are kept by every edit, so that they are nothing to show. */
function unifiedDiff({ path, before, after }: ChangedFile): readonly string[] {
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const to = after === undefined ? "/dev/null" : `b/${path}`;
  const texts = [before ?? "", after ?? ""].map((text) => text.replaceAll("\r\n", "\n"));
  const [, ...lines] = createTwoFilesPatch(
    JSON.stringify(from).slice(1, -1),
    JSON.stringify(to).slice(1, -1),
    texts[0]!,
    texts[1]!,
  )
    .trimEnd()
    .split("\n");
  return lines;
}
