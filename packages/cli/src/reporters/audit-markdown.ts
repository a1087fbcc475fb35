import type { Audit, AuditGroup } from "../audit.ts";
import { printable } from "./escape.ts";

/** The audit for a pull request or an issue. Ends with a line break. */
export function auditMarkdown({ counts, byRule, byPackage, releases, shallow }: Audit): string {
  const rows = releases.flatMap(({ date, commit, findings }) =>
    findings.map(({ level, rule, package: name = "", version = "", message }) =>
      row(date, commit.slice(0, 10), level, rule, `${name} ${version}`, message),
    ),
  );
  return [
    "# Audit of the release policy",
    `**${counts.refused} of ${counts.releases} releases would have been refused**, ${counts.warned} warned of; ${counts.unjudged} cannot be judged. ${counts.versions} versions; ${counts.early} findings on packages that were not on a track of today do not count.${shallow ? " The clone is shallow: older releases are not in it." : ""}`,
    groups("Rule", byRule),
    groups("Package", byPackage),
    table(["Day", "Commit", "Level", "Rule", "Package", "Why"], rows),
    "",
  ]
    .filter((part, i, parts) => part !== "" || i === parts.length - 1)
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

const groups = (title: string, found: readonly AuditGroup[]): string =>
  table(
    [title, "Errors", "Warnings", "Releases", "First", "Last"],
    found.map(({ name, errors, warnings, releases: number, first, last }) =>
      row(name, `${errors}`, `${warnings}`, `${number}`, first, last),
    ),
  );

const table = (head: readonly string[], rows: readonly string[]): string =>
  rows.length === 0
    ? ""
    : [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows].join("\n");

const row = (...cells: readonly string[]): string => `| ${cells.map(encoded).join(" | ")} |`;

/** What is neither a letter nor harmless becomes a number, which no parser takes for a mark. */
const encoded = (text: string): string =>
  printable(text.trim()).replaceAll(
    /[^\p{L}\p{N} ,;.()/-]/gu,
    (char) => `&#${char.codePointAt(0)};`,
  );
