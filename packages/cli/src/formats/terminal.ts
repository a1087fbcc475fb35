import type { Report, ReportedRelease, ReportedWaived } from "../check/report.ts";
import type { Obstacle } from "../errors.ts";
import { printable } from "./escape.ts";
import { byCause, findingBlock, frame } from "./finding.ts";
import { type Style, paint, wrapped, count } from "./style.ts";

export interface TerminalOptions extends Style {
  /** How long the check took; left out where it is undefined. */
  readonly milliseconds?: number;
  /** How many findings to print. */
  readonly most?: number;
}

/** More findings than anybody reads at once; JSON has all of them. */
const MOST_BLOCKS = 100;

/** The report for people: rustc's grammar, then the totals and what to run next. Ends with a line break. */
export function terminalText(report: Report, options: TerminalOptions): string {
  const causes = byCause(report.findings);
  const most = options.most ?? MOST_BLOCKS;
  const left = causes.slice(most).flat().length;
  const blocks = [
    ...report.notes.map(
      (note) => `${paint(options, "bold", "note")}: ${wrapped(note, options, 6)}`,
    ),
    ...causes.slice(0, most).map((findings) => findingBlock(findings, options)),
    ...(left > 0 ? [`… and ${left} more findings: --format json has them all`] : []),
    ...new Set(report.waived.map((waived) => waivedLine(waived, options))),
    ...(report.outcome === "fail" ? [] : [planTable(report.releases, options)]),
    summaryLine(report, options),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function waivedLine({ finding, waiver, approval }: ReportedWaived, style: Style): string {
  const head = `waived[${finding.rule}]: `;
  const why = approval
    ? [`; approved by `, approval.by, ` (${approval.via}, `, approval.at, `)`]
    : [`; `, waiver.reason, ` (`, waiver.owner, `, until ${waiver.until})`];
  return `${paint(style, "green", head.trimEnd())} ${wrapped([...finding.message, ...why], style, 2, head.length)}`;
}

function summaryLine(report: Report, options: TerminalOptions): string {
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

const MOST_RELEASES = 25;
const BUMPS = ["major", "minor", "patch", "none"];

/** What would be released, the greatest bumps first where it is cut. */
function planTable(releases: readonly ReportedRelease[], style: Style): string {
  const more = releases.length - MOST_RELEASES;
  const shown = more > 0 ? byBump(releases).slice(0, MOST_RELEASES) : releases;
  const rows = shown.map(({ name, from, to, bump, track, private: hidden }) => [
    printable(name),
    printable(from),
    printable(to),
    bump === "none" ? wordOf(to) : bump,
    track ?? (hidden ? "private" : "on no track"),
  ]);
  const widths = [0, 1, 2, 3].map((i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
  const lines = rows.map(([name = "", from = "", to = "", bump = "", track = ""]) =>
    [
      `  ${paint(style, "bold", name.padEnd(widths[0]!))}`,
      `${from.padEnd(widths[1]!)} → ${to.padEnd(widths[2]!)}`,
      bump.padEnd(widths[3]!),
      paint(style, "dim", track),
    ].join("  "),
  );
  return [...lines, ...(more > 0 ? [`  … and ${more} more`] : [])].join("\n");
}

/** A step on the way to a number, or the one that arrives there. */
const wordOf = (to: string): string => (to.includes("-") ? "prerelease" : "stable");

const byBump = (releases: readonly ReportedRelease[]): readonly ReportedRelease[] =>
  releases.toSorted((a, b) => BUMPS.indexOf(a.bump) - BUMPS.indexOf(b.bump));

/** Why no verdict was made, for people: in the grammar of the findings. Ends with a line break. */
export function obstacleText(obstacles: readonly Obstacle[], style: Style): string {
  return `${obstacles.map((obstacle) => obstacleBlock(obstacle, style)).join("\n\n")}\n`;
}

function obstacleBlock({ message, help, at, source }: Obstacle, style: Style): string {
  const lines = [`${paint(style, ["red", "bold"], "error:")} ${printable(message)}`];
  if (at) lines.push(...frame({ at, ...(source === undefined ? {} : { source }) }, style, "red"));
  const [first, ...rest] = help?.split("\n") ?? [];
  if (first !== undefined) lines.push(`  ${paint(style, "bold", "help:")} ${printable(first)}`);
  return [...lines, ...rest.map(printable)].join("\n");
}
