import { readdirSync, readFileSync } from "node:fs";

/**
 * The seconds of processor time that the processes of a session have used, with those that ended. Without `/proc`,
 * seconds of the clock.
 */
export function processorSeconds(session: number): number {
  if (process.platform !== "linux") return performance.now() / 1000;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => sum + secondsOf(pid, session), 0);
}

function secondsOf(pid: string, session: number): number {
  const stat = statOf(pid);
  // The second field is a name in parentheses, which may contain anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  /** As proc(5) numbers them. */
  const field = (number: number): number => Number(fields[number - 3]);
  if (field(6) !== session) return 0;
  const ticks = field(14) + field(15) + field(16) + field(17);
  return ticks / 100;
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    // It ended after the folder was listed.
    return "";
  }
}
