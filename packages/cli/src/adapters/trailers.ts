import type { Declaration } from "@release-policy/core";

const KINDS: Readonly<Record<string, Declaration["kind"]>> = {
  security: "security",
  "fixes-regression": "regression",
  "upgrade-guide": "upgrade-guide",
  migration: "migration",
};
const TRAILER = /^([A-Za-z][A-Za-z-]*): +(\S.*)$/;

/**
 * The declarations in the trailer lines of a changeset: the last paragraph, where every line is
 * `Word: value`, as git has them. A paragraph with any other line is prose and declares nothing.
 */
export function trailersOf(path: string, summary: string, summaryLine: number): Declaration[] {
  if (!summary.includes(":")) return [];
  const lines = summary.split("\n").map((line) => line.trimEnd());
  const start = lines.lastIndexOf("") + 1;
  const paragraph = lines.slice(start);
  if (!paragraph.every((line) => TRAILER.test(line))) return [];
  return paragraph.flatMap((line, i) => {
    const [, key = "", value = ""] = TRAILER.exec(line) ?? [];
    const kind = KINDS[key.toLowerCase()];
    const at = { path, line: summaryLine + start + i, column: 1, length: line.length };
    return kind ? [{ kind, value, at }] : [];
  });
}
