import { closest } from "@release-policy/core";
import { optionLines, parse } from "./commands/arguments.ts";
import { checkCommand } from "./commands/check/command.ts";
import type { Command, Outcome, Terminal } from "./commands/command.ts";
import { CannotJudge } from "./errors.ts";
import { printable } from "./formats/escape.ts";
import { obstacleText } from "./formats/terminal.ts";

/** All but the one that runs on every push are loaded when they are called. */
const COMMANDS: Readonly<Record<string, () => Command | Promise<Command>>> = {
  add: async () => (await import("./commands/add/command.ts")).addCommand,
  allowed: async () => (await import("./commands/allowed/command.ts")).allowedCommand,
  audit: async () => (await import("./commands/audit/command.ts")).auditCommand,
  check: () => checkCommand,
  deprecations: async () =>
    (await import("./commands/deprecations/command.ts")).deprecationsCommand,
  explain: async () => (await import("./commands/explain/command.ts")).explainCommand,
  fix: async () => (await import("./commands/fix/command.ts")).fixCommand,
  graduate: async () => (await import("./commands/graduate/command.ts")).graduateCommand,
  init: async () => (await import("./commands/init/command.ts")).initCommand,
  test: async () => (await import("./commands/test/command.ts")).testCommand,
  tracks: async () => (await import("./commands/tracks/command.ts")).tracksCommand,
  version: async () => (await import("./commands/version/command.ts")).versionCommand,
};

/** Runs the command line without touching the process. Throws `CannotJudge` on wrong arguments and bad input. */
export async function run(args: readonly string[], terminal: Terminal): Promise<Outcome> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    return { output: await overview(), code: name === undefined ? 2 : 0 };
  }
  const loadCommand = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!loadCommand) throw unknownCommand(name);
  const command = await loadCommand();
  if (rest.includes("--help") || rest.includes("-h")) return { output: helpOf(command), code: 0 };
  const parsed = parse(rest, command.options);
  try {
    return await command.run(parsed, terminal);
  } catch (error) {
    if (!(error instanceof CannotJudge) || parsed.values["format"] !== "json") throw error;
    return {
      output: (await import("./formats/json/json.ts")).jsonObstacles(error.obstacles),
      code: 2,
    };
  }
}

async function overview(): Promise<string> {
  const commands = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => [name, await load()] as const),
  );
  const width = Math.max(...commands.map(([name]) => name.length)) + 2;
  const rows = commands.map(([name, { about }]) => `  ${name.padEnd(width)}${about}`);
  return [
    "release-policy: a linter for the release plan of a workspace",
    "",
    "usage: release-policy <command> [options]",
    "",
    ...rows,
    "",
    "release-policy <command> --help tells the options of each. Exit codes: 0 pass, 1 findings, 2 could not judge.",
    "",
  ].join("\n");
}

const helpOf = ({ usage, about, options }: Command): string =>
  `${usage}\n\n${about[0]!.toUpperCase()}${about.slice(1)}.\n\n${optionLines({ ...options, help: { about: "print this" } })}\n`;

function unknownCommand(name: string): CannotJudge {
  const meant = closest(name, Object.keys(COMMANDS));
  return new CannotJudge({
    message: `unknown command ${name}`,
    help: meant ? `did you mean ${meant}?` : `commands: ${Object.keys(COMMANDS).join(", ")}`,
  });
}

/** What to print where `run` threw. Anything but bad input is a mistake of ours, and says so. */
export function report(error: unknown, terminal: Terminal): string {
  if (error instanceof CannotJudge) return obstacleText(error.obstacles, terminal);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const unforeseen = {
    message: "something unforeseen went wrong",
    help: "please report it with the lines above: this is a mistake of release-policy, not of yours",
  };
  return `${stack.split("\n").map(printable).join("\n")}\n\n${obstacleText([unforeseen], terminal)}`;
}
