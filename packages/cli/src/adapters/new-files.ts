import { mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotJudge, codeOf } from "../errors.ts";
import { isWritable } from "./changed-files.ts";
import { entryAt } from "./files.ts";
import { writePage } from "./page.ts";

interface TextFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes files that are not there yet into a folder of the workspace, and one that is. All or nothing: where one
 * cannot be written, the new ones are taken away again. Throws `CannotJudge`.
 */
export function writeFiles(root: string, added: readonly TextFile[], changed?: TextFile): void {
  const locked = lockedIn(root, added, changed);
  if (locked !== undefined) throw notWritten(locked, "it is read-only");
  const undo: (() => void)[] = [];
  let current = "";
  try {
    for (const { path, text } of added) {
      current = path;
      const folder = join(root, dirname(path));
      if (entryAt(folder) === "missing") {
        mkdirSync(folder);
        undo.unshift(() => rmdirSync(folder));
      }
      const full = join(root, path);
      writeFileSync(full, text, { flag: "wx" });
      undo.unshift(() => rmSync(full));
    }
    current = changed?.path ?? "";
    if (changed) writePage(root, changed.path, changed.text);
  } catch (error) {
    for (const step of undo) step();
    if (error instanceof CannotJudge) throw error;
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw notWritten(current, code);
  }
}

/** The first of the paths that is locked, or that would lie in a folder that is. */
function lockedIn(
  root: string,
  added: readonly TextFile[],
  changed: TextFile | undefined,
): string | undefined {
  const inLocked = added.find(({ path }) => {
    const folder = join(root, dirname(path));
    return !isWritable(entryAt(folder) === "missing" ? dirname(folder) : folder);
  });
  if (inLocked) return inLocked.path;
  return changed && !isWritable(join(root, changed.path)) ? changed.path : undefined;
}

const notWritten = (path: string, why: string): CannotJudge =>
  new CannotJudge({
    message: `cannot write ${path} (${why})`,
    help: "check the permissions of the file and its folder; nothing was written",
    at: { path, line: 1, column: 1 },
  });
