import { count } from "../style.ts";
import type { Link, Location, Sentence } from "@release-policy/core/types";
import type { LineEdit, Report, ReportedFinding, ReportedRelease } from "../../check/report.ts";
import { byCause, causeText } from "../finding.ts";
import type { Section } from "./sections.ts";
import {
  type MarkdownLinks,
  type MarkdownOptions,
  code,
  codeBlock,
  freePaths,
  isPlain,
  link,
  sentence,
  tooLong,
} from "./text.ts";

const MOST_NAMED = 12;
const MOST_STEPS = 8;

/**
 * Groups of findings, each group of one cause, that one edit answers: what is wrong, how it is fixed, the lines of the
 * policy that say so, and what led there.
 */
export function findingsMarkdown(
  groups: readonly (readonly ReportedFinding[])[],
  report: Report,
  { links }: MarkdownOptions,
): string {
  const first = groups[0]![0]!;
  const place = ({ path, line }: Location, side: "base" | "head" = "head", label?: string) =>
    link(code(label ?? `${path}:${line}`), links?.view(path, line, side));
  const judge = report.since?.judgedBy === "base" ? "base" : "head";
  const heads = groups.map(([finding]) => headOf(finding!, links));
  const policies = groups.flatMap(([finding]) =>
    finding!.because
      ? `- **Policy:** ${place(finding!.because.at, judge)} ${code(finding!.because.text)}`
      : [],
  );
  const also = groups.flatMap(([, ...others]) => others);
  const edits = editsText(first, report, links);
  return [
    // Two spaces at its end break a line.
    heads.join("  \n"),
    `- **Fix:** ${sentence(first.help)}${edits || editorText(first.at, report, links)}`,
    ...new Set(policies),
    first.chain.length > 0
      ? `- **Chain:** ${chainMarkdown(first.chain, place)}`
      : `- **Place:** ${place(first.at)}`,
    ...(also.length > 0 ? [`- **Also:** ${namesMarkdown(also)}`] : []),
  ].join("\n");
}

const headOf = (
  { level, message, rule }: { level: string; message: Sentence; rule: string },
  links: MarkdownOptions["links"],
): string =>
  `${level === "error" ? "❌" : "⚠️"} ${sentence(message)} · ${link(rule, links?.rule?.(rule))}`;

/** From the release back to the line of the changeset that started it. */
function chainMarkdown(
  chain: readonly Link[],
  place: (at: Location, side: "head", label: string) => string,
): string {
  const steps = chain.flatMap(({ package: name, to, cause }, i) => [
    ...(i === 0 || chain[i - 1]!.package !== name ? [code(`${name} ${to}`)] : []),
    cause.kind === "changeset" ? place(cause.at, "head", causeText(cause)) : code(causeText(cause)),
  ]);
  const shown =
    steps.length > MOST_STEPS ? [...steps.slice(0, MOST_STEPS - 2), "…", steps.at(-1)!] : steps;
  return shown.join(" ← ");
}

function namesMarkdown(findings: readonly ReportedFinding[]): string {
  const names = findings.map(({ package: name, version }) =>
    code([name ?? "another", version].filter((part) => part !== undefined).join(" ")),
  );
  const more = names.length - MOST_NAMED;
  return more > 1 ? `${names.slice(0, MOST_NAMED).join(", ")} and ${more} more` : names.join(", ");
}

/** Errors and warnings open, what the base has already folded. */
export function findingSections(
  report: Report,
  options: MarkdownOptions,
): Record<"errors" | "warnings" | "pending", Section> {
  const { errors, warnings } = commentParts(report);
  const section = (findings: readonly ReportedFinding[], noun: string): Section => ({
    open: "",
    items: byEdit(findings).map((groups) => findingsMarkdown(groups, report, options)),
    between: "\n\n",
    rest: (left) =>
      `… ${count(left, `more ${noun}`)} ${left === 1 ? "finds" : "find"} no room here`,
  });
  const pending = section(report.pending, "problem of the base");
  return {
    errors: section(errors, "problem"),
    warnings: section(warnings, "warning"),
    pending: {
      ...pending,
      open: `<details><summary>${count(pending.items.length, "problem")} on the base already, not counted</summary>`,
      close: "</details>",
    },
  };
}

/** Causes that the same edit of one line answers are told together, the one with the edit first. */
function byEdit(findings: readonly ReportedFinding[]): readonly ReportedFinding[][][] {
  const causes = byCause(findings);
  const keyOf = ({ package: name, at }: ReportedFinding) => `${name}\n${at.path}\n${at.line}`;
  const editing = new Map(
    causes.flatMap((cause) => {
      const [first] = cause;
      const isOwn = first!.edits?.some(
        ({ path, line }) => path === first!.at.path && line === first!.at.line,
      );
      return isOwn ? [[keyOf(first!), cause] as const] : [];
    }),
  );
  const groups = Map.groupBy(causes, (cause) => editing.get(keyOf(cause[0]!)) ?? cause);
  return [...groups].map(([lead, members]) => [lead, ...members.filter((cause) => cause !== lead)]);
}

/** The edits that answer a finding: a link to the editor, and the very line to type. Empty where there are none. */
function editsText(
  { edits = [] }: ReportedFinding,
  report: Report,
  links: MarkdownLinks | undefined,
): string {
  // A line with characters that nobody sees could not be typed.
  if (!edits.every(({ text = "" }) => isPlain(text))) return "";
  return edits.map((edit) => `  \n  ${editText(edit, report, links)}`).join("");
}

function editText(
  { path, line, text = "", inserted }: LineEdit,
  { changesetPaths = [] }: Report,
  links: MarkdownLinks | undefined,
): string {
  if (line === undefined) {
    const free = freePaths(path, changesetPaths)(0);
    const url = links?.create?.(free, text);
    const label = `New file ${code(free)}`;
    const shown = tooLong(url) ? links?.create?.(free, "") : url;
    return `${link(label, shown)} with\n${codeBlock("yaml", text.trimEnd(), "  ")}`;
  }
  const label = link(`Edit ${code(path)}`, links?.edit?.(path));
  if (text === "") return `${label}, line ${line} goes`;
  const what = inserted ? `before line ${line} comes` : `line ${line} becomes`;
  return `${label}, ${what}\n${codeBlock("yaml", text, "  ")}`;
}

/** The editor of a file that a finding is in; nothing for the policy, which is the base's, and for files that are gone. */
function editorText(
  { path }: Location,
  { changesetPaths }: Report,
  links: MarkdownLinks | undefined,
): string {
  const gone = /^\.changeset\/.*\.md$/.test(path) && changesetPaths?.includes(path) === false;
  const url = gone || path.startsWith("policies/") ? undefined : links?.edit?.(path);
  return url === undefined ? "" : `  \n  ${link(`Edit ${code(path)}`, url)}`;
}

/** A report as a comment tells it: what this change does apart from what its base does anyway. */
export interface Parts {
  /** To which the change leads. */
  readonly own: readonly ReportedRelease[];
  /** That the base would make without it. */
  readonly others: readonly ReportedRelease[];
  /** Without those that the missing changesets have a section for. */
  readonly errors: readonly ReportedFinding[];
  readonly warnings: readonly ReportedFinding[];
  /** On changed packages that no changeset names. */
  readonly missing: readonly ReportedFinding[];
  /** Releases, by package, that an error is about. */
  readonly refused: ReadonlySet<string>;
}

export function commentParts({
  releases,
  findings,
  unreleased = [],
  pendingReleases = [],
}: Report): Parts {
  const pending = new Set(pendingReleases);
  const shown = new Map(unreleased.map(({ name, rule }) => [name, rule]));
  const isMissing = ({ rule, package: name = "" }: ReportedFinding) => shown.get(name) === rule;
  const rest = findings.filter((finding) => !isMissing(finding));
  const errors = rest.filter(({ level }) => level === "error");
  const released = new Set(releases.map(({ name }) => name));
  const refused = new Set(
    errors.flatMap(({ package: name = "" }) => (released.has(name) ? [name] : [])),
  );
  // What an error is about is this change's business, whoever planned it.
  const isOwn = ({ name }: ReportedRelease) => !pending.has(name) || refused.has(name);
  return {
    own: releases.filter(isOwn),
    others: releases.filter((release) => !isOwn(release)),
    errors,
    warnings: rest.filter(({ level }) => level === "warn"),
    missing: findings.filter(isMissing),
    refused,
  };
}
