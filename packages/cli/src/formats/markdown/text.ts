import type { Sentence } from "@release-policy/core/types";
import type { Report } from "../../check/report.ts";
import { clipped, plain, printable } from "../escape.ts";

/** GitHub accepts 65,536 characters; the rest is for a marker and for what a forge adds. */
export const BUDGET = 60_000;

/** No name, range or line that is worth reading is longer. */
const MOST_CHARACTERS = 201;

/**
 * Text from a stranger as a code span, in which a forge finds no link, mention or mark. Its own backticks are shown: the
 * span is fenced with one more than it has in a row.
 */
export function code(text: string): string {
  const shown = clipped(printable(text), MOST_CHARACTERS) || " ";
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  // A backtick next to the fence would extend it. Markdown strips one space on each side.
  const isPadded = longest > 0 && /^[` ]|[` ]$/.test(shown);
  return isPadded ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** The same for a cell of a table, which a `|` would end even there. */
export const cell = (text: string): string => code(text).replaceAll("|", "\\u{7c}");

const markdownWords = (text: string): string =>
  text.trim() !== "" && (printable(text) !== text || /@|:\/\/|www\./i.test(text))
    ? code(text)
    : text.replaceAll(/[\\`*_[\]<>|~#&$!]/g, String.raw`\$&`);

/** Keeps our own words; treats markup among them as text. */
export const sentence = (parts: Sentence): string =>
  parts.map((part) => (typeof part === "string" ? markdownWords(part) : code(part.code))).join("");

/** A fix without what else there is, each in a clause that begins with `; if`. */
export function withoutAlternatives(fix: Sentence): Sentence {
  const clauses: Sentence[number][][] = [[]];
  for (const part of fix) {
    const [first = "", ...rest] = typeof part === "string" ? part.split("; ") : [part];
    clauses.at(-1)!.push(first);
    clauses.push(...rest.map((text) => [text]));
  }
  const [main = [], ...others] = clauses;
  const kept = others.filter((clause) => !plain(clause).startsWith("if "));
  return [...main, ...kept.flatMap((clause) => ["; ", ...clause])];
}

const percent = (char: string): string =>
  [...new TextEncoder().encode(char)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");

/**
 * `label` is Markdown. Only the label if there is no valid link. A line that starts with `[…]:` would be a link
 * definition and invisible, which takes precedence over code spans.
 */
export const link = (label: string, url: string | undefined): string => {
  const target = url === undefined ? undefined : safeUrl(url);
  return target === undefined ? label : `[${label.replaceAll("]:", "\\u{5d}:")}](${target})`;
};

/** Undefined for anything but the web; what could end a link is encoded. */
function safeUrl(url: string): string | undefined {
  if (!/^https?:\/\/[^/]/.test(url)) return undefined;
  return url.toWellFormed().replaceAll(/[^\w:/?#@&+,=.%~-]/gu, percent);
}

/** GitHub answers 414 somewhere above; it does not say where. */
const MOST_OF_URL = 6000;

export const tooLong = (url: string | undefined): boolean =>
  url !== undefined && url.length > MOST_OF_URL;

/** A code block to copy; `indent` nests it in a list item. */
export function codeBlock(language: string, text: string, indent = ""): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...text.split("\n"), fence]
    .map((line) => `${indent}${line}`.trimEnd())
    .join("\n");
}

/** Whether every character of every line is visible, so that it can be copied. */
export const isPlain = (text: string): boolean =>
  text.split("\n").every((line) => printable(line) === line);

/** Keeps two versions on one line, however narrow the screen is. */
export const ARROW = "\u00A0→\u00A0";

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Which commit, whose policy, and how to see the same at home. */
export function footer(
  { since, planner, runner = "pnpm" }: Report,
  { commit, base, links }: MarkdownOptions,
): string {
  const branch = base ?? since?.ref;
  const judge =
    since === undefined
      ? `judged by ${code("policies/")}`
      : since.judgedBy === "head"
        ? "judged by its own policy"
        : `judged by the policy of ${branch === undefined ? "the base" : code(branch)}`;
  const what = commit === undefined ? judge : `Commit ${code(commit.slice(0, 7))} ${judge}`;
  return `<sub>${[
    commit === undefined ? `${what[0]!.toUpperCase()}${what.slice(1)}` : what,
    `planned by ${code(`${planner.package} ${planner.version}`)}`,
    ...(links?.report === undefined ? [] : [link("full report", links.report)]),
    `try it: ${code(`${runner} release-policy check${sinceOf(branch, base !== undefined)}`)}`,
  ].join(" · ")}</sub>`;
}

/** Nothing where the name could not be copied into a shell. */
const sinceOf = (branch: string | undefined, remote: boolean): string =>
  branch !== undefined && /^\w[\w./-]*$/.test(branch)
    ? ` --since ${remote ? "origin/" : ""}${branch}`
    : "";

/** The names that a new file can have, in an order that never changes: the wish, then the wish with 2, 3, … */
export function freePaths(path: string, taken: readonly string[]): (i: number) => string {
  const known = new Set(taken.map((one) => one.toLowerCase()));
  const stem = path.replace(/\.md$/, "");
  const free: string[] = [];
  let last = 0;
  return (i) => {
    while (free.length <= i) {
      last++;
      const next = `${stem}${last === 1 ? "" : `-${last}`}.md`;
      if (!known.has(next.toLowerCase())) free.push(next);
    }
    return free[i]!;
  };
}

/** Where a reader can click. Paths are relative to the root of the workspace; the links encode them. */
export interface MarkdownLinks {
  /** A file as it is, on the side whose line is meant. */
  readonly view: (path: string, line?: number, side?: "base" | "head") => string | undefined;
  /** An editor for a file of the change. */
  readonly edit?: (path: string) => string | undefined;
  /** An editor for a new file with this text, or an empty one. */
  readonly create?: (path: string, content: string) => string | undefined;
  /** The page of a rule. */
  readonly rule?: (id: string) => string | undefined;
  /** Where the report is whole. */
  readonly report?: string;
  /** The name of a new changeset without extension; followed by a number if taken. */
  readonly changeset?: string;
  /** The text of a new changeset. Without it, the comment asks the author to write it. */
  readonly summary?: string;
}

export interface MarkdownOptions {
  /** The limit of the text in bytes. Default: 60,000, GitHub's limit with room for a marker. */
  readonly budget?: number;
  /** The commit that was judged. */
  readonly commit?: string;
  /** The branch that it is to be merged into. */
  readonly base?: string;
  readonly links?: MarkdownLinks;
}
