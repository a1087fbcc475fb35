import { Buffer } from "node:buffer";
import { accessSync, constants, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotJudge, codeOf } from "../../errors.ts";
import { readPage } from "../documents.ts";
import { bytesInFile, entryAt, upwards } from "../files.ts";
import { nameFault } from "../release-files.ts";
import { removeEntry } from "../temporary-folder.ts";
import { flushFolder, writeDurably } from "./durable-file.ts";

/** A file before and after; without `before` if it is new, without `after` if it is deleted. */
export interface ChangedFile {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** A file's exact text; undefined if missing or not round-trippable as text. Throws `CannotJudge` on links. */
export function readExactly(root: string, path: string): string | undefined {
  // A file that was read can be edited even if its name has a colon or a line break.
  if (nameFault(path) !== undefined) return undefined;
  const text = readPage(root, path);
  if (text === undefined) return undefined;
  return Buffer.from(text).equals(bytesInFile(join(root, path))) ? text : undefined;
}

/**
 * Writes all files or none. Throws `CannotJudge` before writing if a file has changed since it was read, or must not
 * be written; if a write fails later, earlier ones are restored.
 */
export function writeChangedFiles(root: string, files: readonly ChangedFile[]): void {
  const obstacles = files.flatMap((file) => writeObstacle(root, file) ?? []);
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  const written: ChangedFile[] = [];
  const made: string[] = [];
  for (const file of files) {
    try {
      written.push(file);
      if (file.after === undefined) {
        rmSync(join(root, file.path));
        flushFolder(dirname(join(root, file.path)));
        continue;
      }
      const folder = mkdirSync(dirname(join(root, file.path)), { recursive: true });
      if (folder !== undefined) made.push(folder);
      writeDurably(join(root, file.path), file.after, { isNew: file.before === undefined });
    } catch (error) {
      const lost = written.filter((one) => !putBack(root, one, one === file));
      for (const folder of made) removeEntry(folder);
      throw new CannotJudge({
        message: `cannot write ${file.path} (${codeOf(error) ?? "unknown error"})`,
        help:
          lost.length === 0
            ? "nothing was changed; check its permissions and the free space"
            : `restore ${lost.map(({ path }) => path).join(", ")} by hand: the old text could not be written back`,
      });
    }
  }
}

function writeObstacle(root: string, { path, before }: ChangedFile) {
  const at = { path, line: 1, column: 1 };
  const full = join(root, path);
  if (before === undefined && entryAt(full) !== "missing")
    return { message: `${path} was created in the meantime`, help: "run the command again", at };
  if (before !== undefined && readExactly(root, path) !== before)
    return { message: `${path} was changed in the meantime`, help: "run the command again", at };
  const isOpen = before === undefined ? isWritable(existingFolder(full)) : isWritable(full);
  if (isOpen) return undefined;
  return {
    message: `${path} cannot be written: it is read-only`,
    help: "check its permissions; nothing was changed",
    at,
  };
}

/** The nearest folder that is there: those below it are made. */
const existingFolder = (path: string): string =>
  [...upwards(dirname(path))].find((folder) => entryAt(folder) !== "missing") ?? path;

/** By its mode too: root may write what its owner has locked. */
function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return (statSync(path).mode & 0o222) !== 0;
  } catch {
    return false;
  }
}

/** True where the file is as it was. */
function putBack(root: string, { path, before }: ChangedFile, failed: boolean): boolean {
  try {
    if (before !== undefined) writeDurably(join(root, path), before);
    // A file that could not be made may be another's.
    else if (!failed) rmSync(join(root, path));
    return true;
  } catch {
    // A folder or a link cannot be read, and the other files have to be restored all the same.
    const isReadable = ["file", "missing"].includes(entryAt(join(root, path)));
    return isReadable && readExactly(root, path) === before;
  }
}
