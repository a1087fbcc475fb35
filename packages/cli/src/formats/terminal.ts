import type { Report, ReportedFinding, ReportedRelease } from "../check/report.ts";
import type { Obstacle } from "../errors.ts";
import { printable } from "./escape.ts";
import { findingBlock, frame, shortBlock, waivedLine } from "./finding.ts";
import { type FindingGroup, alike, byLine, byOrigin, findingsOf } from "./grouping.ts";
import { apiSummary, verdictText } from "./verdict-text.ts";
import { type Style, paint, wrapped, count } from "./style.ts";

export interface TerminalOptions extends Style {
  /** How long the check took. Where it is given, the planner is named too. */
  readonly milliseconds?: number;
  /** How many groups of findings to print. */
  readonly most?: number;
  /** Every finding with its frame, policy, chain and fix, however many there are. */
  readonly full?: boolean;
}

/** More groups than people read at once; JSON has all of them. */
const MOST_GROUPS = 100;
/** About one screen: longer reports are shortened. */
const MOST_LINES = 60;

/** The report for people: rustc's grammar, then the totals and what to run next. Ends with a line break. */
export function terminalText(report: Report, options: TerminalOptions): string {
  const whole = wholeBlocks(report.findings, options);
  const short =
    options.full !== true && linesOf(whole) > MOST_LINES
      ? shortBlocks(report.findings, options)
      : undefined;
  const blocks = [
    ...report.notes.map(
      (note) => `${paint(options, "bold", "note")}: ${wrapped(note, options, 6)}`,
    ),
    ...(short ?? whole),
    ...new Set(
      report.waived
        .filter(({ accepted }) => options.full === true || !accepted)
        .map((waived) => waivedLine(waived, options)),
    ),
    ...(report.outcome === "fail" ? [] : [planTable(report.releases, options)]),
    apiLines(report, options),
    summary(report, options, short !== undefined),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

const linesOf = (blocks: readonly string[]): number => blocks.join("\n\n").split("\n").length;

function wholeBlocks(
  findings: readonly ReportedFinding[],
  options: TerminalOptions,
): readonly string[] {
  const groups = byLine(findings);
  const most = options.most ?? (options.full === true ? groups.length : MOST_GROUPS);
  return [
    ...groups.slice(0, most).map(({ lead, others }) => findingBlock(lead, options, others)),
    ...leftOut(groups.slice(most), "use --format json to see all"),
  ];
}

/** One block for each changeset line with findings, and one for equal findings of many packages. */
function shortBlocks(
  findings: readonly ReportedFinding[],
  options: TerminalOptions,
): readonly string[] {
  const groups = alike(byOrigin(findings));
  const most = options.most ?? MOST_GROUPS;
  const left = groups.slice(most).flatMap(({ group, like }) => [group, ...like]);
  return [
    ...groups.slice(0, most).map(({ group, like }) => shortBlock(group, like, options)),
    ...leftOut(left, "use --full to see them"),
  ];
}

function leftOut(groups: readonly FindingGroup[], where: string): readonly string[] {
  const left = groups.flatMap(findingsOf).length;
  return left > 0 ? [`… and ${count(left, "more finding")}: ${where}`] : [];
}

/** What is decided in one line, and what to run next. */
function summary(report: Report, options: TerminalOptions, isShort: boolean): string {
  const { planner, outcome, findings, pending, since } = report;
  const verdict = `${ICONS[outcome]} ${verdictText(report)}`;
  const first = byLine(findings)
    .map(({ lead }) => lead[0])
    .find(({ package: name, chain }) => name !== undefined && chain.length > 0);
  const commands = [
    ...(first ? [[`release-policy explain ${first.package}`, "why it is released"]] : []),
    ...(isShort
      ? [["release-policy check --full", "every finding with its policy and chain"]]
      : []),
  ];
  const width = Math.max(0, ...commands.map(([command = ""]) => command.length));
  const from = planner.from === "bundled" ? "bundled" : "the workspace's own";
  const [head = "", ...rest] = wrapped([verdict], options, 2, 0).split("\n");
  return [
    paint(options, [COLORS[outcome], "bold"], head),
    ...rest,
    ...(options.milliseconds === undefined
      ? []
      : [
          `  planned by ${printable(`${planner.package} ${planner.version}`)} (${from}) in ${Math.round(options.milliseconds)} ms`,
        ]),
    ...(pending.length > 0
      ? [
          `  ${count(pending.length, "finding")} already on ${printable(since?.ref ?? "the base")}, not counted (--all shows them)`,
        ]
      : []),
    ...commands.map(
      ([command = "", what = ""]) =>
        `  ${printable(command.padEnd(width))}  ${paint(options, "dim", what)}`,
    ),
  ].join("\n");
}

const ICONS = { pass: "✓", warn: "⚠", fail: "✗" } as const;
const COLORS = { pass: "green", warn: "yellow", fail: "red" } as const;

const MOST_RELEASES = 25;
const BUMPS = ["major", "minor", "patch", "none"];

/** The planned releases, the largest bumps first if truncated. Private packages are only counted. */
function planTable(releases: readonly ReportedRelease[], style: Style): string {
  const published = releases.filter(({ private: isPrivate }) => !isPrivate);
  const folded = releases.length - published.length;
  const more = published.length - MOST_RELEASES;
  // `latest` is what everybody expects.
  const isTagged = published.some((release) => (knownTag(release) ?? "latest") !== "latest");
  const rows = (more > 0 ? byBump(published).slice(0, MOST_RELEASES) : published).map((release) => {
    const { name, from, to, bump, track } = release;
    const tag = isTagged ? knownTag(release) : undefined;
    return [
      printable(name),
      printable(from),
      printable(to),
      bump === "none" ? wordOf(to) : bump,
      track ?? "not on a track",
      tag === undefined ? "" : `dist-tag ${printable(tag)}`,
    ];
  });
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
  const lines = rows.map(([name = "", from = "", to = "", bump = "", track = "", tag = ""]) =>
    [
      `  ${paint(style, "bold", name.padEnd(widths[0]!))}`,
      `${from.padEnd(widths[1]!)} → ${to.padEnd(widths[2]!)}`,
      bump.padEnd(widths[3]!),
      paint(style, "dim", tag === "" ? track : `${track.padEnd(widths[4]!)}  ${tag}`),
    ].join("  "),
  );
  return [
    ...lines,
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(folded > 0
      ? [`  ${rows.length > 0 ? "and " : ""}${count(folded, "private package")}`]
      : []),
  ].join("\n");
}

/** Undefined where the release command refuses it, or it is not known for certain. */
const knownTag = ({ distTag }: ReportedRelease): string | undefined =>
  distTag && "tag" in distTag && !distTag.orLatest ? distTag.tag : undefined;

const MOST_APIS = 10;

/** What changed in public APIs, a line for each package. */
function apiLines({ apis = [] }: Report, style: Style): string {
  const more = apis.length - MOST_APIS;
  return [
    ...apis
      .slice(0, MOST_APIS)
      .map((api) => `  ${paint(style, "bold", printable(api.package))}  API: ${apiSummary(api)}`),
    ...(more > 0 ? [`  … and ${count(more, "more package")} with a changed API`] : []),
  ].join("\n");
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
  const lines = [`${paint(style, ["red", "bold"], "error:")} ${wrappedText(message, style, 7)}`];
  if (at) lines.push(...frame({ at, ...(source === undefined ? {} : { source }) }, style, "red"));
  const [first, ...rest] = help?.split("\n") ?? [];
  if (first !== undefined)
    lines.push(`  ${paint(style, "bold", "help:")} ${wrappedText(first, style, 8)}`);
  // Files to start from, which are copied as they are.
  return [...lines, ...rest.map(printable)].join("\n");
}

/** A text in lines, which are never broken inside a word or between backticks. */
const wrappedText = (text: string, style: Style, indent: number): string =>
  style.isTerminal
    ? wrapped(
        text.split(/(`[^`]*`)/).map((part) => (part.startsWith("`") ? { code: part } : part)),
        style,
        indent,
      )
    : printable(text);
