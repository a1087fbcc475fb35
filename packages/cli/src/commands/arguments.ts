import { parseArgs } from "node:util";
import { closest } from "@release-policy/core/internal";
import { CannotJudge } from "../errors.ts";

/** An option of a command: its value's name in help, or none for a switch. */
export interface Option {
  readonly value?: string;
  readonly about: string;
}
export type Options = Readonly<Record<string, Option>>;

export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
  /** The arguments after `--`. */
  readonly passed: readonly string[];
}

/** Parses the arguments of a command. Throws `CannotJudge` on an unknown option, with the one that was meant. */
export function parse(args: readonly string[], options: Options): Arguments {
  // As most often, without loading the parser.
  if (args.length === 0) return { values: {}, positionals: [], passed: [] };
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options: { ...config, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
      tokens: true,
    });
    const end = tokens.find(({ kind }) => kind === "option-terminator")?.index ?? args.length;
    return { values, positionals, passed: args.slice(end + 1) };
  } catch (error) {
    throw wrongArgument(args, Object.keys(options), error);
  }
}

function wrongArgument(
  args: readonly string[],
  known: readonly string[],
  error: unknown,
): CannotJudge {
  const code = (error as { code?: string }).code;
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const names = ["help", ...known];
    const flags = args.filter((arg) => arg.startsWith("-")).map((arg) => arg.replace(/=.*$/, ""));
    const wrong =
      flags.find((flag) => flag !== "-h" && !names.includes(flag.replace(/^--/, ""))) ?? "";
    const suggestion = closest(wrong.replace(/^-+/, ""), names);
    return new CannotJudge({
      message: `unknown option ${wrong}`,
      help: suggestion
        ? `did you mean --${suggestion}?`
        : `expected one of ${names.map((name) => `--${name}`).join(", ")}`,
    });
  }
  const message = error instanceof Error ? error.message.split(".")[0]! : String(error);
  return new CannotJudge({ message, help: "run it with --help to see the options" });
}

/** Throws `CannotJudge` where a command that takes no arguments was given one. */
export function refuseArguments(command: string, [extra]: readonly string[]): void {
  if (extra === undefined) return;
  throw new CannotJudge({
    message: `unexpected argument "${extra}"`,
    help: `run release-policy help ${command} to see its arguments`,
  });
}

export const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

/** The value if it is one of the known ones. Throws `CannotJudge` with the one that was meant. */
export function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const suggestion = closest(value, known);
  throw new CannotJudge({
    message: `unknown ${option} "${value}" (expected: ${known.join(", ")})`,
    ...(suggestion ? { help: `did you mean ${suggestion}?` } : {}),
  });
}

export const FORMAT = { value: "name", about: "terminal (default) or json" } as const;

/** The format of a command that has two of them. Throws `CannotJudge` on another. */
export const formatOf = ({ format }: Arguments["values"]): "terminal" | "json" =>
  oneOf("format", textOf(format) ?? "terminal", ["terminal", "json"]);

/** A day such as 2026-11-22. Throws `CannotJudge` on anything else. */
export function dateOf(value: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(value)) return value;
  throw new CannotJudge({ message: `invalid date "${value}" (expected YYYY-MM-DD)` });
}
