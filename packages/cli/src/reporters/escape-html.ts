import { printable } from "./escape.ts";

/** Text from a stranger inside an element or a quoted attribute of HTML. */
export const html = (text: string): string =>
  printable(text).replaceAll(/[&<>"'`]/g, (char) => `&#${char.codePointAt(0)};`);

/** A sentence with its code between backticks as elements. */
export const prose = (text: string): string =>
  text
    .split("`")
    .map((part, i) => (i % 2 === 1 ? `<code>${html(part)}</code>` : html(part)))
    .join("");
