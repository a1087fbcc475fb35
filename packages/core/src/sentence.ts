/**
 * A sentence for people. Plain strings are ours; `code` is a value that may come from a stranger
 * (a package name, a branch, a range), so that a reporter can escape it the way its medium needs.
 */
export type Sentence = readonly (string | { readonly code: string })[];

/** A template whose every value is `code`, unless it is a sentence itself. */
export function say(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Sentence)[]
): Sentence {
  return strings.flatMap((text, i) => {
    const value = values[i];
    if (value === undefined) return [text];
    return [text, ...(typeof value === "object" ? value : [{ code: `${value}` }])];
  });
}

/** `a, b and c`, each as code; the word none for an empty list. */
export function list(values: readonly string[], conjunction = "and"): Sentence {
  if (values.length === 0) return ["none"];
  return values.flatMap((value, i) => {
    const before = i === 0 ? "" : i === values.length - 1 ? ` ${conjunction} ` : ", ";
    return [before, { code: value }];
  });
}

/** `a, b and c` of phrases. */
export const series = (phrases: readonly Sentence[], conjunction = "and"): Sentence =>
  phrases.flatMap((phrase, i) => {
    const before = i === 0 ? "" : i === phrases.length - 1 ? ` ${conjunction} ` : ", ";
    return [before, ...phrase];
  });

/** `a, b, c and 2 more` of many phrases. */
export function firstOf(phrases: readonly Sentence[], most: number): Sentence {
  const more = phrases.length - most;
  return series([...phrases.slice(0, most), ...(more > 0 ? [[`${more} more`]] : [])]);
}

/** The sentence as plain text, code between backticks. Not escaped: for JSON and for tests. */
export const plain = (sentence: Sentence): string =>
  sentence.map((part) => (typeof part === "string" ? part : `\`${part.code}\``)).join("");

/** The beginning of a text, short enough for a sentence. */
export function clipped(text: string): string {
  const characters = Array.from(text.slice(0, 200));
  return characters.length > 50 ? `${characters.slice(0, 49).join("")}…` : text;
}

/** By code unit, so that the order is the same on every machine. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
