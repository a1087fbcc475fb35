import { hasAccess, type Access, type Forge } from "../forge/forge.ts";

/** A request in a comment. Names are checked for their form, but remain a stranger's text. */
export type Command =
  | { readonly kind: "recheck" }
  | { readonly kind: "explain"; readonly package: string }
  | {
      readonly kind: "approve";
      readonly package: string;
      readonly version: string;
      /** The mark of what was on the screen, where the line was copied from the comment. */
      readonly seen?: string;
    }
  /** Starts like a command but is invalid. */
  | { readonly kind: "unknown"; readonly word: string };

const PREFIX = "/release-policy";
/** More than people write by hand. */
const MOST_COMMANDS = 100;

/** A name as npm allows it, or as pnpm calls a package whose name another has too. */
const NAME = /^(?:(?:@[\w.~-]+\/)?[\w.~-]+|\.(?:\/[\w.~@-]+)+)$/;
const VERSION = /^\d{1,16}\.\d{1,16}\.\d{1,16}(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
const MARK = /^[\w-]{16,32}$/;
const LONGEST = 256;

/**
 * The commands of a comment: lines that start with `/release-policy`. Quotes, indented code, fences and `<!-- -->`
 * are ignored. A name may be in backticks, so that `@acme/core` does not mention a team.
 */
export function commandsIn(body: string): readonly Command[] {
  const commands: Command[] = [];
  for (const line of linesOutsideCode(body)) {
    const [prefix, word = "", ...rest] = line
      .replace(/^ {1,3}/, "")
      .trimEnd()
      .split(/[ \t]+/, 5);
    if (prefix !== PREFIX) continue;
    commands.push(commandOf(word.slice(0, LONGEST), rest));
    if (commands.length === MOST_COMMANDS) break;
  }
  return commands;
}

function commandOf(word: string, [given = "", seen, ...more]: readonly string[]): Command {
  const unknown: Command = { kind: "unknown", word };
  if (more.length > 0 || given.length > LONGEST) return unknown;
  if (seen !== undefined && (word !== "approve" || !MARK.test(seen))) return unknown;
  if (word === "recheck") return given === "" ? { kind: "recheck" } : unknown;
  const name = /^`([^`]+)`$/.exec(given)?.[1] ?? given;
  if (word === "explain") return NAME.test(name) ? { kind: "explain", package: name } : unknown;
  if (word !== "approve") return unknown;
  const at = name.lastIndexOf("@");
  const [of, version] = [name.slice(0, at), name.slice(at + 1)];
  if (at < 1 || !NAME.test(of) || !VERSION.test(version)) return unknown;
  return { kind: "approve", package: of, version, ...(seen === undefined ? {} : { seen }) };
}

/** The lines outside of fences and of HTML comments. */
function* linesOutsideCode(body: string): Iterable<string> {
  let fence: string | undefined;
  let hidden = false;
  for (const line of body.split(/\r\n|\r|\n/)) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && /^\s*[`~]+\s*$/.test(line)) fence = undefined;
    } else if (hidden) {
      hidden = !line.includes("-->");
    } else if (mark !== undefined) {
      fence = mark;
    } else {
      hidden = line.lastIndexOf("<!--") > line.lastIndexOf("-->");
      yield line;
    }
  }
}

/**
 * The permission that the commands of a comment require; undefined without commands. Commands require write access:
 * otherwise anyone could use the App on a maintainer's behalf. The policy decides whose approval counts; it may
 * accept triage.
 */
export function accessForCommands(text: string): Access | undefined {
  const commands = commandsIn(text);
  if (commands.length === 0) return undefined;
  return commands.some(({ kind }) => kind === "approve") ? "triage" : "write";
}

export async function mayCommand(forge: Forge, login: string, needed: Access): Promise<boolean> {
  const access = await forge.permissionOf?.(login);
  return access !== undefined && hasAccess(access, needed);
}
