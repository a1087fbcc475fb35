import { closest } from "@release-policy/core/internal";
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
  api: async () => (await import("./commands/api/command.ts")).apiCommand,
  audit: async () => (await import("./commands/audit/command.ts")).auditCommand,
  baseline: async () => (await import("./commands/baseline/command.ts")).baselineCommand,
  check: () => checkCommand,
  completion: async () =>
    (await import("./commands/completion/command.ts")).completionCommand(() =>
      Promise.all(
        Object.keys(COMMANDS).map(async (name) => [name, await commandOf(name)] as const),
      ),
    ),
  deprecations: async () =>
    (await import("./commands/deprecations/command.ts")).deprecationsCommand,
  explain: async () => (await import("./commands/explain/command.ts")).explainCommand,
  fix: async () => (await import("./commands/fix/command.ts")).fixCommand,
  graduate: async () => (await import("./commands/graduate/command.ts")).graduateCommand,
  init: async () => (await import("./commands/init/command.ts")).initCommand,
  lsp: async () => (await import("./commands/lsp/command.ts")).lspCommand,
  mcp: async () => (await import("./commands/mcp/command.ts")).mcpCommand,
  pack: async () => (await import("./commands/pack/command.ts")).packCommand,
  policy: async () => (await import("./commands/policy/command.ts")).policyCommand,
  preview: async () => (await import("./commands/preview/command.ts")).previewCommand,
  test: async () => (await import("./commands/test/command.ts")).testCommand,
  tracks: async () => (await import("./commands/tracks/command.ts")).tracksCommand,
  verify: async () => (await import("./commands/verify/command.ts")).verifyCommand,
  version: async () => (await import("./commands/version/command.ts")).versionCommand,
};

/** The commands by task. */
const TASKS = {
  "Every day": ["check", "fix", "add", "allowed"],
  Understand: ["explain", "tracks", "preview", "deprecations", "api", "audit"],
  "Set up": ["init", "graduate", "baseline", "policy", "test", "completion", "lsp", "mcp"],
  Release: ["version", "pack", "verify"],
} as const;

/** Runs the command line without touching the process. Throws `CannotJudge` on wrong arguments and bad input. */
export async function run(args: readonly string[], terminal: Terminal): Promise<Outcome> {
  const [name, ...rest] = args;
  if (name === undefined || HELP.includes(name)) {
    const [about] = rest;
    const output =
      name === "help" && about !== undefined ? helpOf(await commandOf(about)) : await overview();
    return { output, code: name === undefined ? 2 : 0 };
  }
  const command = await commandOf(name);
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

const HELP: readonly string[] = ["help", "--help", "-h"];

async function commandOf(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw unknownCommand(name);
  return await load();
}

async function overview(): Promise<string> {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length)) + 2;
  const sections = await Promise.all(
    Object.entries(TASKS).map(async ([task, names]) => {
      const commands = await Promise.all(names.map(commandOf));
      return [task, ...commands.map(({ about }, i) => `  ${names[i]!.padEnd(width)}${about}`), ""];
    }),
  );
  return [
    "release-policy: check what your next release would publish, before it does",
    "",
    "usage: release-policy <command> [options]",
    "",
    ...sections.flat(),
    "Start with `release-policy init`. `release-policy help <command>` shows the options of a command.",
    "Exit codes: 0 pass, 1 errors found, 2 could not check",
    "",
  ].join("\n");
}

function helpOf({ usage, about, options, examples }: Command): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  return [
    `usage: ${usage}`,
    "",
    `${about[0]!.toUpperCase()}${about.slice(1)}.`,
    "",
    "Options",
    optionLines({ ...options, help: { about: "show this help" } }),
    "",
    "Examples",
    ...examples.map(([command, what]) => `  ${command.padEnd(width)}  # ${what}`),
    "",
  ].join("\n");
}

function unknownCommand(name: string): CannotJudge {
  const meant = closest(name, Object.keys(COMMANDS));
  return new CannotJudge({
    message: `unknown command "${name}" (expected: ${Object.keys(COMMANDS).join(", ")})`,
    help: meant ? `did you mean ${meant}?` : "run release-policy help to list the commands",
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
