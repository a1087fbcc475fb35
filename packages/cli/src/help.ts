import { closest } from "@release-policy/core/internal";
import { CannotJudge } from "./errors.ts";
import { printable } from "./formats/escape.ts";
import { obstacleText } from "./formats/terminal/terminal.ts";
import { type Style, wrapped } from "./formats/style.ts";
import type { Options } from "./commands/arguments.ts";
import type { Command, Terminal } from "./commands/command.ts";

/** The commands by task. */
const TASKS = {
  "Every day": ["check", "fix", "add", "allowed"],
  Understand: ["explain", "tracks", "preview", "deprecations", "api", "audit"],
  "Set up": ["init", "graduate", "baseline", "policy", "test", "completion", "lsp", "mcp"],
  Release: ["version", "pack", "verify"],
} as const;

/** What `release-policy help` prints. `commandOf` loads a command by name. */
export async function overview(
  commandOf: (name: string) => Promise<Command>,
  style: Style,
): Promise<string> {
  const names = Object.values(TASKS).flat();
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const sections = await Promise.all(
    Object.entries(TASKS).map(async ([task, listed]) => {
      const commands = await Promise.all(listed.map(commandOf));
      const rows = commands.map(
        ({ about }, i) => `  ${listed[i]!.padEnd(width)}${wrapped([about], style, width + 2)}`,
      );
      return [task, ...rows, ""];
    }),
  );
  return [
    "release-policy: check what your next release would publish, before it does",
    "",
    "usage: release-policy <command> [options]",
    "",
    ...sections.flat(),
    wrapped(
      [
        "Start with `release-policy init`. `release-policy help <command>` shows the options of a command.",
      ],
      style,
      0,
    ),
    "Exit codes: 0 pass, 1 errors found, 2 could not check",
    "",
  ].join("\n");
}

/** What `release-policy help <command>` prints. */
export function helpOf({ usage, about, options, examples }: Command, style: Style): string {
  return [
    wrapped([`usage: ${usage}`], style, 2, 0),
    "",
    wrapped([`${about[0]!.toUpperCase()}${about.slice(1)}.`], style, 0),
    "",
    "Options",
    optionLines({ ...options, help: { about: "show this help" } }, style),
    "",
    "Examples",
    ...exampleLines(examples, style),
    "",
  ].join("\n");
}

/** Each example with what it does next to it, or above it in a narrow terminal. */
function exampleLines(examples: Command["examples"], style: Style): readonly string[] {
  const width = Math.max(...examples.map(([command]) => command.length));
  const rows = examples.map(([command, what]) => `  ${command.padEnd(width)}  # ${what}`);
  return rows.every((row) => row.length <= style.width)
    ? rows
    : examples.map(([command, what]) => `  # ${what}\n  ${command}`);
}

/** The options as lines of help, aligned. */
function optionLines(options: Options, style: Style): string {
  const names = Object.entries(options).map(
    ([name, { value }]) => `--${name}${value === undefined ? "" : ` <${value}>`}`,
  );
  const width = Math.max(...names.map((name) => name.length));
  return Object.values(options)
    .map(({ about }, i) => `  ${names[i]!.padEnd(width)}  ${wrapped([about], style, width + 4)}`)
    .join("\n");
}

export function unknownCommand(name: string, known: readonly string[]): CannotJudge {
  const suggestion = closest(name, known);
  return new CannotJudge({
    message: `unknown command "${name}" (expected: ${known.join(", ")})`,
    help: suggestion
      ? `did you mean ${suggestion}?`
      : "run release-policy help to list the commands",
  });
}

/** What to print where `run` threw. Anything but bad input is a mistake of ours, and says so. */
export function report(error: unknown, terminal: Terminal): string {
  if (error instanceof CannotJudge) return obstacleText(error.obstacles, terminal);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const bug = {
    message: "internal error: this is a bug in release-policy",
    help: "please report it with the stack trace above",
  };
  return `${stack.split("\n").map(printable).join("\n")}\n\n${obstacleText([bug], terminal)}`;
}
