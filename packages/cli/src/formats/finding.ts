import type { Cause, Link } from "@release-policy/core";
import type { Location } from "@release-policy/core/types";
import type { ReportedFinding, ReportedWaived } from "../check/report.ts";
import type { Obstacle } from "../errors.ts";
import { plain, printable } from "./escape.ts";
import { type Style, paint, wrapped } from "./style.ts";

const MOST_NAMED = 12;

/**
 * Findings of one rule at one place have one cause, such as a changeset that moves a group: they are one block, and the
 * one that is nearest to the cause speaks for it, because its fix is the one that answers all.
 */
export function byCause(findings: readonly ReportedFinding[]): readonly ReportedFinding[][] {
  const keyOf = ({ rule, level, at }: ReportedFinding) =>
    [rule, level, at.path, at.line, at.column].join("\n");
  return [...Map.groupBy(findings, keyOf).values()].map((group) =>
    group.toSorted((a, b) => a.chain.length - b.chain.length),
  );
}

/** The first finding in rustc's grammar, and the packages of the others. */
export function findingBlock(
  [finding, ...others]: readonly ReportedFinding[],
  style: Style,
): string {
  const { level, rule, message, because, chain, help, at } = finding!;
  const color = level === "error" ? "red" : "yellow";
  const head = `${level}[${rule}]: `;
  const gutter = gutterOf(at);
  const note = (name: string, text: string) =>
    `${paint(style, "blue", `${" ".repeat(gutter)} =`)} ${paint(style, "bold", `${name}:`)}${" ".repeat(7 - name.length)}${text}`;
  const column = gutter + 11;
  const lines = [
    `${paint(style, [color, "bold"], head.trimEnd())} ${wrapped(message, style, 2, head.length)}`,
    ...frame(finding!, style, color),
  ];
  if (others.length > 0) lines.push(note("also", wrapped(packageNames(others), style, column)));
  if (because) {
    const place = printable(`${because.at.path}:${because.at.line}`);
    lines.push(note("policy", `${place}  ${paint(style, "dim", because.text)}`));
  }
  if (chain.length > 0) lines.push(note("chain", wrapped([chainText(chain)], style, column)));
  lines.push(note("fix", wrapped(help, style, column)));
  return lines.join("\n");
}

/** The packages of findings with what they become. */
export function packageNames(findings: readonly ReportedFinding[]): ReportedFinding["message"] {
  const names = findings.map(({ package: name, version }) =>
    [name ?? "another", version].filter((part) => part !== undefined).join(" "),
  );
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, more > 1 ? MOST_NAMED : names.length);
  const text = shown.flatMap((name, i) => [i === 0 ? "" : ", ", { code: name }]);
  return more > 1 ? [...text, ` and ${more} more`] : text;
}

/** What a finding says, each in one line that is safe to print. */
interface FindingText {
  readonly message: string;
  readonly fix: string;
  /** The policy's line that says so, after its place. */
  readonly policy?: string;
  readonly chain?: string;
}

export function plainFinding({ message, help, because, chain }: ReportedFinding): FindingText {
  return {
    message: plain(message),
    fix: plain(help),
    ...(because
      ? { policy: printable(`${because.at.path}:${because.at.line}  ${because.text}`) }
      : {}),
    ...(chain.length > 0 ? { chain: printable(chainText(chain)) } : {}),
  };
}

/** `planned for 2.0 (@acme/release, until 2026-07-01)` */
export const waiverText = ({ waiver, approval }: ReportedWaived): string =>
  printable(
    approval
      ? `approved by ${approval.by} (${approval.via}, ${approval.at})`
      : `${waiver.reason} (${waiver.owner}, until ${waiver.until})`,
  );

/** What stands in the way, and what to do, in lines that are safe to print. */
export const obstacleLines = ({ message, help }: Obstacle): string[] =>
  [message, ...(help === undefined ? [] : `help: ${help}`.split("\n"))].map(printable);

/** Spaces before the bar under `at.line`. */
export const gutterOf = (at: Location): number => String(at.line).length + 1;

/** Where something is, with the line that stands there and marks under it: lines in rustc's grammar. */
export function frame(
  { at, source }: { readonly at: Location; readonly source?: string },
  style: Style,
  color: "red" | "yellow",
): string[] {
  const gutter = " ".repeat(gutterOf(at));
  const place = printable(`${at.path}:${at.line}:${at.column}`);
  const arrow = `${paint(style, "blue", `${gutter}-->`)} ${place}`;
  if (source === undefined) return [arrow];
  const before = shown(source.slice(0, at.column - 1));
  const marked = shown(source.slice(at.column - 1, at.column - 1 + (at.length ?? 1)));
  const line = fitting(shown(source), before.length, style.width - gutter.length - 3);
  const most = line.length - before.length;
  const marks = "^".repeat(Math.max(1, Math.min(marked.length, most)));
  const bar = paint(style, "blue", `${gutter} |`);
  return [
    arrow,
    bar,
    `${paint(style, "blue", ` ${at.line} |`)} ${line}`,
    `${bar} ${" ".repeat(before.length)}${paint(style, [color, "bold"], marks)}`,
  ];
}

/** The line, cut where it is wider than the terminal and what is meant begins before that. */
const fitting = (line: string, start: number, room: number): string =>
  line.length > room && start < room
    ? `${line.slice(0, room - 1).replace(/[\uD800-\uDBFF]$/, "")}…`
    : line;

const shown = (text: string): string => printable(text.replaceAll("\t", "  "));

/** `@acme/app 1.0.1 ← peer on @acme/core ^0.3.0 ← @acme/core 0.4.0 ← .changeset/brave-cats.md:2` */
export function chainText(chain: readonly Link[]): string {
  const [first] = chain;
  return first ? `${first.package} ${first.to} ← ${causesText(chain)}` : "";
}

const FIELDS = {
  dependencies: "dependency",
  peerDependencies: "peer",
  optionalDependencies: "optional dependency",
  devDependencies: "development dependency",
} as const;

const lineText = ({ path, line }: Location): string => `${path}:${line}`;

/** The same without the release that it begins with. */
export const causesText = (chain: readonly Link[]): string =>
  chain
    .map(({ package: name, to, cause }, i) => {
      const release = i > 0 && chain[i - 1]!.package !== name ? `${name} ${to} ← ` : "";
      return `${release}${causeText(cause)}`;
    })
    .join(" ← ");

/** One cause in a few words. Not escaped: the caller prints it. */
export function causeText(cause: Cause): string {
  switch (cause.kind) {
    case "changeset":
      return `${cause.bump} in ${lineText(cause.at)}`;
    case "dependency":
      return `${FIELDS[cause.field]} on ${cause.on} ${cause.range}`;
    case "group":
      return `${cause.group} group, counted from ${cause.highest} ${cause.version}`;
    case "pre":
      return `leaving pre mode ${cause.tag} (${lineText(cause.at)})`;
    case "lane":
      return cause.lane === undefined ? "leaving its lane" : `lane ${cause.lane}`;
    case "epic":
      return `epic of ${cause.lead}`;
    case "train":
      return `train of ${cause.leader}`;
    case "unpublished":
      return "first publication, as it is written";
  }
}
