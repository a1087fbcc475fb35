import { printable, entities } from "../../formats/escape.ts";
import { type Style, paint, count } from "../../formats/style.ts";
import {
  type Audit,
  type AuditApart,
  type AuditFinding,
  type AuditGroup,
  type AuditOrigin,
  type AuditRelease,
  ORIGIN_TEXTS,
} from "./release.ts";

/** More refusals than anybody reads at once; JSON and HTML have all of them. */
const MOST = 25;

/** The refusals, newest last, then the rules and packages with most of them, and the totals. Ends with a line break. */
export function auditText(audit: Audit, style: Style): string {
  const told = audit.releases.filter(
    ({ findings, outcome }) => findings.length > 0 || outcome === "unjudged",
  );
  const left = told.length - MOST;
  const blocks = [
    ...audit.notes.map((note) => `${paint(style, "bold", "note")}: ${printable(note)}`),
    ...(left > 0 ? [`… ${left} older releases: use --format html or json to see all`] : []),
    ...told.slice(-MOST).map((release) => releaseText(release, style)),
    ...(audit.byRule.length > 0 ? [countsTable("by rule", audit.byRule, style)] : []),
    ...(audit.byPackage.length > 0 ? [countsTable("by package", audit.byPackage, style)] : []),
    ...(audit.byOrigin.length > 0 ? [originsTable(audit, style)] : []),
    totals(audit, style),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function releaseText(release: AuditRelease, style: Style): string {
  const { commit, date, subject, findings, problem } = release;
  const head = `${paint(style, "bold", date)} ${paint(style, "dim", commit.slice(0, 10))} ${printable(subject)}`;
  const groups = [...Map.groupBy(findings, ({ rule, level }) => `${rule} ${level}`).values()];
  const lines = groups.flatMap(([first, ...others]) =>
    auditFindingLines(first!, others.length, style),
  );
  if (problem !== undefined)
    lines.push(`  ${paint(style, "yellow", "could not be judged:")} ${printable(problem)}`);
  return [head, ...lines].join("\n");
}

function auditFindingLines(finding: AuditFinding, others: number, style: Style): string[] {
  const { level, rule, message, chain } = finding;
  const color = level === "error" ? "red" : "yellow";
  const more = others > 0 ? ` (and ${others} more)` : "";
  const lines = [
    `  ${paint(style, [color, "bold"], `${level}[${rule}]:`)} ${printable(message)}${more}`,
  ];
  if (chain !== undefined) lines.push(`    ${paint(style, "dim", chain)}`);
  return lines;
}

function countsTable(title: string, groups: readonly AuditGroup[], style: Style): string {
  const shown = groups.slice(0, MOST);
  const width = Math.max(...shown.map(({ name }) => printable(name).length));
  const lines = shown.map(({ name, errors, warnings, releases, first, last }) => {
    const when = first === last ? first : `${first} to ${last}`;
    return `  ${printable(name).padEnd(width)}  ${count(errors, "error")}, ${count(warnings, "warning")} in ${count(releases, "release")}, ${when}`;
  });
  return [paint(style, "cyan", title), ...lines].join("\n");
}

/** What is not refused, with the newest example of each. */
function originsTable({ byOrigin, releases }: Audit, style: Style): string {
  const lines = byOrigin.flatMap((group) => [
    `  ${group.origin}: ${originText(group)}`,
    ...releases
      .flatMap(({ date, apart }) => apart.map((one) => ({ date, one })))
      .filter(({ one }) => one.origin === group.origin)
      .slice(-1)
      .map(({ date, one }) => `    ${paint(style, "dim", `such as ${apartText(one)}, ${date}`)}`),
  ]);
  return [paint(style, "cyan", "not counted"), ...lines].join("\n");
}

const originText = ({ origin, versions, releases, first, last }: AuditOrigin): string =>
  `${count(versions, "version")} in ${count(releases, "release")}, ${first === last ? first : `${first} to ${last}`} (${ORIGIN_TEXTS[origin]})`;

const apartText = ({ package: name, version, planned }: AuditApart): string =>
  printable(`${name} ${version} (planned: ${planned ?? "no release"})`);

function totals({ counts, releases, shallow, cached, left, empty }: Audit, style: Style): string {
  const [first, last] = [releases[0]?.date, releases.at(-1)?.date];
  const when = first === undefined ? "" : ` from ${first} to ${last}`;
  const color = counts.refused > 0 ? "red" : "green";
  const refused = paint(
    style,
    [color, "bold"],
    `${counts.refused} of ${count(counts.releases, "release")} would have been blocked`,
  );
  const lines = [
    `${refused}${counts.warned > 0 ? `, ${counts.warned} with warnings` : ""}${when} (${count(counts.versions, "version")})`,
  ];
  if (empty !== undefined) lines.push(`no releases found: ${printable(empty)}`);
  if (counts.unjudged > 0) lines.push(`${counts.unjudged} could not be judged`);
  if (counts.early > 0)
    lines.push(
      `${count(counts.early, "finding")} on packages that were not yet on their track (not counted)`,
    );
  if (counts.standing > 0)
    lines.push(
      `${count(counts.standing, "finding")} that the previous release already had (counted once)`,
    );
  if (shallow)
    lines.push("this clone is shallow, so older releases are missing (git fetch --unshallow)");
  if (left > 0)
    lines.push(`stopped: ${left} older releases not checked (run the same command to continue)`);
  if (cached > 0) lines.push(`${cached} from the cache (--fresh to check them again)`);
  return lines.join("\n");
}

/** The audit for a pull request or an issue. Ends with a line break. */
export function auditMarkdown({
  notes,
  counts,
  byRule,
  byPackage,
  byOrigin,
  releases,
  shallow,
  empty,
}: Audit): string {
  const rows = releases.flatMap(({ date, commit, findings }) =>
    findings.map(({ level, rule, package: name = "", version = "", message }) =>
      auditRow(date, commit.slice(0, 10), level, rule, `${name} ${version}`, message),
    ),
  );
  return [
    "# Audit of the release policy",
    `**${counts.refused} of ${counts.releases} releases would have been blocked**, ${counts.warned} with warnings, ${counts.unjudged} could not be judged. ${counts.versions} versions; ${counts.early} findings on packages that were not yet on their track are not counted.${shallow ? " The clone is shallow, so older releases are missing." : ""}${empty === undefined ? "" : ` No releases found: ${entities(empty)}.`}`,
    notes.map((note) => `**Note:** ${entities(note)}`).join("\n\n"),
    groupsMarkdown("Rule", byRule),
    groupsMarkdown("Package", byPackage),
    markdownTable(
      ["Not counted", "Versions", "Releases", "First", "Last"],
      byOrigin.map(({ origin, versions, releases: number, first, last }) =>
        auditRow(`${origin}: ${ORIGIN_TEXTS[origin]}`, `${versions}`, `${number}`, first, last),
      ),
    ),
    markdownTable(["Day", "Commit", "Level", "Rule", "Package", "Why"], rows),
    "",
  ]
    .filter((part, i, parts) => part !== "" || i === parts.length - 1)
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

const markdownTable = (head: readonly string[], rows: readonly string[]): string =>
  rows.length === 0
    ? ""
    : [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows].join("\n");

/** What is neither a letter nor harmless becomes a number, which no parser takes for a mark. */
const auditRow = (...cells: readonly string[]): string =>
  `| ${cells.map((text) => entities(text.trim())).join(" | ")} |`;

const groupsMarkdown = (title: string, found: readonly AuditGroup[]): string =>
  markdownTable(
    [title, "Errors", "Warnings", "Releases", "First", "Last"],
    found.map(({ name, errors, warnings, releases: number, first, last }) =>
      auditRow(name, `${errors}`, `${warnings}`, `${number}`, first, last),
    ),
  );
