import { execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the commands get beyond what this process has. */
interface Given {
  readonly input?: Buffer | string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Shell {
  readonly folder: string;
  readonly requests: number;
  readonly answers: number;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs each `script` in a process of its own that ends with it, and answers with its exit code. */
const LOOP = `while read -r _; do
  ( . ./script ) <input >output 2>errors
  echo $? >&3
done <requests 3>answers`;

let shell: Shell | undefined;

/**
 * Runs commands in a folder, each after the one before has exited with 0, and returns their output. A shell that lives
 * as long as this process starts them: starting a process copies tables of all memory, which a worker has ten times
 * more of. Throws as `execFileSync` does where one fails.
 */
export function run(
  cwd: string,
  commands: readonly (readonly [string, ...string[]])[],
  { input = "", env = {} }: Given = {},
): Buffer {
  const { folder, requests, answers, env: known } = (shell ??= start());
  const now = { ...process.env, ...env };
  const unset = Object.keys(known).filter((name) => now[name] === undefined);
  const set = Object.entries(now).filter(([name, value]) => known[name] !== value);
  const settings = [
    ...unset.flatMap((name) => ["-u", name]),
    ...set.map(([name, value]) => `${name}=${value}`),
  ];
  const environment = settings.length > 0 ? ["env", ...settings] : [];
  const lines = commands.map((command) => [...environment, ...command].map(quoted).join(" "));
  writeFileSync(join(folder, "input"), input);
  const last = lines.pop();
  const script = [`cd ${quoted(cwd)}`, ...lines, `exec ${last}`].join(" &&\n");
  writeFileSync(join(folder, "script"), script);
  writeSync(requests, "\n");
  const answer = Buffer.alloc(16);
  const size = readSync(answers, answer);
  if (size === 0) throw new Error("the shell of the tests has ended");
  const status = Number(answer.toString("latin1", 0, size));
  const stdout = readFileSync(join(folder, "output"));
  if (status === 0) return stdout;
  const stderr = readFileSync(join(folder, "errors"));
  const message = `Command failed: ${lines.join("; ")}${last}\n${stderr.toString()}`;
  throw Object.assign(new Error(message), { status, stdout, stderr });
}

function start(): Shell {
  const folder = mkdtempSync(join(process.env["RELEASE_POLICY_TESTS"] ?? tmpdir(), "shell-"));
  execFileSync("mkfifo", ["requests", "answers"], { cwd: folder });
  const env = { ...process.env };
  const child = spawn("sh", ["-c", LOOP], { cwd: folder, stdio: "ignore", env });
  child.unref();
  if (child.pid === undefined) throw new Error("the tests need a shell");
  // Opened for both, it need not wait for the shell; the other one does, and sees the shell's end.
  const requests = openSync(join(folder, "requests"), "r+");
  const answers = openSync(join(folder, "answers"), "r");
  process.once("exit", () => {
    for (const file of [requests, answers]) closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, requests, answers, env };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
