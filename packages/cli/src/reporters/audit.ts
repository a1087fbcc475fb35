import type { Audit, AuditFinding, AuditGroup, AuditRelease } from "../audit.ts";
import { printable } from "./escape.ts";
import { paint, type Style } from "./style.ts";

/** More refusals than anybody reads at once; JSON and HTML have all of them. */
const MOST = 25;

/** The refusals, newest last, then the rules and packages with most of them, and the totals. Ends with a line break. */
export function auditText(audit: Audit, style: Style): string {
  const told = audit.releases.filter(
    ({ findings, outcome }) => findings.length > 0 || outcome === "unjudged",
  );
  const left = told.length - MOST;
  const blocks = [
    ...(left > 0 ? [`… ${left} older ones: --format html or json has them all`] : []),
    ...told.slice(-MOST).map((release) => releaseText(release, style)),
    ...(audit.byRule.length > 0 ? [table("by rule", audit.byRule, style)] : []),
    ...(audit.byPackage.length > 0 ? [table("by package", audit.byPackage, style)] : []),
    totals(audit, style),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function releaseText(release: AuditRelease, style: Style): string {
  const { commit, date, subject, findings, problem } = release;
  const head = `${paint(style, "bold", date)} ${paint(style, "dim", commit.slice(0, 10))} ${printable(subject)}`;
  const groups = [...Map.groupBy(findings, ({ rule, level }) => `${rule} ${level}`).values()];
  const lines = groups.flatMap(([first, ...others]) => findingLines(first!, others.length, style));
  if (problem !== undefined)
    lines.push(`  ${paint(style, "yellow", "not judged:")} ${printable(problem)}`);
  return [head, ...lines].join("\n");
}

function findingLines(finding: AuditFinding, others: number, style: Style): string[] {
  const { level, rule, message, chain } = finding;
  const color = level === "error" ? "red" : "yellow";
  const more = others > 0 ? ` (and ${others} more)` : "";
  const lines = [
    `  ${paint(style, [color, "bold"], `${level}[${rule}]:`)} ${printable(message)}${more}`,
  ];
  if (chain !== undefined) lines.push(`    ${paint(style, "dim", chain)}`);
  return lines;
}

function table(title: string, groups: readonly AuditGroup[], style: Style): string {
  const shown = groups.slice(0, MOST);
  const width = Math.max(...shown.map(({ name }) => printable(name).length));
  const lines = shown.map(({ name, errors, warnings, releases, first, last }) => {
    const when = first === last ? first : `${first} to ${last}`;
    return `  ${printable(name).padEnd(width)}  ${count(errors, "error")}, ${count(warnings, "warning")} in ${count(releases, "release")}, ${when}`;
  });
  return [paint(style, "cyan", title), ...lines].join("\n");
}

function totals({ counts, releases, shallow, cached, left }: Audit, style: Style): string {
  const [first, last] = [releases[0]?.date, releases.at(-1)?.date];
  const when = first === undefined ? "" : ` from ${first} to ${last}`;
  const color = counts.refused > 0 ? "red" : "green";
  const refused = paint(
    style,
    [color, "bold"],
    `${counts.refused} of ${count(counts.releases, "release")} would have been refused`,
  );
  const lines = [
    `${refused}, ${counts.warned} warned of${when} (${count(counts.versions, "version")})`,
  ];
  if (counts.unjudged > 0) lines.push(`${counts.unjudged} cannot be judged`);
  if (counts.early > 0)
    lines.push(
      `${count(counts.early, "finding")} on packages that were not on a track of today: not counted`,
    );
  if (counts.standing > 0)
    lines.push(
      `${count(counts.standing, "finding")} that the release before had already: counted once`,
    );
  if (shallow)
    lines.push("this clone is shallow: older releases are not in it (git fetch --unshallow)");
  if (left > 0) lines.push(`stopped: ${left} older ones are not judged; the same command goes on`);
  if (cached > 0) lines.push(`${cached} known from an audit before: --fresh judges them anew`);
  return lines.join("\n");
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;
