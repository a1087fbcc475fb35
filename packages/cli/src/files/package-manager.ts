import { join } from "node:path";
import type { Sentence } from "@release-policy/core/types";
import { SIZE_LIMITS, entryAt, readText } from "./files.ts";
import { isObjectOrArray } from "./json.ts";

export type PackageManager = "pnpm" | "npm" | "yarn" | "bun";

/** What runs a program that the workspace has installed. */
export const RUNNERS: Readonly<Record<PackageManager, string>> = {
  pnpm: "pnpm",
  npm: "npx",
  yarn: "yarn",
  bun: "bunx",
};

const LOCKS: readonly (readonly [string, PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["pnpm-workspace.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["package-lock.json", "npm"],
];

/**
 * The package manager in package.json, or by its lockfile; npm if there is only `workspaces`, otherwise pnpm. Never
 * throws.
 */
export function packageManagerOf(root: string): PackageManager {
  const manifest = manifestAt(root);
  const named = [manifest["packageManager"], managerIn(manifest["devEngines"])].find(isName);
  const [, byLock] = LOCKS.find(([file]) => entryAt(join(root, file)) === "file") ?? [];
  return (
    (named === undefined ? undefined : (/^\w+/.exec(named)![0] as PackageManager)) ??
    byLock ??
    (manifest["workspaces"] === undefined ? "pnpm" : "npm")
  );
}

const isName = (value: unknown): value is string =>
  typeof value === "string" && /^(?:pnpm|npm|yarn|bun)(?:@|$)/.test(value);

function managerIn(devEngines: unknown): unknown {
  const { packageManager } = (devEngines ?? {}) as { readonly packageManager?: unknown };
  const [first] = [packageManager].flat() as readonly unknown[];
  return ((first ?? {}) as { readonly name?: unknown }).name;
}

/** What cannot be read is reported by its own reader. */
function manifestAt(root: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(readText(root, "package.json", SIZE_LIMITS.manifest) ?? "{}");
    return isObjectOrArray(data) ? (data as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A command that is written for pnpm, such as `pnpm changeset`, in the words of another package manager. */
function commandFor(manager: PackageManager, command: string): string {
  if (manager === "pnpm") return command;
  const add = /^pnpm add (?:-Dw|--save-dev --workspace-root) /;
  return command
    .replace(add, manager === "npm" ? "npm install --save-dev " : `${manager} add --dev `)
    .replace(/^pnpm install\b/, `${manager} install`)
    .replace(/^pnpm (changeset|release-policy)\b/, `${RUNNERS[manager]} $1`);
}

/** The same for the commands in a sentence. */
export const sentenceFor = (manager: PackageManager, sentence: Sentence): Sentence =>
  manager === "pnpm"
    ? sentence
    : sentence.map((part) =>
        typeof part === "string" ? part : { code: commandFor(manager, part.code) },
      );

/** The same for the commands between backticks in a text. */
export const textFor = (manager: PackageManager, text: string): string =>
  text.replaceAll(/`(pnpm [^`]*)`/g, (_, command: string) => `\`${commandFor(manager, command)}\``);
