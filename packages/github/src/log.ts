import { printable } from "release-policy/internal";

/**
 * Prints lines to the job's log. The runner takes `::x::` at the start of a line and `##[x]` anywhere in it as
 * a command, and half of every text is a stranger's: both are shown instead.
 */
export function log(text: string): void {
  process.stdout.write(`${text.split("\n").map(harmless).join("\n")}\n`);
}

/** One line as written to the log. */
export const harmless = (line: string): string =>
  printable(line).replaceAll("##[", String.raw`#\u{23}[`);
