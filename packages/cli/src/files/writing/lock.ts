import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { CannotJudge, codeOf } from "../../errors.ts";
import { writeDurably } from "./durable-file.ts";
import type { StateFolder } from "./state-folder.ts";

/** Who writes to a workspace. */
export interface Holder {
  /** `version`, `fix`. */
  readonly command: string;
  readonly pid: number;
  readonly host: string;
  /** The time as ISO 8601 has it. */
  readonly since: string;
  /** What only the commands that the holder starts know. */
  readonly token: string;
}

/** The names of the locks: of our commands, and of the planner's command that one of ours runs. */
export const LOCKS = { writer: "writer", planner: "planner" } as const;

/** Names the token of the holder to the commands that it starts. */
export const LOCK_VARIABLE = "RELEASE_POLICY_LOCK";

/** How long the planner's command of a writer that was killed may take to end. */
export const PLANNER_MS = 10_000;

/** How long the winner of a race may take to write its name. */
const NAMING_MS = 10_000;

/**
 * The right to write to a workspace, for one process at a time. Whether a process that has it is alive is judged by
 * LockFile: by process number and start time.
 */
export class Lock {
  readonly state: StateFolder;
  readonly holder: Holder;
  readonly #release: () => void;

  private constructor(state: StateFolder, holder: Holder, release: () => void) {
    this.state = state;
    this.holder = holder;
    this.#release = release;
  }

  /**
   * Throws `CannotJudge` with who has it. A process of another host cannot be seen from here, and keeps it unless `force`
   * says that it has ended.
   */
  static async take(
    state: StateFolder,
    command: string,
    { force = false }: { readonly force?: boolean } = {},
  ): Promise<Lock> {
    const { LockFile } = await import("@rushstack/node-core-library/lib/LockFile");
    const deadline = Date.now() + NAMING_MS;
    for (;;) {
      const file = inFolder(state, () => LockFile.tryAcquire(state.folder, LOCKS.writer));
      const last = holderIn(state);
      if (file && last && last.host !== hostname() && !force) {
        file.release();
        throw heldElsewhere(last);
      }
      if (file) return Lock.#named(state, command, () => file.release());
      const isNamed = last !== undefined && lockedBy(state).includes(last.pid);
      if (isNamed || Date.now() > deadline) throw heldBy(last);
      await setTimeout(20);
    }
  }

  /** For a command that the holder itself has started and waits for. */
  static ofParent(state: StateFolder, token: string | undefined): Lock | undefined {
    const holder = token === undefined ? undefined : holderIn(state);
    return holder && holder.token === token ? new Lock(state, holder, () => {}) : undefined;
  }

  static #named(state: StateFolder, command: string, unlock: () => void): Lock {
    const holder: Holder = {
      command,
      pid: process.pid,
      host: hostname(),
      since: new Date().toISOString(),
      token: randomUUID(),
    };
    inFolder(state, () => writeDurably(holderPath(state), JSON.stringify(holder)));
    return new Lock(state, holder, () => {
      rmSync(holderPath(state), { force: true });
      unlock();
    });
  }

  get isOwn(): boolean {
    return this.holder.pid === process.pid && this.holder.host === hostname();
  }

  release(): void {
    this.#release();
  }
}

const holderPath = ({ folder }: StateFolder): string => join(folder, "holder.json");

function holderIn(state: StateFolder): Holder | undefined {
  try {
    return JSON.parse(readFileSync(holderPath(state), "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** On Windows the lock's name contains no process, and a named holder counts as alive. */
function lockedBy(state: StateFolder): readonly number[] {
  const names = readdirSync(state.folder);
  const own = names.flatMap((name) => /^writer#(\d+)\.lock$/.exec(name)?.[1] ?? []);
  return own.length > 0 ? own.map(Number) : [holderIn(state)?.pid ?? -1];
}

function inFolder<T>(state: StateFolder, work: () => T): T {
  try {
    mkdirSync(state.folder, { recursive: true });
    return work();
  } catch (error) {
    throw new CannotJudge({
      message: `cannot write the lock of this workspace in ${state.folder} (${codeOf(error) ?? String(error)})`,
      help: "check the permissions of that folder",
    });
  }
}

/** `release-policy version (process 1234, since 12:03:10)`. */
export const holderText = (holder: Holder): string => {
  const where = holder.host === hostname() ? "" : ` on ${holder.host}`;
  return `release-policy ${holder.command} (process ${holder.pid}${where}, since ${timeOf(holder.since)})`;
};

function timeOf(since: string): string {
  const time = new Date(since);
  const isRecent = Date.now() - time.getTime() < 12 * 60 * 60 * 1000;
  // In Sweden dates are written as in ISO 8601.
  const text = time.toLocaleString("sv-SE");
  return isRecent ? text.slice(11) : text;
}

export const heldBy = (
  holder: Holder | undefined,
  help = "wait for it to finish, then run the command again",
): CannotJudge =>
  new CannotJudge({
    message: `${holder ? holderText(holder) : "another release-policy command"} is running in this workspace`,
    help,
  });

export const heldElsewhere = (holder: Holder): CannotJudge =>
  new CannotJudge({
    message: `${holderText(holder)} may still be running in this workspace`,
    help: `wait for it to finish; if it no longer runs on ${holder.host}, run \`release-policy version --recover\``,
  });
