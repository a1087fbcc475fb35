import type { Changeset, Declaration, DeclaredBump, Section } from "@release-policy/core/types";

/** A word that declares something, and where the text after it begins. */
interface Label {
  readonly kind: Section["kind"];
  readonly start: number;
  readonly end: number;
}

/** Markup, an emoji or a number before the word. */
const BEFORE = String.raw`(?:[ \t*_[(]|\p{Extended_Pictographic}|[\u200D\uFE0F]|:[a-z_]{1,30}:){0,12}`;
const WHOLE = String.raw`(?![\p{L}\p{N}-]|_[\p{L}\p{N}])`;
/** `BREAKING`, `BREAKING CHANGE(S)`, and a word for whom: `BREAKING PRODUCERS:`. */
const CAPITALS = new RegExp(
  String.raw`^(${BEFORE})BREAKING(?:[ -](?:CHANGES?|[A-Z]{3,20}(?=[*_]{0,3}:)))?${WHOLE}`,
  "u",
);
const ANY_CASE = new RegExp(
  String.raw`^(${BEFORE})breaking([ -](?:(?:api|behaviou?r|type)[ -])?changes?)?${WHOLE}`,
  "iu",
);
/** The mark of Conventional Commits. */
const COMMIT =
  /^()(?:build|chore|ci|deps|docs|feat|fix|perf|refactor|revert|style|test)(?:\([^()\n]{1,60}\))?!(?=:)/;
/** What closes a label: `**`, `]`, `(cli)`, a colon, a dash. */
const AFTER = /^(?:\s*\([^()\n]{0,60}\))?\.?[*_\])]*(?:\s*(?:[:!–—]|-(?=\s))[*_]*)?\s*/;
/** In small letters the word needs a mark that it is a label, else it is the beginning of a sentence. */
const MARK = /^(?:\s*\([^()\n]{0,60}\))?[*_\])]*\s*(?:[:!–—]|-\s|$)/;
const CLOSED = /^(?:\.?(?:\*\*|__)|[\])])/;
const ABOUT = /^ (?:and|for|from|in|of|on|since|to|with)\b|^ &/;

/** The label of a breaking change at the start of a line. */
export function breakingAt(line: string): Label | undefined {
  const commit = COMMIT.exec(line);
  return commit ? label("breaking", line, commit) : wordAt(line);
}

function wordAt(line: string): Label | undefined {
  const capitals = CAPITALS.exec(line);
  if (capitals) return label("breaking", line, capitals);
  const small = ANY_CASE.exec(line);
  if (!small) return undefined;
  const rest = line.slice(small[0].length);
  const wrapped = /\*\*|__|[[(]/.test(small[1]!) && CLOSED.test(rest);
  const about = /\*\*|__|[[(]/.test(small[1]!) && small[2] !== undefined && ABOUT.test(rest);
  return wrapped || about || MARK.test(rest) ? label("breaking", line, small) : undefined;
}

const HEADINGS: readonly (readonly [Section["kind"], RegExp])[] = [
  ["deprecations", /^(?:deprecations?|deprecation notices?|deprecated(?: apis?| features?)?)$/],
  ["security", /^security(?: (?:advisor(?:y|ies)|fix(?:es)?|notices?|patch(?:es)?|updates?))?$/],
  ["features", /^(?:(?:new )?features?|new|what[’']?s new|major changes)$/],
  [
    "upgrade",
    /^(?:how to )?(?:upgrad(?:e|ing)|migrat(?:e|ion|ing))(?: (?:guide|instructions|notes|path|steps))?(?: (?:for|from|to)\b.*)?$/,
  ],
];

/** The label that a heading is. */
export function headingLabel(text: string): Label | undefined {
  const start = /^(?:\d{1,3}[.)][ \t]*)?/.exec(text)![0].length;
  const numbered = text.slice(start);
  const breaking = wordAt(numbered) ?? plainBreaking(numbered);
  if (breaking) return { ...breaking, start, end: breaking.end + start };
  const [words = ""] = text.split(":", 1);
  const name = headingName(words);
  const kind = HEADINGS.find(([, pattern]) => pattern.test(name))?.[0];
  if (kind === undefined) return undefined;
  const rest = text.slice(words.length);
  return { kind, start, end: words.length + (/^:[*_]*\s*/.exec(rest)?.[0].length ?? 0) };
}

/** No heading that is known is longer: of a longer one a trailing pattern would try every part. */
const LONGEST_HEADING = 200;

const headingName = (heading: string): string =>
  heading.length > LONGEST_HEADING
    ? ""
    : heading.replaceAll(/^[^\p{L}]+|[^\p{L}\p{N}]+$/gu, "").toLowerCase();

/** Below it stands what promises nothing. */
export const isExperimental = (heading: string): boolean =>
  /^experimental(?: (?:apis?|changes|features?))?$/.test(headingName(heading));

/** `BREAKING (experimental): …`, and an entry that begins with `[experimental]`. */
export const marksExperimental = (text: string): boolean =>
  /^[\s*_-]{0,10}(?:breaking(?:[ -]changes?)?[\s*_]{0,5})?[([][^()[\]]{0,40}\bexperimental\b[^()[\]]{0,40}[)\]]/i.test(
    text,
  );

/** A heading of a different kind of change ends a section, even a lower-level one, as in Ory's changelogs. */
export const endsSections = (heading: string): boolean =>
  /^(?:bug ?fixes|changes|chores?|code generation|code refactoring|dependencies|documentation|fix(?:es)?|improvements|internal|other(?: changes)?|performance(?: improvements)?|reverts|tests|unclassified)$/.test(
    headingName(heading),
  );

/** `Breaking changes in v2`, `Breaking changes 💥`: clear in a heading, not in a sentence. */
function plainBreaking(text: string): Label | undefined {
  const match = ANY_CASE.exec(text);
  if (!match) return undefined;
  const rest = text.slice(match[0].length);
  if (/^[^\p{L}\p{N}]*$/u.test(rest) || (match[2] !== undefined && ABOUT.test(rest)))
    return { kind: "breaking", start: 0, end: text.length };
  return undefined;
}

function label(kind: Section["kind"], line: string, match: RegExpExecArray): Label {
  const end = match[0].length;
  const start = match[1]!.length - match[1]!.trimStart().length;
  return { kind, start, end: end + AFTER.exec(line.slice(end))![0].length };
}

/** What templates contain if nothing breaks, such as "None." with or without a reason after it. */
export const saysNone = (text: string): boolean =>
  /^[\s*_]*(?:(?:-|–|—|no)[\s*_.!]*$|(?:n\/?a|none|nothing|not applicable|(?:(?:there (?:are|is)|this (?:release|version|change) has) )?no (?:known )?breaking changes?(?: (?:in|for) this (?:release|version|change))?)(?:[\s*_.!]*$|[*_]*[.;!][*_]*\s))/i.test(
    text,
  );

const KINDS: Readonly<Record<string, Declaration["kind"]>> = {
  deprecates: "deprecates",
  removes: "removes",
  security: "security",
  "upgrade-guide": "upgrade-guide",
  migration: "migration",
  "fixes-regression": "regression",
};
const TRAILER = /^([A-Za-z][A-Za-z-]*): +(\S.*)$/;

/**
 * What trailer lines declare, one for each line, undefined for a trailer of another kind. Nothing where any line
 * is not a trailer: then it is prose.
 */
export function trailersOf(
  lines: readonly string[],
): readonly (Omit<Declaration, "at"> | undefined)[] | undefined {
  if (!lines.every((line) => TRAILER.test(line) || breakingAt(line))) return undefined;
  const read = lines.map(trailerOf);
  return read.some((one) => one) ? read : undefined;
}

function trailerOf(line: string): Omit<Declaration, "at"> | undefined {
  const [, key = "", value = ""] = TRAILER.exec(line) ?? [];
  const kind = KINDS[key.toLowerCase()];
  if (!kind) return undefined;
  return kind === "deprecates" ? deprecationOf(value) : { kind, value: bare(value) };
}

/** `<api> [use <replacement>] [until <version>]`; the words count outside of code alone. */
function deprecationOf(written: string): Omit<Declaration, "at"> {
  const value = written.replaceAll(/\s+/g, " ");
  const masked = value.replaceAll(/`[^`]*`/g, (code) => "\0".repeat(code.length));
  const words = [...masked.matchAll(/[,;]? (use|until) (?=\S)/gi)];
  const firsts = ["use", "until"].map((name) => words.find(([, word]) => same(word, name)));
  const parts = words.filter((word) => firsts.includes(word));
  const part = (name: string): string | undefined => {
    const i = parts.findIndex(([, word]) => same(word, name));
    const from = parts[i];
    return from && bare(value.slice(from.index + from[0].length, parts[i + 1]?.index));
  };
  const replacement = part("use");
  const until = part("until");
  return {
    kind: "deprecates",
    value: bare(value.slice(0, parts[0]?.index)),
    ...(replacement === undefined ? {} : { replacement }),
    ...(until === undefined ? {} : { until }),
  };
}

const same = (a: string | undefined, b: string | undefined): boolean =>
  a?.toLowerCase() === b?.toLowerCase();

/** Without the backticks of a value that is code as a whole, and without a full stop. */
const bare = (value: string): string =>
  value
    .trim()
    .replace(/\.$/, "")
    .replace(/^(`+)([^`]+)\1$/, "$2");

export type Declared = Pick<Changeset, "declarations" | "sections">;

/** A changeset's text as in its file. */
export interface DeclaringText {
  readonly summary: string;
  /** Where the summary begins, counted from 1. */
  readonly summaryLine: number;
  /** The text before it on that line. */
  readonly indent?: string;
  /** Of its changeset; unknown for a text without front matter. */
  readonly bumps?: readonly Pick<DeclaredBump, "bump">[];
}
