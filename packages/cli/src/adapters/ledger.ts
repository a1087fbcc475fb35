import { CannotJudge } from "../errors.ts";
import { readText, SIZE_LIMITS } from "./files.ts";
import { yamlMapping } from "./yaml-mapping.ts";

export const LEDGER_FILE = ".changeset/ledger.yaml";

export type Ledger = Record<string, string[] | { dir: string; intents: string[] }>;

/** Which changesets each released version used, as pnpm records it. Throws `CannotJudge` on any other form. */
export function readLedger(root: string): Ledger {
  const text = readText(root, LEDGER_FILE, SIZE_LIMITS.manifest);
  const data = text === undefined ? {} : yamlMapping(LEDGER_FILE, text);
  return Object.fromEntries(Object.entries(data).map(([key, entry]) => [key, toEntry(key, entry)]));
}

function toEntry(key: string, entry: unknown): Ledger[string] {
  if (entry === null || isIds(entry)) return entry ?? [];
  const { dir, intents } = entry as { dir?: unknown; intents?: unknown };
  if (typeof dir === "string" && (intents == null || isIds(intents)))
    return { dir, intents: intents ?? [] };
  throw new CannotJudge({
    message: `${LEDGER_FILE}: the entry ${key} is neither a list of changesets nor a \`dir\` with \`intents\``,
    help: "restore the file from git: pnpm writes it, nobody else should",
    at: { path: LEDGER_FILE, line: 1, column: 1 },
  });
}

const isIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((id) => typeof id === "string");
