import { createRequire } from "node:module";
import { type AddressInfo, type Socket, createServer } from "node:net";
import { json } from "node:stream/consumers";

/** Runs npm for its clients, one command after the other, and ends with the process that started it. */
const cli = process.argv[2]!;

interface NpmRun {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

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

async function run({ cwd, args, env }: NpmRun): Promise<string> {
  [output, errors] = ["", ""];
  const code = await new Promise<number>((resolve) => {
    ended = resolve;
    process.exitCode = undefined;
    process.chdir(cwd);
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, env);
    process.argv = [process.execPath, cli, ...args];
    delete require.cache[cli];
    require(cli);
  });
  return JSON.stringify({ code, output, errors });
}

let last: Promise<unknown> = Promise.resolve();

const server = createServer({ allowHalfOpen: true }, (client: Socket) => {
  client.on("error", () => {});
  const ran = last.then(async () => client.end(await run((await json(client)) as NpmRun)));
  last = ran.catch(() => client.destroy());
}).listen(0, "127.0.0.1", () => print(`${(server.address() as AddressInfo).port}\n`));
process.stdin.on("end", () => exit()).resume();
