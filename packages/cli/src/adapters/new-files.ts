import { mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotJudge, codeOf } from "../errors.ts";
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
    throw new CannotJudge({
      message: `cannot write ${current} (${code})`,
      help: "check the permissions of the folder; nothing was written",
      at: { path: current, line: 1, column: 1 },
    });
  }
}
