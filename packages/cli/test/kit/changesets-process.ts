import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** One run of a command line: its script, which runs where it is loaded, and its arguments. */
export interface ChangesetsRun {
  readonly script: string;
  readonly cwd: string;
  readonly args: readonly string[];
  /** What it finds in its environment beyond what this process has. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ChangesetsRan {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

class Exited extends Error {}

const require = createRequire(import.meta.url);
let [runs, code, output, errors] = [0, 0, "", ""];
let given: readonly string[] = [];

process.stdout.write = (chunk: Uint8Array | string): boolean => {
  output += String(chunk);
  return true;
};
process.stderr.write = (chunk: Uint8Array | string): boolean => {
  errors += String(chunk);
  return true;
};
process.exit = (exitCode): never => {
  code = Number(exitCode ?? 0);
  throw new Exited();
};
process.on("uncaughtException", (error) => {
  if (error instanceof Exited) return;
  code = 1;
  errors += String(error);
});

process.on("message", ({ script, cwd, args, env = {} }: ChangesetsRun) => {
  [runs, code, output, errors] = [runs + 1, 0, "", ""];
  for (const name of given) delete process.env[name];
  given = Object.keys(env);
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.execPath, script, ...args];
  // Nothing but the command keeps this process alive until it has ended.
  process.channel?.unref();
  if (script.endsWith(".mjs")) return void import(`${pathToFileURL(script).href}?run=${runs}`);
  delete require.cache[script];
  require(script);
});

process.on("beforeExit", () => {
  if (!process.connected) return;
  process.channel?.ref();
  process.send?.({ code, output, errors } satisfies ChangesetsRan);
});
