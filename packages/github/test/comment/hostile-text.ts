import fc from "fast-check";
import { character } from "../../../cli/test/kit/character.ts";

/** In every hostile text: where it is found outside of code, something has got out. */
export const CANARY = "☠";

const PIECES = [
  "|",
  "||",
  "\\|",
  "\\",
  "\\\\",
  "`",
  "``",
  "```",
  "~~~",
  "\n",
  "\r\n",
  "\n\n",
  "\t",
  " ",
  "  \n",
  "@everyone",
  "@acme/team",
  "#1",
  "GH-1",
  "acme/mono#3",
  "https://evil.example/x",
  "www.evil.example",
  "a@evil.example",
  "<img src=x onerror=y>",
  "<details>",
  "</details>",
  "<!--",
  "-->",
  "<a href=x>",
  "</code>",
  "[x](https://evil.example)",
  "![x](https://evil.example/p.png)",
  "[x]: https://evil.example",
  "[^1]",
  "\n# heading",
  "\n- item",
  "\n> quote",
  "\n---\n",
  "\n| --- | --- |\n",
  "| a | b |",
  ":smile:",
  "$x$",
  "$`x`$",
  "**",
  "__",
  "*",
  "_",
  "~~",
  "&lt;",
  "&#64;",
  "\u202E",
  "\u200B",
  "\u0000",
  "\u001B[31m",
  "\uD800",
  "é",
  "漢",
  "🦋",
  "- [ ] task",
  "1. x",
  "    code",
  "::error::",
  "\n::error::x",
  "##[group]",
  "core",
  "1.2.0",
  "^1 || ^2",
];

const anything = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.constantFrom(...PIECES), { maxLength: 5 })
      .map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: fc.string({ unit: character, maxLength: 12 }) },
);
export const hostile = fc.tuple(anything, anything).map(([a, b]) => `${a}${CANARY}${b}`);

export const at = fc.record({
  path: fc.oneof(
    hostile,
    hostile.map((name) => `.changeset/${name}.md`),
  ),
  line: fc.integer({ min: 1, max: 999 }),
  column: fc.constant(1),
});

/** As rules make them: our words, and theirs as code. */
export const sentence = fc
  .tuple(hostile, hostile)
  .map(([a, b]) => [{ code: a }, " is not what ", { code: b }, " takes"]);
