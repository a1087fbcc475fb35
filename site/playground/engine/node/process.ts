/** git answers as it does outside a repository: a check then goes on without it. */
const message = "fatal: not a git repository";

function execFileSync(): never {
  throw Object.assign(new Error(message), { stderr: message });
}

function execFile(...args: readonly unknown[]): object {
  const done = args.at(-1) as (error: Error, stdout: string, stderr: string) => void;
  queueMicrotask(() => done(new Error(message), "", message));
  return {};
}

/** Stands in for the global of Node. */
export const process = {
  argv: [],
  env: {} as Readonly<Record<string, string | undefined>>,
  pid: 1,
  platform: "linux",
  version: "v24.0.0",
  versions: { node: "24.0.0" },
  cwd: (): string => "/",
  emitWarning: (): void => {},
  getBuiltinModule: () => ({ execFile, execFileSync }),
  kill: (): boolean => true,
  nextTick: (work: () => void): void => queueMicrotask(work),
};
