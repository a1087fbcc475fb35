import type { Sentence } from "@release-policy/core";
import { printable } from "../escape.ts";

/** No name, range or line that is worth reading is longer. */
const MOST_CHARACTERS = 200;

/**
 * Text from a stranger as a code span, in which a forge finds no link, mention or mark. What would end the span is
 * shown as `\u{60}`.
 */
export const code = (text: string): string =>
  `\`${clipped(printable(text)).replaceAll("`", "\\u{60}") || " "}\``;

/** The same for a cell of a table, which a `|` would end even there. */
export const cell = (text: string): string => code(text).replaceAll("|", "\\u{7c}");

/** Our own words stay; marks that got among them are taken for text. */
export const sentence = (parts: Sentence): string =>
  parts.map((part) => (typeof part === "string" ? words(part) : code(part.code))).join("");

const words = (text: string): string =>
  text.trim() !== "" && (printable(text) !== text || /@|:\/\/|www\./i.test(text))
    ? code(text)
    : text.replaceAll(/[\\`*_[\]<>|~#&$!]/g, String.raw`\$&`);

/**
 * `label` is Markdown. Only the label where there is no link that can be followed. A line that begins with `[…]:` would be
 * a definition and not be seen at all: that is looked for before code spans are.
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

const percent = (char: string): string =>
  [...new TextEncoder().encode(char)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");

/** A block of code, to be copied as it stands; `indent` puts it into an item of a list. */
export function block(language: string, text: string, indent = ""): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...text.split("\n"), fence]
    .map((line) => `${indent}${line}`.trimEnd())
    .join("\n");
}

/** Whether every character of every line is seen as what it is, so that it may be copied. */
export const isPlain = (text: string): boolean =>
  text.split("\n").every((line) => printable(line) === line);

/** Keeps two versions on one line, however narrow the screen is. */
export const ARROW = "\u00A0→\u00A0";

export const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

const clipped = (text: string): string =>
  text.length > MOST_CHARACTERS
    ? `${text.slice(0, MOST_CHARACTERS).replace(/[\uD800-\uDBFF]$/, "")}…`
    : text;
