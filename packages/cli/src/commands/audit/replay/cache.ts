import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { entryAt } from "../../../files/files.ts";
import type { PolicyText } from "../../../policy/policy-files.ts";

/** Verdicts on commits, kept between two audits. */
export interface AuditCache<T> {
  readonly known: ReadonlyMap<string, T>;
  readonly add: (commit: string, verdict: T) => void;
}

const NONE = { known: new Map<string, never>(), add: () => {} };

/**
 * One file per policy and version of the tool, one line per commit, so that an interrupted audit resumes. Safe to
 * delete. Without node_modules, nothing is cached.
 */
export function auditCache<T>(
  root: string,
  texts: readonly PolicyText[],
  parts: readonly string[],
): AuditCache<T> {
  if (entryAt(join(root, "node_modules")) !== "folder") return NONE;
  const hash = createHash("sha256");
  const files = texts.flatMap(({ path, text }) => [path, text]);
  for (const part of [...parts, ...files]) hash.update(`${part.length}:${part}`);
  const name = `${hash.digest("hex").slice(0, 24)}.jsonl`;
  const path = join(root, "node_modules/.cache/release-policy/audit", name);
  return {
    known: readCache<T>(path),
    add: (commit, verdict) => {
      mkdirSync(dirname(path), { recursive: true });
      appendFileSync(path, `\n${JSON.stringify([commit, verdict])}`);
    },
  };
}

/** What was being written when an audit was stopped is left out. */
function readCache<T>(path: string): ReadonlyMap<string, T> {
  if (entryAt(path) !== "file") return new Map();
  const lines = readFileSync(path, "utf8").split("\n");
  return new Map(
    lines.flatMap((line): [string, T][] => {
      try {
        return [JSON.parse(line) as [string, T]];
      } catch {
        return [];
      }
    }),
  );
}
