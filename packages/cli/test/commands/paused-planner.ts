import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FsFixture } from "fs-fixture";
import { bytesOf } from "../kit/file-bytes.ts";
import { commitAll } from "../kit/run-example.ts";
import { folder, repository, workspace } from "../kit/workspace.ts";

const BIN = "node_modules/@changesets/cli/bin.cjs";

/** A workspace in git whose `changeset` is a script of the test. */
export async function scripted(script: string, given: Parameters<typeof workspace>[0] = {}) {
  const fixture = await workspace({
    changesets: { cat: { "@acme/plugin": "minor", "@acme/core": "patch" } },
    ...given,
  });
  await fixture.writeFile(".gitignore", "node_modules\n");
  repository(fixture);
  await fixture.mkdir("node_modules/@changesets/cli");
  const manifest = JSON.stringify({ version: "3.0.3", bin: { changeset: "bin.cjs" } });
  await fixture.writeFile("node_modules/@changesets/cli/package.json", manifest);
  await setPlanner(fixture, script);
  commitAll(fixture.path, "second");
  return fixture;
}

export const setPlanner = (fixture: FsFixture, script: string): Promise<void> =>
  fixture.writeFile(
    BIN,
    `const { existsSync, readFileSync, writeFileSync, rmSync, mkdirSync, chmodSync } = require("node:fs");\n${script}`,
  );

/** Writes the versions that are planned for `cat`. */
export const RIGHT = `
  for (const [dir, to] of [["core", "1.2.1"], ["plugin", "0.4.0"]]) {
    const path = "packages/" + dir + "/package.json";
    const data = JSON.parse(readFileSync(path, "utf8"));
    const [major, minor, patch] = data.version.split(".").map(Number);
    const next = dir === "core" ? [major, minor, patch + 1] : [major, minor + 1, 0];
    writeFileSync(path, JSON.stringify({ ...data, version: next.join(".") }));
    const changelog = "packages/" + dir + "/CHANGELOG.md";
    const old = existsSync(changelog) ? readFileSync(changelog, "utf8") : "";
    writeFileSync(changelog, "## " + next.join(".") + "\\n\\n" + old);
  }
  rmSync(".changeset/cat.md");`;

/** Writes half of a release and says so. */
export const HALF = `
  writeFileSync("packages/core/package.json", '{ "name": "@acme/core", "version": "1.2.1" }');
  writeFileSync("packages/plugin/package.json", "");
  writeFileSync("packages/core/CHANGELOG.md", "new");
  mkdirSync(".changeset/deep/er", { recursive: true });
  writeFileSync(".changeset/deep/er/x.md", "new");
  writeFileSync("policies/core.yaml", "");
  chmodSync("policies/integrations.yaml", 0o755);
  rmSync(".changeset/cat.md");
  console.log("half");`;

/** Keeps the process alive. */
export const WAIT = "setTimeout(() => {}, 60_000);";

const MAIN = join(import.meta.dirname, "../../src/main.ts");

export interface Started {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when the output has the word. */
  readonly prints: (word: string) => Promise<void>;
  /** Resolves when the process has ended, whatever it has started. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Runs the command line without waiting for its end. */
export function started(cwd: string, args: readonly string[]): Started {
  const child = spawn(process.execPath, ["--conditions=source", MAIN, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  const exit = once(child, "exit") as Promise<[number | null]>;
  return {
    pid: child.pid!,
    kill: (signal) => void child.kill(signal),
    ended: exit.then(([code]) => ({ code, output })),
    prints: async (word) => {
      while (!output.includes(word)) {
        if (child.exitCode !== null) throw new Error(`ended without "${word}":\n${output}`);
        await setTimeout(10);
      }
    },
  };
}

/** Runs `release-policy version` until its planner has written half, and kills it as `kill -9` does. */
export async function killedVersion(fixture: FsFixture): Promise<number> {
  const running = started(fixture.path, ["version"]);
  await running.prints("half");
  running.kill("SIGKILL");
  await running.ended;
  return running.pid;
}

/** A workspace in which `release-policy version` was killed halfway; its process, and its files before it. */
export interface Interrupted {
  readonly fixture: FsFixture;
  readonly pid: number;
  readonly before: Record<string, string>;
}

/** Killed once, for all tests of a file: each has a copy. */
export async function interrupted(): Promise<Interrupted> {
  const { path, ...known } = await (killed ??= killedOnce());
  const fixture = await folder({});
  cpSync(path, fixture.path, { recursive: true });
  return { ...known, fixture };
}

let killed: ReturnType<typeof killedOnce> | undefined;

async function killedOnce() {
  const fixture = await scripted(HALF + WAIT);
  const before = bytesOf(fixture.path);
  const pid = await killedVersion(fixture);
  const path = mkdtempSync(join(tmpdir(), "interrupted-"));
  process.once("exit", () => rmSync(path, { recursive: true, force: true }));
  cpSync(fixture.path, path, { recursive: true });
  return { path, pid, before };
}
