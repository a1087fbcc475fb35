import type { Report, ReportedRelease } from "../../check/report.ts";
import { printable } from "../escape.ts";
import { type Style, count, paint, wrapped } from "../style.ts";
import { apiSummary, verdictText } from "../verdict-text.ts";

export interface TerminalOptions extends Style {
  /** How long the check took. Where it is given, the planner is named too. */
  readonly milliseconds?: number;
  /** How many groups of findings to print. */
  readonly most?: number;
  /** Every finding with its frame, policy, chain and fix, however many there are. */
  readonly full?: boolean;
}

/** A command to run next, and what it shows. */
export type NextCommand = readonly [command: string, what: string];

/**
 * All of the report but its findings, for people: the notes, `blocks`, the plan if it may be released, the totals, and what to
 * run next. A report without findings needs no more. Ends with a line break.
 */
export function planText(
  report: Report,
  options: TerminalOptions,
  blocks: readonly string[] = [],
  next: readonly NextCommand[] = [],
): string {
  const all = [
    ...report.notes.map(
      (note) => `${paint(options, "bold", "note")}: ${wrapped(note, options, 6)}`,
    ),
    ...blocks,
    ...(report.outcome === "fail" ? [] : [planTable(report.releases, options)]),
    apiLines(report, options),
    summary(report, options, next),
  ];
  return `${all.filter((block) => block !== "").join("\n\n")}\n`;
}

/** What is decided in one line, and what to run next. */
function summary(
  report: Report,
  options: TerminalOptions,
  commands: readonly NextCommand[],
): string {
  const { planner, outcome, pending, since } = report;
  const verdict = `${ICONS[outcome]} ${verdictText(report)}`;
  const width = Math.max(0, ...commands.map(([command]) => command.length));
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
      ([command, what]) => `  ${printable(command.padEnd(width))}  ${paint(options, "dim", what)}`,
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
