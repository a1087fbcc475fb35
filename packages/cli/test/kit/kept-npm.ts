import { execFileSync, spawn } from "node:child_process";
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
  execFileSync("mkfifo", ["requests"], { cwd: folder });
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "npm-process.ts"), cli, folder],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  process.once("exit", () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("exit", () => reject(new Error("the tests' npm did not start")));
  });
  // The client is a shell: a Node that only passes on what it is given takes ten times as long.
  const program = `#!/bin/sh
kept() {
  run="${folder}/$$"
  /usr/bin/env -0 >"$run.env"
  PATH="/usr/bin:/bin:$PATH"
  mkfifo "$run.answer" || exit 1
  exec 3<>"$run.answer"
  printf '%s\\0' "$PWD" "$@" >"$run.args"
  echo "$run" >"${folder}/requests"
  read -r code <&3
  cat "$run.output"
  cat "$run.errors" >&2
  rm "$run".*
  exit "$code"
}
case "$* " in
  "publish "*" -w "*|"publish "*" --workspace"*) ;;
  "publish "*) grep -qs '"scripts"' package.json || kept "$@";;
  "view "*|"info "*|"whoami "*|*" --ignore-scripts "*|*" --ignore-scripts=true "*) kept "$@";;
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
