import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

// A file in memory is read at once in less time than a promise of it takes, and a machine has hundreds of processes.

/** What a group of processes uses together. */
export interface GroupUsage {
  /** Milliseconds on all processors. */
  readonly cpu: number;
  /** MiB in memory. Pages that several processes share count for each of them. */
  readonly memory: number;
}

/** What Linux counts in, on every machine that Node runs on. */
const TICK_MILLISECONDS = 10;
const PAGE_BYTES = 4096;
const MIB = 1024 * 1024;

/** Undefined where the system does not say: elsewhere than on Linux only time, heap and disk are limited. */
export function groupUsage(leader: number): GroupUsage | undefined {
  if (process.platform !== "linux") return undefined;
  const names = ifThere(() => readdirSync("/proc")) ?? [];
  const rows = names.filter((name) => /^\d+$/.test(name)).map(processRow);
  const own = rows.filter((row) => row?.group === leader);
  const sum = (key: "cpu" | "memory") => own.reduce((total, row) => total + (row?.[key] ?? 0), 0);
  return { cpu: sum("cpu"), memory: sum("memory") };
}

interface ProcessRow extends GroupUsage {
  readonly group: number;
}

function processRow(id: string): ProcessRow | undefined {
  // It may end at any time.
  const text = ifThere(() => readFileSync(`/proc/${id}/stat`, "utf8")) ?? "";
  // The name is in parentheses and may contain anything.
  const fields = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [, , group] = fields;
  if (group === undefined) return undefined;
  // utime, stime, and the same of children that have ended.
  const ticks = fields.slice(11, 15).reduce((total, value) => total + value, 0);
  return { group, cpu: ticks * TICK_MILLISECONDS, memory: ((fields[21] ?? 0) * PAGE_BYTES) / MIB };
}

/** More files than git makes of what is fetched. */
const MOST_FILES = 20_000;

/** The MiB of all files in a folder; infinite if there are too many to count. */
export function folderSize(folder: string, most = MOST_FILES): number {
  const entries =
    ifThere(() => readdirSync(folder, { recursive: true, withFileTypes: true })) ?? [];
  if (entries.length > most) return Number.POSITIVE_INFINITY;
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    bytes += ifThere(() => statSync(path, { throwIfNoEntry: false }))?.size ?? 0;
  }
  return bytes / MIB;
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
