import { spawn } from "node:child_process";

/** What `release-command.ts` sends when this process is ready. */
export interface Order {
  readonly file: string;
  readonly args: readonly string[];
  readonly shell: boolean;
}

/** What it gets back: first `ready`, then the number of the process, then how that ended. */
export type News =
  | { readonly kind: "ready" }
  | { readonly kind: "started"; readonly pid: number | undefined }
  /** Undefined if it exited with code 0. */
  | { readonly kind: "ended"; readonly why: string | undefined };

/**
 * A process between a writer and the planner's command. It outlives a writer that is killed, and then ends the command,
 * which would otherwise go on writing. It has a lock as long as the command runs, so that the next writer can wait for
 * that before it restores files. The command is started only after a writer that is alive has seen that the lock is held.
 */
async function host([folder, name, milliseconds]: readonly string[]): Promise<void> {
  const lock =
    folder === undefined || name === undefined
      ? undefined
      : await plannerLock(folder, name, Number(milliseconds)).catch(() => null);
  if (lock === null) {
    send({
      kind: "ended",
      why: "was not run: another one, started by an interrupted command, is still running",
    });
    if (process.connected) process.disconnect();
    return;
  }
  const end = (): void => {
    lock?.release();
    if (process.connected) process.disconnect();
  };
  // The writer passes signals on to the command itself.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  if (!process.connected) {
    end();
    return;
  }
  process.once("disconnect", end);
  process.once("message", (order: Order) => {
    process.off("disconnect", end);
    runOrder(order, end);
  });
  send({ kind: "ready" });
}

function runOrder({ file, args, shell }: Order, end: () => void): void {
  const child = spawn(file, [...args], { shell, stdio: "inherit" });
  const stop = (): void => void child.kill("SIGKILL");
  process.once("disconnect", stop);
  const ended = (why: string | undefined): void => {
    process.off("disconnect", stop);
    send({ kind: "ended", why });
    end();
  };
  child.once("error", ({ message }) => ended(message));
  child.once("close", (code, signal) =>
    ended(code === 0 ? undefined : signal ? `ended by ${signal}` : `exited with code ${code}`),
  );
  send({ kind: "started", pid: child.pid });
  // The writer may have been killed just before the listener was there.
  if (!process.connected) stop();
}

const send = (news: News): void => void process.send?.(news, undefined, undefined, () => {});

async function plannerLock(folder: string, name: string, milliseconds: number) {
  const { LockFile } = await import("@rushstack/node-core-library/lib/LockFile");
  return await LockFile.acquireAsync(folder, name, milliseconds);
}

// The name of the lock is an argument: the module that has it would load half of the bundle.
void host(process.argv.slice(2));
