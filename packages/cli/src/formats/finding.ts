import type { Cause, Link } from "@release-policy/core";
import type { Allowance, Location, PolicyLine, Sentence } from "@release-policy/core/types";
import type { ReportedFinding } from "../check/report.ts";
import type { Obstacle } from "../errors.ts";
import { plain, printable } from "./escape.ts";
import type { FindingGroup, SameRule } from "./grouping.ts";
import { type Style, paint, wrapped } from "./style.ts";
import { allowanceText } from "./verdict-text.ts";

const MOST_NAMED = 12;

/** A finding of a rule, or of what looks at tarballs and registries. */
export type PrintedFinding = Omit<ReportedFinding, "rule"> & { readonly rule: string };

export type PrintedWaived = { readonly finding: PrintedFinding } & Allowance;

/** The first finding in rustc's grammar, the packages of the others, and what else is wrong at the same line. */
export function findingBlock(
  [finding, ...same]: readonly [PrintedFinding, ...PrintedFinding[]],
  style: Style,
  others: readonly SameRule[] = [],
): string {
  const { because, chain } = finding;
  const note = notesAt(finding.at, style);
  return [
    headText(finding, style),
    ...frame(finding, style, COLORS[finding.level]),
    ...(same.length > 0 ? [note("also", packageNames(same))] : []),
    ...(because ? [policyNote(because, finding.at, style)] : []),
    ...(chain.length > 0 ? [note("chain", [chainText(chain)])] : []),
    ...others.map(([first, ...rest]) =>
      note("also", [
        ...first.message,
        ` (${first.rule})`,
        ...(rest.length > 0 ? ["; also ", ...packageNames(rest)] : []),
      ]),
    ),
    ...withOwnFix([finding, ...others.map(([first]) => first)]).map(({ help }) =>
      note("fix", help),
    ),
  ].join("\n");
}

const MOST_ALIKE = 3;
const FEW_NAMED = 4;

/** A group in a few lines: what is wrong, where, what else follows from it, and the fix. */
export function shortBlock(
  { lead: [finding, ...same], others }: FindingGroup,
  like: readonly FindingGroup[],
  style: Style,
): string {
  const { at, source } = finding;
  const note = notesAt(at, style);
  const place = printable(`${at.path}:${at.line}:${at.column}`);
  const line =
    (source ?? "").trim() === ""
      ? ""
      : `  ${paint(style, "dim", fitting(shown(source!).trim(), 0, style.width - place.length - gutterOf(at) - 6))}`;
  const following = [same, ...others];
  return [
    headText(finding, style),
    `${paint(style, "blue", `${" ".repeat(gutterOf(at))}-->`)} ${place}${line}`,
    ...packagesByRules(following).map((sentence) => note("also", sentence)),
    ...alikeNotes(like, note),
    note("fix", finding.help),
  ].join("\n");
}

/** The rules with the packages that they found; rules about the same packages are named together. */
function packagesByRules(following: readonly (readonly PrintedFinding[])[]): readonly Sentence[] {
  const rulesOf = new Map<string, { readonly rules: string[]; readonly names: Sentence }>();
  for (const findings of following) {
    const [first] = findings;
    if (first === undefined) continue;
    const names = packageNames(findings, FEW_NAMED);
    const known = rulesOf.get(plain(names)) ?? { rules: [], names };
    known.rules.push(first.rule);
    rulesOf.set(plain(names), known);
  }
  return [...rulesOf.values()].map(({ rules, names }) => [`${rules.join(", ")}: `, ...names]);
}

/** Where else the same is wrong. */
function alikeNotes(
  like: readonly FindingGroup[],
  note: (name: string, sentence: Sentence) => string,
): readonly string[] {
  const more = like.length - MOST_ALIKE;
  const named = more > 1 ? like.slice(0, MOST_ALIKE) : like;
  return [
    ...named.map(({ lead: [{ package: name, version, at }] }) =>
      note("same", [
        ...(name === undefined
          ? []
          : [{ code: [name, version].filter(Boolean).join(" ") }, " in "]),
        { code: lineText(at) },
      ]),
    ),
    ...(named.length < like.length ? [note("same", [`… and ${more} more`])] : []),
  ];
}

/** `error[accidental-graduation]: @acme/plugin would go from 0.3.0 to 1.0.0, but …` */
function headText({ level, rule, message }: PrintedFinding, style: Style): string {
  const head = `${level}[${rule}]:`;
  return `${paint(style, [COLORS[level], "bold"], head)} ${wrapped(message, style, 2, head.length + 1)}`;
}

function policyNote({ at, text }: PolicyLine, below: Location, style: Style): string {
  const place = printable(`${at.path}:${at.line}`);
  const indent = gutterOf(below) + 11;
  const line = wrapped([text], style, indent + 2, indent + place.length + 2);
  return `${notesAt(below, style)("policy", [])}${place}  ${line}`;
}

const COLORS = { error: "red", warn: "yellow" } as const;

/** A line of rustc's notes below a place: ` = fix:    write minor instead of major` */
const notesAt =
  (at: Location, style: Style) =>
  (name: string, sentence: Sentence): string => {
    const gutter = gutterOf(at);
    const mark = paint(style, "blue", `${" ".repeat(gutter)} =`);
    const label = `${paint(style, "bold", `${name}:`)}${" ".repeat(7 - name.length)}`;
    return `${mark} ${label}${wrapped(sentence, style, gutter + 11)}`;
  };

/** Those whose fix is not a part of another one: a fix that another begins with is. */
export function withOwnFix<F extends Pick<PrintedFinding, "help">>(
  findings: readonly F[],
): readonly F[] {
  const texts = findings.map(({ help }) => plain(help));
  return findings.filter(
    (_, i) =>
      !texts.some(
        (text, j) => text.startsWith(texts[i]!) && (text.length > texts[i]!.length || j < i),
      ),
  );
}

/** The packages of findings with their next versions. */
export function packageNames(
  findings: readonly PrintedFinding[],
  most = MOST_NAMED,
): ReportedFinding["message"] {
  const names = findings.map(({ package: name, version }) =>
    [name ?? "another", version].filter((part) => part !== undefined).join(" "),
  );
  const more = names.length - most;
  const shown = names.slice(0, more > 1 ? most : names.length);
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

/** What does not count, and why, in a line. */
export function waivedLine(waived: PrintedWaived, style: Style): string {
  const { word, why } = allowanceText(waived);
  const { rule, message, help } = waived.finding;
  const head = `${word}[${rule}]: `;
  const isEvaluated = word === "evaluated";
  const line = `${paint(style, isEvaluated ? "yellow" : "green", head.trimEnd())} ${wrapped([...message, "; ", why], style, 2, head.length)}`;
  return isEvaluated
    ? `${line}\n  ${paint(style, "bold", "fix:")} ${wrapped(help, style, 7)}`
    : line;
}

/** The obstacle and its fix, in lines that are safe to print. */
export const obstacleLines = ({ message, help }: Obstacle): string[] =>
  [message, ...(help === undefined ? [] : `help: ${help}`.split("\n"))].map(printable);

/** Spaces before the bar under `at.line`. */
export const gutterOf = (at: Location): number => String(at.line).length + 1;

/** A place, with its source line and marks under it, in rustc's format. */
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

/** The line, truncated at the terminal's width if the marked part starts before that. */
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
      return "first publication (version as written)";
  }
}
