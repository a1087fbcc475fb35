import { parse } from "./commands/arguments.ts";
import { checkCommand } from "./commands/check/command.ts";
import type { Command, Outcome, Terminal } from "./commands/command.ts";
import { CannotJudge } from "./errors.ts";

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

/** Runs the command line without touching the process. Throws `CannotJudge` on wrong arguments and bad input. */
export async function run(args: readonly string[], terminal: Terminal): Promise<Outcome> {
  const [name, ...rest] = args;
  if (name === undefined || HELP.includes(name)) {
    const [about] = rest;
    const { helpOf, overview } = await import("./help.ts");
    const output =
      name === "help" && about !== undefined
        ? helpOf(await commandOf(about), terminal)
        : await overview(commandOf, terminal);
    return { output, code: name === undefined ? 2 : 0 };
  }
  const command = await commandOf(name);
  if (rest.includes("--help") || rest.includes("-h"))
    return { output: (await import("./help.ts")).helpOf(command, terminal), code: 0 };
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
  if (!load) {
    const { unknownCommand } = await import("./help.ts");
    throw unknownCommand(name, Object.keys(COMMANDS));
  }
  return await load();
}
