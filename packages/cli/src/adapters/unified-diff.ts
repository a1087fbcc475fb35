import { createTwoFilesPatch } from "diff";
import type { ChangedFile } from "./changed-files.ts";

/** The lines of a unified diff of one file, not escaped. Line ends are kept by every edit, so that they are nothing to show. */
export function unifiedDiff({ path, before, after }: ChangedFile): readonly string[] {
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const texts = [before ?? "", after].map((text) => text.replaceAll("\r\n", "\n"));
  const [, ...lines] = createTwoFilesPatch(
    JSON.stringify(from).slice(1, -1),
    JSON.stringify(`b/${path}`).slice(1, -1),
    texts[0]!,
    texts[1]!,
  )
    .trimEnd()
    .split("\n");
  return lines;
}
