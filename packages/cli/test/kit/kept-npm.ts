import { spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { onTestFinished } from "vitest";

/** The script of the machine's npm; undefined where something else starts it. */
export const NPM_CLI = ((): string | undefined => {
  const places = (process.env["PATH"] ?? "").split(delimiter).map((place) => join(place, "npm"));
  const npm = places.find((place) => statSync(place, { throwIfNoEntry: false })?.isFile());
  const cli = npm === undefined ? "" : realpathSync(npm);
  return basename(cli) === "npm-cli.js" ? cli : undefined;
})();

/**
 * Until the test ends, the npm of the machine runs in a process that keeps it loaded, for what starts no scripts: that
 * takes most of a run. One process serves all tests of a worker.
 */
export async function keepNpm(): Promise<void> {
  const { folder } = await (running ??= start());
  const path = process.env["PATH"] ?? "";
  if (folder === undefined || path.split(delimiter).includes(folder)) return;
  process.env["PATH"] = [folder, path].join(delimiter);
  onTestFinished(() => void (process.env["PATH"] = path));
}

let running: Promise<{ readonly folder: string | undefined }> | undefined;

async function start(): Promise<{ readonly folder: string | undefined }> {
  const cli = NPM_CLI;
  if (cli === undefined) return { folder: undefined };
  const folder = mkdtempSync(join(process.env["RELEASE_POLICY_TESTS"] ?? tmpdir(), "npm-"));
  const child = spawn(process.execPath, [join(import.meta.dirname, "npm-process.ts"), cli], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  process.once("exit", () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(Number(chunk)));
    child.once("exit", () => reject(new Error("the tests' npm did not start")));
  });
  writeFileSync(join(folder, "client.cjs"), client(port));
  const program = `#!/bin/sh
case "$* " in
  "publish "*" -w "*|"publish "*" --workspace"*) ;;
  "publish "*) grep -qs '"scripts"' package.json || exec "${process.execPath}" "${folder}/client.cjs" "$@";;
  "view "*|"info "*|"whoami "*|*" --ignore-scripts "*|*" --ignore-scripts=true "*) exec "${process.execPath}" "${folder}/client.cjs" "$@";;
esac
exec node "${cli}" "$@"
`;
  writeFileSync(join(folder, "npm"), program, { mode: 0o755 });
  // Neither keeps the worker alive.
  child.unref();
  for (const stream of [child.stdin, child.stdout])
    (stream as unknown as { unref(): void }).unref();
  return { folder };
}

const client = (port: number): string => `
const run = { cwd: process.cwd(), args: process.argv.slice(2), env: process.env };
const connection = require("node:net").connect(${port}, "127.0.0.1");
connection.end(JSON.stringify(run));
let answer = "";
connection.setEncoding("utf8").on("data", (text) => (answer += text)).on("end", () => {
  const { code, output, errors } = JSON.parse(answer);
  process.stdout.write(output);
  process.stderr.write(errors);
  process.exitCode = code;
});
`;
