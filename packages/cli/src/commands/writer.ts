import { existsSync, rmSync } from "node:fs";
import { type WorkspaceOptions, inWorkspace } from "../check/check.ts";
import { CannotJudge } from "../errors.ts";
import { type ChangedFile, writeChangedFiles } from "../files/writing/changed-files.ts";
import { sha256 } from "../files/writing/durable-file.ts";
import {
  type Journal,
  type Recovery,
  closeJournal,
  isCommitted,
  keepFrom,
  openJournal,
  readJournal,
  recoveryOf,
  restoreFrom,
} from "../files/writing/journal.ts";
import { LOCKS, LOCK_VARIABLE, Lock, PLANNER_MS, holderText } from "../files/writing/lock.ts";
import { Snapshot } from "../files/writing/snapshot.ts";
import { stateFolderOf } from "../files/writing/state-folder.ts";
import type { CommitWorkspaces } from "../git/commit-workspaces.ts";
import { GitRefused, git, uncommittedFiles } from "../git/git.ts";

export interface WriterOptions {
  /** Called before anything else where an earlier command was killed, with what was done about it. */
  readonly onRecovery?: (recovery: Recovery) => void;
}

/**
 * Does the work of a command that writes: one at a time in a workspace, and after what a command that was killed left
 * half-written is restored. A dry run gets no writer, takes no lock and restores nothing. Throws `CannotJudge` with who
 * writes at the moment.
 */
export function inWritableWorkspace<T>(
  command: string,
  options: WorkspaceOptions & WriterOptions & { readonly dryRun?: boolean },
  work: (root: string, scratches: CommitWorkspaces, writer: Writer | undefined) => Promise<T>,
): Promise<T> {
  if (options.dryRun === true) {
    return inWorkspace(options, (root, scratches) => work(root, scratches, undefined));
  }
  return inWorkspace(
    options,
    (root, scratches) =>
      withLock(root, command, {}, async (lock) => {
        const recovery = await recovered(root, lock, "unless moved");
        if (recovery) options.onRecovery?.(recovery);
        return await work(root, scratches, new Writer(root, lock));
      }),
    "write",
  );
}

/** For a command that reads and prompts before it writes. */
export const restoreInterrupted = (
  command: string,
  options: WorkspaceOptions & WriterOptions,
): Promise<void> => inWritableWorkspace(command, { ...options, dryRun: false }, async () => {});

/** Restores what a killed command left half-written, or keeps it. Undefined if there is nothing. */
export function recover(
  options: WorkspaceOptions & { readonly keep?: boolean } = {},
): Promise<Recovery | undefined> {
  return inWorkspace(
    options,
    (root) =>
      withLock(root, "version --recover", { force: true }, (lock) =>
        recovered(root, lock, options.keep === true ? "keep" : "always"),
      ),
    "write",
  );
}

/** What a command that writes may use while it has the lock. */
export class Writer {
  readonly root: string;
  readonly lock: Lock;

  constructor(root: string, lock: Lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Writes all files or none, as `writeChangedFiles` does, even where the process is killed. */
  async write(files: readonly ChangedFile[]): Promise<void> {
    const before = Snapshot.of(
      this.root,
      files.map(({ path }) => path),
    );
    const after = Object.fromEntries(
      files.flatMap((file) => (file.after === undefined ? [] : [[file.path, sha256(file.after)]])),
    );
    await this.change(before, () => writeChangedFiles(this.root, files), after);
  }

  /**
   * Runs a function that only changes files of the snapshot. If it throws, they are restored; if the process is
   * killed, the next command restores them.
   */
  async change<T>(
    before: Snapshot,
    work: () => T | Promise<T>,
    after: Journal["after"] = {},
  ): Promise<T> {
    const { state, holder, isOwn } = this.lock;
    // The journal of the command that started this one keeps the files.
    if (!isOwn) return await work();
    const head = checkedOut(this.root);
    openJournal(state, { holder, before, after, ...(head === undefined ? {} : { head }) });
    try {
      const result = await work();
      closeJournal(this.root, state, before.changed());
      return result;
    } catch (error) {
      if (before.restore().failed.length === 0) closeJournal(this.root, state, []);
      throw error;
    }
  }
}

async function withLock<T>(
  root: string,
  command: string,
  options: { readonly force?: boolean },
  work: (lock: Lock) => Promise<T>,
): Promise<T> {
  const state = stateFolderOf(root);
  const lock =
    Lock.ofParent(state, process.env[LOCK_VARIABLE]) ?? (await Lock.take(state, command, options));
  try {
    return await work(lock);
  } finally {
    lock.release();
  }
}

async function recovered(
  root: string,
  { state, isOwn }: Lock,
  how: "always" | "unless moved" | "keep",
): Promise<Recovery | undefined> {
  if (!isOwn) return undefined;
  if (existsSync(state.journal)) {
    const journal = readJournal(root, state.journal);
    await plannerEnded(state.folder, journal);
    const isMoved = how === "unless moved" && checkedOut(root) !== journal.head;
    // As CI does before its next job: the files were already reset.
    const isClean = isMoved && isCommitted(journal, uncommittedFiles(root));
    if (how === "keep" || isClean) return keepFrom(root, state, journal);
    if (isMoved) throw moved(root, journal);
    return restoreFrom(root, state, journal);
  }
  if (!existsSync(state.finished)) return undefined;
  const { holder } = readJournal(root, state.finished);
  rmSync(state.finished);
  return { ...recoveryOf(holder), outcome: "finished", files: [] };
}

/** Waits for the planner's command: it is ended where the command that started it was killed. */
async function plannerEnded(folder: string, { holder }: Journal): Promise<void> {
  const { LockFile } = await import("@rushstack/node-core-library/lib/LockFile");
  try {
    (await LockFile.acquireAsync(folder, LOCKS.planner, PLANNER_MS)).release();
  } catch {
    throw new CannotJudge({
      message: `${holderText(holder)} was interrupted, but the planner's command that it started is still running`,
      help: "wait for it to finish, or stop it, then run this command again",
    });
  }
}

/** The bytes of before may belong to another branch: a person has to decide. */
function moved(root: string, { holder, head }: Journal): CannotJudge {
  const [from, to] = [head, checkedOut(root)].map((commit) => commit?.slice(0, 10) ?? "none");
  return new CannotJudge({
    message: `${holderText(holder)} was interrupted, but HEAD has moved since (${from} → ${to})`,
    help:
      "restore the files with `release-policy version --recover`, " +
      "or keep them with `release-policy version --recover --keep`",
  });
}

function checkedOut(root: string): string | undefined {
  try {
    return git(root, ["rev-parse", "--verify", "HEAD"]).toString("utf8").trim();
  } catch (error) {
    if (error instanceof GitRefused || error instanceof CannotJudge) return undefined;
    throw error;
  }
}
