/**
 * Characters that a terminal, a log or a reader's eye would take for something else: controls (a colour, a
 * cleared screen, a new line), marks that turn the direction of text, and those without a width.
 */
const UNSAFE =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\u{E0000}-\u{E0FFF}]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/gu;

/** Text from a stranger, safe to print on one line: what is unsafe is shown as `\u{1b}`. */
export const printable = (text: string): string =>
  text.replaceAll(UNSAFE, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
