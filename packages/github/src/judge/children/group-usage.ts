import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

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
export async function groupUsage(leader: number): Promise<GroupUsage | undefined> {
  if (process.platform !== "linux") return undefined;
  const names = await readdir("/proc").catch((): string[] => []);
  const rows = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(processRow));
  const own = rows.filter((row) => row?.group === leader);
  const sum = (key: "cpu" | "memory") => own.reduce((total, row) => total + (row?.[key] ?? 0), 0);
  return { cpu: sum("cpu"), memory: sum("memory") };
}

interface ProcessRow extends GroupUsage {
  readonly group: number;
}

async function processRow(id: string): Promise<ProcessRow | undefined> {
  // It may end at any time.
  const text = await readFile(join("/proc", id, "stat"), "utf8").catch(() => "");
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
export async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  if (entries.length > MOST_FILES) return Number.POSITIVE_INFINITY;
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => undefined);
    bytes += found?.size ?? 0;
  }
  return bytes / MIB;
}
