import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { codeOf } from "../../errors.ts";

interface WriteOptions {
  /** The permissions of the file. Default: those of the file that is there, which then must be writable. */
  readonly mode?: number;
  /** Fail with EEXIST where a file is there. */
  readonly isNew?: boolean;
}

/**
 * Writes a file so that a reader, or a crash at any instant, finds the old bytes or the new ones: a temporary file in the
 * same folder, flushed to the disk, takes its place. The npm packages for this follow links and do not flush the folder.
 */
export function writeDurably(
  path: string,
  data: string | Uint8Array,
  { mode, isNew = false }: WriteOptions = {},
): void {
  const old = lstatSync(path, { throwIfNoEntry: false });
  // Renaming would also replace a file that is read-only.
  if (old && mode === undefined) accessSync(path, constants.W_OK);
  const temporary = temporaryPath(path);
  rmSync(temporary, { force: true });
  try {
    const file = openSync(temporary, "wx");
    try {
      writeFileSync(file, data);
      if (old?.isFile()) keepOwner(file, old);
      const permissions = mode ?? (old?.isFile() ? old.mode & 0o7777 : undefined);
      if (permissions !== undefined) fchmodSync(file, permissions);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (isNew) placeNew(temporary, path);
    else renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushFolder(dirname(path));
}

/** Short, because the name of a file may already be as long as a disk allows; known, so that a crash leaves nothing unknown. */
export const temporaryPath = (path: string): string =>
  join(dirname(path), `.${sha256(basename(path)).slice(0, 16)}${TEMPORARY}`);

export const isTemporary = (path: string): boolean => path.endsWith(TEMPORARY);

const TEMPORARY = ".release-policy.tmp";

export const sha256 = (data: string | Uint8Array): string =>
  process.getBuiltinModule("node:crypto").createHash("sha256").update(data).digest("hex");

/** Only root can give a file away. */
function keepOwner(file: number, { uid, gid }: { readonly uid: number; readonly gid: number }) {
  if (process.getuid?.() === uid && process.getgid?.() === gid) return;
  try {
    fchownSync(file, uid, gid);
  } catch (error) {
    if (!["EPERM", "EINVAL", "ENOSYS"].includes(codeOf(error) ?? "")) throw error;
  }
}

/** A link fails where a file has appeared meanwhile, which renaming would replace. */
function placeNew(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
    rmSync(temporary);
  } catch (error) {
    if (codeOf(error) === "EEXIST" || lstatSync(path, { throwIfNoEntry: false })) throw error;
    // Some file systems have no hard links.
    renameSync(temporary, path);
  }
}

/** Makes the bytes that another program wrote survive a power failure. */
export function flushFile(path: string): void {
  flush(path, "r+");
  flushFolder(dirname(path));
}

/** Makes new, renamed and removed names in a folder survive a power failure. */
export const flushFolder = (path: string): void => flush(path, "r");

function flush(path: string, flags: string): void {
  try {
    const file = openSync(path, flags);
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // Windows cannot open folders, and some file systems cannot flush: nothing more can be done there.
  }
}
