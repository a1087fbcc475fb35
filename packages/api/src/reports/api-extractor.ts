import { UnreadableReport } from "./unreadable.ts";

/** Whether the lines are a report of API Extractor. */
export const isExtractorReport = (lines: readonly string[]): boolean =>
  /^## (?:\w+ )?API Report File for "/i.test(lines[0] ?? "");

/**
 * The declarations in a report of API Extractor, each on its line of the report. It notes tags as comments of a line
 * (`// @beta (undocumented)`), which become documentation comments.
 */
export function declarationsIn(path: string, lines: readonly string[]): readonly string[] {
  const start = lines.findIndex((line) => /^```ts\s*$/.test(line));
  const end = lines.findIndex((line, i) => i > start && /^```\s*$/.test(line));
  if (start < 0 || end < 0)
    throw new UnreadableReport(path, Math.max(start, 0) + 1, "expected a block of TypeScript");
  return lines
    .slice(0, end)
    .map((line, i) => (i <= start ? "" : line.replace(/^(\s*)\/\/ (@\w.*)$/, tagged)));
}

const tagged = (_: string, space: string, tags: string): string =>
  `${space}/** ${tags.replaceAll("*/", "* /")} */`;
