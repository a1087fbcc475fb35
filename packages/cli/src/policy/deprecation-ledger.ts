import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  type Deprecation,
  type Facts,
  type Policy,
  judge,
  ledgerAfter,
  plain,
  viewOf,
} from "@release-policy/core";
import { parseDocument } from "yaml";
import { CannotJudge, type Obstacle } from "../errors.ts";
import { SIZE_LIMITS, entryAt, readText } from "../files/files.ts";
import { writeDurably } from "../files/writing/durable-file.ts";
import { type LedgerEdit, withEdits } from "./deprecation-ledger-text.ts";
import { schemaLine } from "./proposed-files.ts";
import { rules } from "./rules.ts";

const FOLDER = "policies";
const HEADER = `${schemaLine("deprecations")}
# Deprecated APIs and their removal versions. \`release-policy deprecations --write\` adds entries; you can edit them.
deprecations: []
`;

/** Where the file is, or will be. */
export function ledgerPath(root: string, name: "deprecations" | "baseline"): string {
  const paths = ["yaml", "yml", "json"].map((ending) => `${FOLDER}/${name}.${ending}`);
  return paths.find((path) => entryAt(join(root, path)) !== "missing") ?? paths[0]!;
}

/**
 * Writes the changes from one ledger to the next, as returned by `nextLedger`, and nothing else: every other byte of
 * the file stays. Returns the written file, undefined without changes. Throws `CannotJudge`, without writing, if it
 * cannot be edited this way.
 */
function writeDeprecations(
  root: string,
  before: readonly Deprecation[],
  after: readonly Deprecation[],
): string | undefined {
  const edits = editsOf(before, after);
  if (edits.length === 0) return undefined;
  const path = ledgerPath(root, "deprecations");
  const text = readText(root, path, SIZE_LIMITS.policy);
  const next = edited(path, text ?? HEADER, edits);
  if (Buffer.byteLength(next) > SIZE_LIMITS.policy) {
    throw new CannotJudge({
      message: `${path} would be too large (limit: ${SIZE_LIMITS.policy} bytes)`,
      help: "delete old removals from it",
    });
  }
  writeDurably(join(root, path), next, { isNew: text === undefined });
  return path;
}

/** Parsed again, the file must contain the requested change and nothing else. */
function edited(path: string, text: string, edits: readonly LedgerEdit[]): string {
  const before = ledgerData(text);
  const next = before && withEdits(text, edits, path.endsWith(".json"));
  if (next !== undefined && isDeepStrictEqual(ledgerData(next), applyEdits(before!, edits)))
    return next;
  throw new CannotJudge({
    message: `cannot add entries to ${path} in its current form`,
    help: "write each entry in full, without anchors and aliases",
    at: { path, line: 1, column: 1 },
  });
}

type Data = { readonly deprecations: readonly object[] };

function ledgerData(text: string): Data | undefined {
  const doc = parseDocument(text);
  const data = doc.toJS({ maxAliasCount: 100 }) as Partial<Data> | null;
  return doc.errors.length === 0 && Array.isArray(data?.deprecations) ? (data as Data) : undefined;
}

function applyEdits(data: Data, edits: readonly LedgerEdit[]): Data {
  const changed = new Map(edits.map(({ index, values }) => [index, values]));
  const added = edits.flatMap(({ index, values }) => (index === undefined ? [values] : []));
  const kept = data.deprecations.map((entry, i) => ({ ...entry, ...changed.get(i) }));
  return { ...data, deprecations: [...kept, ...added] };
}

const CHANGING = ["deprecatedIn", "since", "state", "removedIn"] as const;

function editsOf(before: readonly Deprecation[], after: readonly Deprecation[]): LedgerEdit[] {
  return after.flatMap((entry, index): LedgerEdit[] => {
    const old = before[index];
    if (old === entry) return [];
    if (!old) {
      const { line: _, state, ...values } = entry;
      return [{ values: valuesOf(state === "active" ? values : { ...values, state }) }];
    }
    const changed = CHANGING.filter((key) => entry[key] !== old[key]);
    return [
      { index, values: valuesOf(Object.fromEntries(changed.map((key) => [key, entry[key]]))) },
    ];
  });
}

const valuesOf = (values: Readonly<Record<string, string | false | undefined>>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );

/**
 * Records in the ledger what the planned releases deprecate and remove: what `version` does in addition to the
 * planner. Returns the file, undefined if there is nothing to write. Throws `CannotJudge`, without writing, if a
 * changeset or the plan cannot be read, or the ledger would contradict itself.
 */
export function writeLedger(root: string, facts: Facts, policy: Policy): string | undefined {
  const obstacles = ledgerObstacles(facts, policy);
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  const next = ledgerAfter(viewOf(facts, policy));
  return writeDeprecations(root, policy.deprecations, next);
}

function ledgerObstacles(facts: Facts, policy: Policy): Obstacle[] {
  const own = rules.filter(({ guardsLedger }) => guardsLedger);
  const { findings } = judge(facts, policy, own);
  return [
    ...facts.unreadable.map(({ reason, at }) => ({ message: plain(reason), at })),
    ...(facts.refusal ? [{ message: facts.refusal.message, at: facts.refusal.at }] : []),
    ...findings
      .filter(({ level }) => level === "error")
      .map(({ message, help, at }) => ({ message: plain(message), help: plain(help), at })),
  ];
}
