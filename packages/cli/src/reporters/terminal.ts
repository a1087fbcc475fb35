import type { Report, ReportedFinding, ReportedRelease, ReportedWaived } from "../report.ts";
import { chainText } from "./chain.ts";
import { printable } from "./escape.ts";
import { frame, gutterOf } from "./frame.ts";
import { paint, wrapped, type Style } from "./style.ts";

export interface TerminalOptions extends Style {
  /** How long the check took; left out where it is undefined. */
  readonly milliseconds?: number;
}

/** More findings than anybody reads at once; JSON has all of them. */
const MOST_FINDINGS = 100;
const MOST_RELEASES = 25;

/** The report for people: rustc's grammar, then the totals and what to run next. Ends with a line break. */
export function terminal(report: Report, options: TerminalOptions): string {
  const shown = report.findings.slice(0, MOST_FINDINGS);
  const blocks = [
    ...shown.map((finding) => findingBlock(finding, options)),
    ...(report.findings.length > shown.length
      ? [`… and ${report.findings.length - shown.length} more findings: --format json has them all`]
      : []),
    ...report.waived.map((waived) => waivedLine(waived, options)),
    ...(report.findings.length === 0 ? [planTable(report.releases, options)] : []),
    ...report.notes.map(
      (note) => `${paint(options, "bold", "note")}: ${wrapped(note, options, 6)}`,
    ),
    summary(report, options),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function findingBlock(finding: ReportedFinding, style: Style): string {
  const { level, rule, message, because, chain, help } = finding;
  const color = level === "error" ? "red" : "yellow";
  const head = `${level}[${rule}]: `;
  const gutter = gutterOf(finding.at);
  const lines = [
    `${paint(style, [color, "bold"], head.trimEnd())} ${wrapped(message, style, 2, head.length)}`,
    ...frame(finding, style, color),
  ];
  const note = (name: string, text: string) =>
    `${paint(style, "blue", `${" ".repeat(gutter)} =`)} ${paint(style, "bold", `${name}:`)}${" ".repeat(7 - name.length)}${text}`;
  const column = gutter + 11;
  if (because)
    lines.push(
      note(
        "policy",
        `${printable(`${because.at.path}:${because.at.line}`)}  ${paint(style, "dim", because.text)}`,
      ),
    );
  if (chain.length > 0) lines.push(note("chain", wrapped([chainText(chain)], style, column)));
  lines.push(note("fix", wrapped(help, style, column)));
  return lines.join("\n");
}

function waivedLine({ finding, waiver }: ReportedWaived, style: Style): string {
  const head = `waived[${finding.rule}]: `;
  const why = [`; `, waiver.reason, ` (`, waiver.owner, `, until ${waiver.until})`];
  return `${paint(style, "green", head.trimEnd())} ${wrapped([...finding.message, ...why], style, 2, head.length)}`;
}

/** What would be released, where nothing speaks against it. */
function planTable(releases: readonly ReportedRelease[], style: Style): string {
  const shown = releases.slice(0, MOST_RELEASES);
  const width = (cell: (release: ReportedRelease) => string) =>
    Math.max(0, ...shown.map((release) => cell(release).length));
  const [name, from, to, bump] = [
    width((release) => release.name),
    width((release) => release.from),
    width((release) => release.to),
    width((release) => release.bump),
  ];
  const rows = shown.map(
    (release) =>
      `  ${paint(style, "bold", release.name.padEnd(name))}  ${printable(release.from.padEnd(from))} → ${printable(release.to.padEnd(to))}  ${release.bump.padEnd(bump)}  ${paint(style, "dim", release.track ?? "on no track")}`,
  );
  const more = releases.length - shown.length;
  return [...rows, ...(more > 0 ? [`  … and ${more} more`] : [])].join("\n");
}

function summary(report: Report, options: TerminalOptions): string {
  const errors = report.findings.filter(({ level }) => level === "error").length;
  const counts = [
    count(errors, "error"),
    count(report.findings.length - errors, "warning"),
    `${report.waived.length} waived`,
  ].join(", ");
  const { planner, releases } = report;
  const color = { pass: "green", warn: "yellow", fail: "red" } as const;
  const time =
    options.milliseconds === undefined ? "" : ` in ${Math.round(options.milliseconds)} ms`;
  const plan = `${count(releases.length, "release")} planned by ${planner.package} ${planner.version} (${planner.from === "bundled" ? "bundled" : "the workspace's own"})${time}`;
  const lines = [`${paint(options, [color[report.outcome], "bold"], counts)}; ${printable(plan)}`];
  if (report.pending.length > 0) {
    lines.push(
      `${count(report.pending.length, "finding")} on ${printable(report.since?.ref ?? "the base")} already, not counted here: --all shows them`,
    );
  }
  const next = report.findings.find(
    (finding) => finding.package !== undefined && finding.chain.length > 0,
  );
  if (next) lines.push(paint(options, "dim", `next: release-policy explain ${next.package}`));
  return lines.join("\n");
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;
