import type { Report, ReportedFinding } from "../../check/report.ts";
import type { Obstacle } from "../../errors.ts";
import { printable } from "../escape.ts";
import { findingBlock, frame, shortBlock, waivedLine } from "../finding.ts";
import { type FindingGroup, alike, byLine, byOrigin, findingsOf } from "../grouping.ts";
import { type Style, count, paint, wrapped } from "../style.ts";
import { type NextCommand, type TerminalOptions, planText } from "./plan-text.ts";

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
    ...(short ?? whole),
    ...new Set(
      report.waived
        .filter(({ accepted }) => options.full === true || !accepted)
        .map((waived) => waivedLine(waived, options)),
    ),
  ];
  return planText(report, options, blocks, nextCommands(report, short !== undefined));
}

function nextCommands({ findings }: Report, isShort: boolean): readonly NextCommand[] {
  const first = byLine(findings)
    .map(({ lead }) => lead[0])
    .find(({ package: name, chain }) => name !== undefined && chain.length > 0);
  return [
    ...(first ? [[`release-policy explain ${first.package}`, "why it is released"] as const] : []),
    ...(isShort
      ? [["release-policy check --full", "every finding with its policy and chain"] as const]
      : []),
  ];
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
