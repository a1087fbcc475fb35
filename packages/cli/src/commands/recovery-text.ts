import type { Recovery } from "../files/writing/journal.ts";
import { printable } from "../formats/escape.ts";
import { type Style, count, paint } from "../formats/style.ts";
import type { Terminal } from "./command.ts";
import type { WriterOptions } from "./writer.ts";

/** What was done about a command that was killed, for people. Ends with a line break. */
export function recoveryText(
  { command, pid, since, outcome, files, copies }: Recovery,
  style: Style,
): string {
  const time = new Date(since).toLocaleString("sv-SE");
  const number = count(files.length, "file");
  const what = {
    restored: files.length === 0 ? " before it changed any file" : `; ${number} restored`,
    finished: " after it had written every file",
    kept: `; ${number} left unchanged`,
  }[outcome];
  const lines = [
    `${paint(style, "bold", "note")}: release-policy ${command} (process ${pid}, ${time}) was interrupted${what}`,
  ];
  if (copies) {
    const when = outcome === "kept" ? "before it" : "until now";
    lines.push(
      `  their contents ${when} are in ${printable(copies.folder)}: ${copies.files.map(printable).join(" ")}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** Says on standard error what was done about a command that was killed: standard output may be data. */
export const writerOptions = (terminal: Terminal): WriterOptions => ({
  onRecovery: (recovery) => terminal.note?.(recoveryText(recovery, terminal)),
});
