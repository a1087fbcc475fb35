/**
 * Characters that a terminal, a log or a reader's eye would take for something else: controls (a colour, a
 * cleared screen, a new line), marks that turn the direction of text, those without a width, half characters.
 * Only the mark that makes a sign an emoji stays.
 */
const UNSAFE = /(?!\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What a CI's runner takes for commands: `::error::` at the start of a line, and wherever it stands in one
 * `##[group]`, of GitHub's runner, `##vso[…]`, of Azure's.
 */
const COMMAND = /^\s*(?::(?=:)|#(?=#))|#(?=#\w*\[)/g;

/** Text from a stranger, safe to print on one line: what is unsafe is shown as `\u{1b}`. */
export const printable = (text: string): string =>
  text
    .replaceAll(UNSAFE, shown)
    .replaceAll(COMMAND, (start) => start.slice(0, -1) + shown(start.at(-1)!));

const shown = (char: string): string => `\\u{${char.codePointAt(0)!.toString(16)}}`;
