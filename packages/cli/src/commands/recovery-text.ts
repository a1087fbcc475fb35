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
  const who = `release-policy ${command} (process ${pid}, ${new Date(since).toLocaleString("sv-SE")}) was interrupted`;
  const what = {
    restored: `${count(files.length, "file")} restored as before it`,
    finished: "it had written every file",
    kept: `${count(files.length, "file")} left as they are`,
  }[outcome];
  const lines = [`${paint(style, "bold", "note")}: ${who}; ${what}`];
  if (copies) {
    const held = outcome === "kept" ? "before it" : "until now";
    lines.push(
      `  what these held ${held} is in ${printable(copies.folder)}: ${copies.files.map(printable).join(" ")}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** Says on standard error what was done about a command that was killed: standard output may be data. */
export const writerOptions = (terminal: Terminal): WriterOptions => ({
  onRecovery: (recovery) => terminal.note?.(recoveryText(recovery, terminal)),
});
