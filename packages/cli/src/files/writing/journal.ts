import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { CannotJudge, codeOf } from "../../errors.ts";
import { entryAt } from "../files.ts";
import { isRunning } from "../temporary-folder.ts";
import { flushFile, flushFolder, isTemporary, sha256, writeDurably } from "./durable-file.ts";
import { type Holder, LOCK_VARIABLE, heldBy, heldElsewhere, holderText } from "./lock.ts";
import { Snapshot, type Watched } from "./snapshot.ts";
import { type StateFolder, stateFolderOf } from "./state-folder.ts";

/** The first line of a journal. The bytes of its files follow, one after the other. */
interface Index {
  readonly version: 1;
  readonly holder: Holder;
  /** The commit that was checked out. */
  readonly head?: string;
  readonly watched: Watched;
  readonly files: readonly {
    readonly path: string;
    readonly mode: number;
    readonly size: number;
  }[];
  /** The hashes of what the command writes, if known in advance. */
  readonly after: Readonly<Record<string, string>>;
}

/** What is kept of files while they are written, so that a process that is killed leaves nothing half-written. */
export interface Journal {
  readonly holder: Holder;
  readonly head?: string;
  readonly before: Snapshot;
  readonly after: Index["after"];
}

/**
 * Writes the previous contents to disk. Nothing of the snapshot may be written before this returns. Throws
 * `CannotJudge` if the disk is full.
 */
export function openJournal(
  { folder, journal }: StateFolder,
  { holder, head, before, after }: Journal,
): void {
  const files = [...before.files];
  const index: Index = {
    version: 1,
    holder,
    ...(head === undefined ? {} : { head }),
    watched: before.watched,
    files: files.map(([path, { mode, bytes }]) => ({ path, mode, size: bytes.length })),
    after,
  };
  const line = Buffer.from(`${JSON.stringify(index)}\n`);
  try {
    mkdirSync(folder, { recursive: true });
    writeDurably(journal, Buffer.concat([line, ...files.map(([, { bytes }]) => bytes)]));
  } catch (error) {
    throw new CannotJudge({
      message: `cannot write the journal ${journal} (${codeOf(error) ?? String(error)})`,
      help: "nothing was changed; check its permissions and the free space",
    });
  }
}

/** Every file is written: from now on nothing is put back. */
export function closeJournal(
  root: string,
  { folder, journal, finished }: StateFolder,
  changed: readonly string[],
): void {
  for (const path of changed) flushFile(join(root, path));
  renameSync(journal, finished);
  flushFolder(folder);
  rmSync(finished);
}

/** Throws `CannotJudge` where the file is not one of ours. */
export function readJournal(root: string, path: string): Journal {
  const data = readFileSync(path);
  const end = data.indexOf("\n");
  try {
    const index = JSON.parse(data.subarray(0, end).toString("utf8")) as Index;
    let at = end + 1;
    const files = new Map(
      index.files.map(({ path: file, mode, size }) => {
        const bytes = data.subarray(at, (at += size));
        if (bytes.length !== size) throw new SyntaxError("cut off");
        return [file, { mode, bytes }] as const;
      }),
    );
    const { holder, head, watched, after } = index;
    const before = new Snapshot(root, watched, files);
    return { holder, before, after, ...(head === undefined ? {} : { head }) };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw new CannotJudge({
      message: `this version of release-policy cannot read the journal ${path}`,
      help: "check `git status`, restore half-written files, and delete the journal",
    });
  }
}

/** What was done about a command that was killed. */
export interface Recovery {
  /** `version`, `fix`. */
  readonly command: string;
  readonly pid: number;
  /** When it began. */
  readonly since: string;
  /**
   * `restored`: the files are as before; `finished`: it had written all of them; `kept`: they were kept as they are,
   * on request.
   */
  readonly outcome: "restored" | "finished" | "kept";
  /** What was put back or, where files were kept, is not as it was before the command. */
  readonly files: readonly string[];
  /** Where the bytes are that files no longer have, and which files these are. */
  readonly copies?: { readonly folder: string; readonly files: readonly string[] };
}

/**
 * Restores the files, byte for byte. Contents not known to come from the command are copied first: they may have been
 * edited since. Can itself be killed at any time and run again. Throws `CannotJudge` if a file cannot be restored.
 */
export function restoreFrom(root: string, state: StateFolder, journal: Journal): Recovery {
  const { holder, before, after } = journal;
  const changed = before.changed().filter((path) => !isTemporary(path));
  const unknown = changed.flatMap((path) => {
    const full = join(root, path);
    const bytes = entryAt(full) === "file" ? readFileSync(full) : undefined;
    return bytes === undefined || sha256(bytes) === after[path] ? [] : [{ path, bytes }];
  });
  const copies = copied(state, unknown);
  const { failed } = before.restore();
  if (failed.length > 0) {
    throw new CannotJudge(
      ...failed.map(({ path, code }) => ({
        message: `cannot restore ${path}, left half-written by ${holderText(holder)} (${code})`,
        help: "check its permissions, then run `release-policy version --recover`",
      })),
    );
  }
  closeJournal(root, state, changed);
  return { ...recoveryOf(holder), outcome: "restored", files: changed, ...copies };
}

/** Keeps the files, and saves copies of their state before the command. */
export function keepFrom(root: string, state: StateFolder, journal: Journal): Recovery {
  const { holder, before } = journal;
  const changed = before.changed();
  const old = changed.flatMap((path) => {
    const bytes = before.bytes(path);
    return bytes === undefined ? [] : [{ path, bytes }];
  });
  const copies = copied(state, old);
  closeJournal(root, state, []);
  return { ...recoveryOf(holder), outcome: "kept", files: changed, ...copies };
}

export const recoveryOf = ({ command, pid, since }: Holder) => ({ command, pid, since });

function copied(
  { folder }: StateFolder,
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): Pick<Recovery, "copies"> {
  if (files.length === 0) return {};
  const into = join(folder, `copies-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`);
  for (const { path, bytes } of files) {
    // A package may be outside the workspace.
    const full = join(into, path.replaceAll("../", "__/"));
    mkdirSync(dirname(full), { recursive: true });
    writeDurably(full, bytes);
  }
  return { copies: { folder: into, files: files.map(({ path }) => path) } };
}

/** Whether all files of a journal are as committed since: then none of them is half-written. */
export function isCommitted(
  { before }: Journal,
  uncommitted: readonly string[] | undefined,
): boolean {
  const { paths, folders } = before.watched;
  const watched = new Set(paths);
  return (
    uncommitted?.every(
      (path) => !watched.has(path) && !folders.some((folder) => path.startsWith(`${folder}/`)),
    ) ?? false
  );
}

/**
 * Throws `CannotJudge` if files of the workspace are half-written, by a running or a killed command. The second
 * argument finds files that differ from the commit.
 */
export function refuseHalfWritten(
  root: string,
  uncommitted: (root: string) => readonly string[] | undefined,
): void {
  let journal: Journal;
  try {
    journal = readJournal(root, stateFolderOf(root).journal);
  } catch (error) {
    // Its command has just finished.
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const { holder } = journal;
  if (process.env[LOCK_VARIABLE] === holder.token) return;
  if (holder.host !== hostname()) throw heldElsewhere(holder);
  if (isRunning(holder.pid)) {
    const help = `wait for it to finish; if process ${holder.pid} is now another program, run \`release-policy version --recover\``;
    throw heldBy(holder, help);
  }
  if (isCommitted(journal, uncommitted(root))) return;
  throw new CannotJudge({
    message: `${holderText(holder)} was interrupted and left half-written files`,
    help: "restore them with `release-policy version --recover`",
  });
}
