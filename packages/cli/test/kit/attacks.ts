/** What a stranger can write into a name, a text or a branch, by what it would do. */
export const ATTACKS = {
  "a new line": "x\n0 errors, 0 warnings",
  "a carriage return": "x\rpass",
  "a line separator": "x\u2028y\u2029z\u0085",
  "a tab": "x\ty",
  "a NUL": "x\u0000y",
  "a bell and a backspace": "x\u0007\b\b\by\u007F",
  "a colour": "\u001B[31mred\u001B[0m",
  "a cleared screen": "\u001B[2J\u001B[H",
  "a window title": "\u001B]0;owned\u0007",
  "a hidden link (OSC 8)": "\u001B]8;;https://example.com\u001B\\x\u001B]8;;\u001B\\",
  "the clipboard (OSC 52)": "\u001B]52;c;cm0gLXJm\u0007",
  "eight-bit controls": "\u009B31m\u009D0;x\u009C\u0090",
  "a text turned around": "x\u202Egpj\u202C",
  "isolates and marks of direction": "\u2066x\u2069\u200E\u200F\u061C",
  "zero-width characters": "@acme/co\u200Bre\u200C\u200D\u2060\uFEFF",
  "invisible fillers": "x\u00AD\u034F\u115F\u3164\uFFA0\u180E",
  "tag characters": "x\u{E0041}\u{E007F}",
  "lone surrogates": "\uD83Dx\uDE00",
  "a workflow command": "::error::pwned",
  "a workflow command behind spaces": "\u00A0 ::set-output name=x::y",
  "an old workflow command": "##[group]x",
  "an old workflow command within a line": "x ##[stop-commands]y",
  "a pipeline command within a line": "x###vso[task.setvariable variable=x]y",
  "a pipeline command": "##vso[task.setvariable variable=x]y",
  "a name of 100 kB": "a".repeat(100_000),
} as const;

/** One text that does everything at once, and can be an argument and a file's name. */
export const EVIL = [
  "\n::error::pwned",
  ATTACKS["a colour"],
  ATTACKS["the clipboard (OSC 52)"],
  ATTACKS["eight-bit controls"],
  ATTACKS["a text turned around"],
  ATTACKS["zero-width characters"].replace("/", ""),
  "\r##[group]x",
].join("");

/** Nothing of this may stand in a line of output. */
const UNSAFE =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- a list of single characters
  /[\u0000-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFE00-\uFE0E\uFEFF\uFFA0\uFFF0-\uFFFB\u{E0000}-\u{E0FFF}]|\p{Cs}/u;

/** A line that a CI's runner would take for a command: GitHub's and Azure's look for the old form anywhere. */
const COMMAND = /^\s*::|##(?:vso)?\[/i;

/** The lines that no stranger should be able to make. */
export const badLines = (output: string): string[] =>
  output.split("\n").filter((line) => UNSAFE.test(line) || COMMAND.test(line));
