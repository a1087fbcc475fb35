import { lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CannotJudge, codeOf } from "../errors.ts";

/**
 * A new folder for this process. Removes leftovers of killed processes first. Throws `CannotJudge` if the temporary
 * folder is not writable.
 */
export function temporaryFolder(kind = ""): string {
  try {
    removeLeftovers();
    return mkdtempSync(join(tmpdir(), `release-policy-${kind}${process.pid}-${processes()}-`));
  } catch (error) {
    throw temporaryFailure(error);
  }
}

/** Removes a file, or a folder with all that is in it, if it is there. */
export const removeEntry = (path: string): void => rmSync(path, { recursive: true, force: true });

const FULL = new Set(["EDQUOT", "EFBIG", "EMFILE", "ENFILE", "ENOSPC"]);
const CLOSED = new Set(["EACCES", "ENOENT", "ENOTDIR", "EPERM", "EROFS"]);

/** Explains a failed write to the temporary folder; rethrows any other error. */
export function temporaryFailure(error: unknown): unknown {
  const code = codeOf(error) ?? "";
  if (!FULL.has(code) && !CLOSED.has(code)) return error;
  return new CannotJudge({
    message: `cannot write to the temporary folder ${tmpdir()} (${code})`,
    help: FULL.has(code)
      ? "free some space there, or set TMPDIR to another folder"
      : "set TMPDIR to a writable folder",
  });
}

let isCleared = false;

/**
 * Removes the folders of processes that are gone: only folders of this user, and only of processes that this one could
 * see if they were still running.
 */
function removeLeftovers(): void {
  if (isCleared) return;
  isCleared = true;
  for (const name of readdirSync(tmpdir())) {
    const [, pid, where] = LEFTOVER.exec(name) ?? [];
    if (pid === undefined || where !== processes() || isRunning(Number(pid))) continue;
    const path = join(tmpdir(), name);
    try {
      const stat = lstatSync(path);
      if (stat.isDirectory() && (process.getuid?.() ?? stat.uid) === stat.uid) removeEntry(path);
    } catch {
      // Another run removes it at this moment.
    }
  }
}

const LEFTOVER = /^release-policy-(?:[a-z]+-)?(\d+)-(\d+)-\w{6}$/;

/** Which processes can be seen from here: a container sees its own, and may share the folder with others. */
function processes(): string {
  try {
    return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
  } catch {
    return "0";
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}
