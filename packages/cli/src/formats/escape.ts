import type { Sentence } from "@release-policy/core/types";

/**
 * Characters that a terminal, a log or a reader's eye would take for something else: controls (a colour, a
 * cleared screen, a new line), marks that turn the direction of text, those without a width, half characters.
 * Only the mark that makes a sign an emoji stays.
 *
 * In quotes, because V8 looks up the classes of Unicode of each expression in a file that it reads, used or not.
 */
const UNSAFE = String.raw`(?!\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`;

/**
 * What CI runners interpret as commands: `::error::` at the start of a line, and anywhere in a line `##[group]`
 * (GitHub) or `##vso[…]` (Azure).
 */
const COMMAND = /^\s*:(?=:)|#(?=#(?:vso)?(?:\[|$))/gi;

/** Nearly all text, and the signs of our own: what needs no classes of Unicode. */
const PLAIN = /^[ -~…→✓✗⚠]*$/;

const codePoint = (char: string): string => `\\u{${char.codePointAt(0)!.toString(16)}}`;

/** Text from a stranger, safe to print on one line: what is unsafe is shown as `\u{1b}`. */
export const printable = (text: string): string =>
  (PLAIN.test(text) ? text : text.replaceAll(new RegExp(UNSAFE, "gu"), codePoint)).replaceAll(
    COMMAND,
    (start) => start.slice(0, -1) + codePoint(start.at(-1)!),
  );

/** Text from a stranger inside an element or a quoted attribute of HTML. */
export const html = (text: string): string =>
  printable(text).replaceAll(/[&<>"'`]/g, (char) => `&#${char.codePointAt(0)};`);

const MARK = String.raw`[^\p{L}\p{N} ,;.()/-]`;

/** Text from a stranger in Markdown: what is neither a letter nor harmless becomes a number, which no parser takes for a mark. */
export const entities = (text: string): string =>
  printable(text).replaceAll(new RegExp(MARK, "gu"), (char) => `&#${char.codePointAt(0)};`);

/** A sentence with its code between backticks as elements. */
export const prose = (text: string): string =>
  text
    .split("`")
    .map((part, i) => (i % 2 === 1 ? `<code>${html(part)}</code>` : html(part)))
    .join("");

/** No XML may hold these, not even as an entity, and `printable` leaves them. */
const ILLEGAL = /[\uFFFE\uFFFF]/g;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text from a stranger as the content of an element. Its lines have to be ours. */
export const xml = (text: string): string =>
  text
    .split("\n")
    .map((line) =>
      printable(line)
        .replaceAll(ILLEGAL, "\uFFFD")
        .replaceAll(/[&<>]/g, (char) => ENTITIES[char]!),
    )
    .join("\n");

/** ` name="value"` for each that is defined. */
export const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [` ${name}="${xml(`${value}`).replaceAll('"', "&quot;")}"`],
    )
    .join("");

/** A sentence in one line, code between backticks as in Markdown, safe to print. */
export const plain = (sentence: Sentence): string =>
  printable(
    sentence.map((part) => (typeof part === "string" ? part : `\`${part.code}\``)).join(""),
  );

/** At most so many characters; what is left out is three dots. */
export const clipped = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : text;

/**
 * Data as JSON, whose lines no CI's runner takes for commands: GitHub's and Azure's look for two number signs
 * anywhere in a line, and JSON can write one of them as an escape.
 */
export const jsonLines = (data: unknown): string =>
  `${JSON.stringify(data, null, 2).replaceAll(/#(?=#)/g, String.raw`\u0023`)}\n`;
