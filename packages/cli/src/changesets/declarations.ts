import { SHORT_FILES, type Sentence, remembered, say } from "@release-policy/core/internal";
import type { Declaration } from "@release-policy/core/types";
import type { Declared, DeclaringText } from "./declaration-grammar.ts";
import { MOST_PARSED, type ParsingBudget } from "./parsing-budget.ts";

export const NO_DECLARATIONS: Declared = { declarations: [], sections: [] };

/**
 * What the text of a changeset declares: breaking changes and sections under headings, `BREAKING` at the start
 * of a line, and trailers (docs/declarations.md). The Markdown parser is loaded only for a text that can hold
 * any of it: most changesets say one sentence. Nothing for a text that is not parsed (see `unparsedReason`).
 */
export async function declarationsOf(
  path: string,
  { summary, summaryLine, indent = "", bumps }: DeclaringText,
): Promise<Declared> {
  if (!mayDeclare(summary) || !isFit(summary)) return NO_DECLARATIONS;
  const { readMarkdown } = await import("./declarations-in-markdown.ts");
  const isMajor = bumps?.some(({ bump }) => bump === "major") ?? true;
  return readMarkdown(path, indent.replaceAll(/[^ \t]/g, " ") + summary, summaryLine, isMajor);
}

/** The text of a changeset without the trailers that `declarationsOf` reads in it. */
async function textWithoutTrailers(summary: string): Promise<string> {
  if (!mayDeclare(summary) || !isFit(summary)) return summary;
  const { withoutTrailers } = await import("./declarations-in-markdown.ts");
  return withoutTrailers(summary);
}

/** Checked first, because the Unicode classes of the full pattern take long to compile. */
const TRACE =
  /breaking|!:|^(?:deprecates|removes|security|upgrade-guide|migration|fixes-regression):|#[^a-z\n]{0,20}(?:deprecat|how to|security|upgrad|migrat|feature|new|major|what)|\n[ \t]{0,3}(?:-+|=+)[ \t\r]*$/imu;

/**
 * Each looks at a bounded part of a line, so that a long text costs no more than its length. Made when they are needed:
 * V8 looks up the classes of Unicode of each expression in a file that it reads, used or not.
 */
const SIGNS: readonly string[] = [
  String.raw`^[^\p{L}\n]{0,30}(?::[a-z_]{1,30}:)?[^\p{L}\n]{0,10}breaking`,
  String.raw`^[^\p{L}\n]{0,30}[a-z]{2,10}(?:\([^()\n]{1,60}\))?!:`,
  "^(?:deprecates|removes|security|upgrade-guide|migration|fixes-regression):",
  String.raw`^[^\p{L}\n]{0,30}#[^\p{L}\n]{0,20}(?:breaking|deprecat|how to|security|upgrad|migrat|feature|new|major|what)`,
  String.raw`^[^\p{L}\n]{0,30}(?:deprecat|how to|security|upgrad|migrat|feature|new|major|what)[^\n]{0,60}\n[ \t]{0,3}(?:-+|=+)[ \t\r]*$`,
];

const MOST = { characters: 32_768, lines: 1000, depth: 16, openHtml: 100 } as const;

/** False for a text that certainly declares nothing. */
export const mayDeclare = remembered(
  (text) => TRACE.test(text) && SIGNS.some((sign) => new RegExp(sign, "imu").test(text)),
  SHORT_FILES,
);

/**
 * Why a text with possible declarations is not parsed; undefined if it is, or does not need to be. Markdown parsers
 * take quadratic time for some texts: long ones, many lines, deep nesting, unclosed HTML. Realistic changesets stay
 * far below these limits.
 */
export function unparsedReason(text: string, budget: ParsingBudget): Sentence | undefined {
  if (!mayDeclare(text)) return undefined;
  const reason = unfitReason(text);
  if (reason) return reason;
  return budget.take(text.length)
    ? undefined
    : say`the changesets before it already contain ${MOST_PARSED} characters (limit for all changesets)`;
}

const isFit = (text: string): boolean => unfitReason(text) === undefined;

function unfitReason(text: string): Sentence | undefined {
  if (text.length > MOST.characters)
    return say`its text may contain declarations but is too long to parse (limit: ${MOST.characters} characters)`;
  const lines = text.split(/\r\n?|\n/);
  if (lines.length > MOST.lines)
    return say`its text may contain declarations but is too long to parse (limit: ${MOST.lines} lines)`;
  if (text.split(/<[!?]/).length > MOST.openHtml)
    return say`its text may contain declarations but has too many comments to parse (limit: ${MOST.openHtml})`;
  return lines.some((line) => DEEP.test(line) && !RULE.test(line))
    ? say`its text may contain declarations but is nested too deeply to parse (limit: ${MOST.depth} levels)`
    : undefined;
}

const DEEP = new RegExp(
  String.raw`^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))){${MOST.depth}}`,
);
/** A line across the page. */
const RULE = /^[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*$/;

/** The text of a changeset for people, and its declarations. */
export interface DeclaredText {
  /** The text without the trailers that declare something. */
  readonly text: string;
  readonly declarations: readonly Declaration[];
  /** Those of the trailers alone, which the text does not say any more. */
  readonly trailers: readonly Declaration[];
}

/** Reads the text of a changeset below its front matter, as the rules read it. Never throws. */
export async function declared(summary: string): Promise<DeclaredText> {
  const normal = summary.replaceAll(/\r\n?/g, "\n").trim();
  const { declarations } = await declarationsOf("", { summary: normal, summaryLine: 1 });
  const text = await textWithoutTrailers(normal);
  const kept = new Set(
    (await declarationsOf("", { summary: text, summaryLine: 1 })).declarations.map(declarationKey),
  );
  return {
    text,
    declarations,
    trailers: declarations.filter((declaration) => !kept.has(declarationKey(declaration))),
  };
}

const declarationKey = ({ kind, value, at }: Declaration): string => `${kind} ${at.line} ${value}`;
