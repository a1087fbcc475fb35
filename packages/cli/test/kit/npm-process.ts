import { closeSync, constants, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

/**
 * Runs npm for its clients, one command after the other, and ends with the process that started it. A client writes its
 * folder, arguments and environment to files, of which it sends the start of the names.
 */
const [, , cli = "", folder = ""] = process.argv;

const require = createRequire(import.meta.url);
const print = process.stdout.write.bind(process.stdout);
const exit = process.exit.bind(process);
let [output, errors] = ["", ""];
let ended = (_code: number): void => {};

type Written = (error?: Error | null) => void;

const collector =
  (take: (text: string) => void): typeof process.stdout.write =>
  (chunk: Uint8Array | string, encoding?: BufferEncoding | Written, written?: Written): boolean => {
    take(String(chunk));
    const done = typeof encoding === "function" ? encoding : written;
    if (done) setImmediate(done);
    return true;
  };
process.stdout.write = collector((text) => (output += text));
process.stderr.write = collector((text) => (errors += text));
process.exit = ((code?: number): void => {
  if (code !== undefined) process.exitCode = code;
  // npm then says what went wrong, and forgets this run.
  process.emit("exit", Number(process.exitCode ?? 0));
  ended(Number(process.exitCode ?? 0));
}) as typeof process.exit;

/** What is between the NULs of a file. */
const partsOf = (file: string): string[] => readFileSync(file, "utf8").split("\0").slice(0, -1);

async function run(start: string): Promise<void> {
  [output, errors] = ["", ""];
  const [cwd = "", ...args] = partsOf(`${start}.args`);
  const code = await new Promise<number>((resolve) => {
    ended = resolve;
    process.exitCode = undefined;
    process.chdir(cwd);
    for (const name of Object.keys(process.env)) delete process.env[name];
    for (const setting of partsOf(`${start}.env`)) {
      const [name = ""] = setting.split("=", 1);
      process.env[name] = setting.slice(name.length + 1);
    }
    process.argv = [process.execPath, cli, ...args];
    delete require.cache[cli];
    require(cli);
  });
  writeFileSync(`${start}.output`, output);
  writeFileSync(`${start}.errors`, errors);
  // Where the client was killed, this fails instead of waiting for it.
  const answer = openSync(`${start}.answer`, constants.O_WRONLY | constants.O_NONBLOCK);
  writeSync(answer, `${code}\n`);
  closeSync(answer);
}

let last: Promise<unknown> = Promise.resolve();

// Opened for both, it does not end where no client has it open.
const requests = openSync(join(folder, "requests"), constants.O_RDWR | constants.O_NONBLOCK);
createInterface(new Socket({ fd: requests, readable: true, writable: false })).on(
  "line",
  (start) => {
    last = last.then(() => run(start)).catch(() => {});
  },
);
print("ready\n");
process.stdin.on("end", () => exit()).resume();
