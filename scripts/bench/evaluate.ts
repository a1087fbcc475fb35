import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { basename, delimiter, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { JudgementRequest } from "../../packages/github/src/judge/children/fetch-process.ts";
import type { Judge } from "../../packages/github/src/judge/children/judge-in-children.ts";
import {
  comparisonFolders,
  nodeArguments,
  startReader,
} from "../../packages/github/src/judge/children/start-judge.ts";
import { mergeIntoBase } from "../../packages/github/src/judge/merge-into-base.ts";
import { buildAction } from "../../packages/github/test/build-action.ts";
import { type PullRequestCost, writePullRequests } from "./pull-requests.ts";
import { writeWorkspace } from "./workspace.ts";

/**
 * The CPU time that a pull request takes in the bundle, user and system of all its processes, git's and the local
 * packed origin's included: the least of several rounds. Then its parts, what the process takes that waits for the answer, as
 * the App does, and how often git starts. `--write` puts them into docs/speed.md.
 * usage: node --conditions=source scripts/bench/evaluate.ts [packages …] [--real <checkout with policies> …]
 *        [--rounds 9] [--dist <folder that buildAction made>] [--write]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    real: { type: "string", multiple: true, default: [] },
    rounds: { type: "string", default: "9" },
    dist: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
process.env["RELEASE_POLICY_GIT_PROTOCOLS"] = "file";
const rounds = Number(values.rounds);
const built = values.dist === undefined ? await buildAction() : undefined;
const dist = resolve(values.dist ?? built!.dir);
const { judgeInChildren } = (await import(
  pathToFileURL(join(dist, "judge-in-children.mjs")).href
)) as { readonly judgeInChildren: Judge };
const comparison = comparisonFolders();
const programs = mkdtempSync(join(tmpdir(), "bench-"));
const gitLog = join(programs, "log");
mkdirSync(gitLog);
const realGit = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
writeFileSync(
  join(programs, "git"),
  `#!/bin/bash\n${realGit} "$@"\ncode=$?\n{ times; echo "$*"; } > ${gitLog}/$$\nexit $code\n`,
);
chmodSync(join(programs, "git"), 0o755);

/**
 * The shell reports its children's times, with those of the processes that they waited for. `--norc`: where its input is a
 * socket, as here, bash may read ~/.bashrc, and what that starts would count.
 */
const SHELL = '"$@" >/dev/null; times';

/** Node without certificates of the machine, which it would read at each start. */
const { NODE_EXTRA_CA_CERTS: _, ...ENV } = process.env;

const measured: PullRequestCost[] = [];
const sizes = positionals.length > 0 || values.real.length > 0 ? positionals : ["100", "1000"];
for (const packages of sizes) {
  const origin = writeWorkspace({ packages: Number(packages), changesets: 50 });
  await measurePullRequest(`${packages} packages`, origin, "@acme/core-0");
  rmSync(origin, { recursive: true });
}
for (const checkout of values.real) {
  const origin = mkdtempSync(join(tmpdir(), "bench-"));
  execFileSync("git", ["clone", "-q", "--shared", resolve(checkout), origin]);
  await measurePullRequest(basename(resolve(checkout)), origin);
  rmSync(origin, { recursive: true });
}
rmSync(programs, { recursive: true });
built?.remove();
if (values.write) writePullRequests(measured);

/** A changeset for the package, or one without packages, is the change. */
async function measurePullRequest(title: string, origin: string, named?: string): Promise<void> {
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args], {
      cwd: origin,
      encoding: "utf8",
    }).trim();
  git("config", "uploadpack.allowFilter", "true");
  const bumps = named === undefined ? "" : `"${named}": patch\n`;
  writeFileSync(join(origin, ".changeset/bench-change.md"), `---\n${bumps}---\n\nx\n`);
  const baseRef = git("branch", "--show-current");
  git("checkout", "-q", "-b", "bench-change");
  git("add", ".changeset/bench-change.md");
  git("commit", "-q", "-m", "bench-change");
  git("update-ref", "refs/pull/7/head", "HEAD");
  // As a forge has it: to serve loose objects takes several times as long.
  git("repack", "-dlq");
  const fetch = {
    url: pathToFileURL(origin).href,
    baseRef,
    headRef: "refs/pull/7/head",
    head: git("rev-parse", "HEAD"),
  };
  const base = git("rev-parse", baseRef);
  const [all, judging, loading, starting]: [Run[], Run[], Run[], Run[]] = [[], [], [], []];
  let parent = Infinity;
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    const request: JudgementRequest = {
      fetch,
      judge: { baseRef },
      folder,
      comparison,
      memory: 1024,
    };
    all.push(await runChild(folder, [join(dist, "fetch-process.cjs")], [request]));
    const repository = join(folder, "repository");
    const scratch = join(folder, "alone");
    mkdirSync(scratch);
    const merge = await mergeIntoBase(repository, base, fetch.head);
    const folders = { repository, scratch, comparison, memory: 1024 };
    const args = [
      ...nodeArguments(folders),
      `--allow-fs-read=${join(dist, "*")}`,
      join(dist, "evaluate-process.cjs"),
    ];
    const commits = [merge.commit, fetch.head, base];
    const lines = [
      { repository, commits, before: base, objects: 5 },
      { repository, base, head: fetch.head, merge, baseRef },
    ];
    judging.push(await runChild(scratch, args, lines, (socket) => startReader(socket, folders)));
    // Without a request, it ends when it is loaded.
    loading.push(await runChild(scratch, args, []));
    starting.push(await runChild(scratch, ["-e", "0"], []));
    rmSync(folder, { recursive: true });
    const before = process.cpuUsage();
    await judgeInChildren(fetch, { baseRef });
    const { user, system } = process.cpuUsage(before);
    parent = Math.min(parent, (user + system) / 1000);
  }
  const kinds = new Set([...all, ...judging].map(({ kind }) => kind));
  const [whole, judge, load, start] = [all, judging, loading, starting].map(leastOf) as [
    number,
    number,
    number,
    number,
  ];
  process.stdout.write(
    `${title}: fetched and judged in ${whole.toFixed(0)} ms of CPU, ` +
      `${judge.toFixed(0)} ms of it to judge (${[...kinds].join(", ")}), ` +
      `and ${parent.toFixed(0)} ms in the process that waits for it\n`,
  );
  const starts = await gitStarts(fetch, baseRef);
  const ofGit = starts.reduce((sum, { cpu }) => sum + cpu, 0);
  process.stdout.write(
    `starting Node ${start.toFixed(0)} ms, twice; git ${ofGit.toFixed(0)} ms in ${starts.length} starts:\n` +
      starts.map(({ cpu, command }) => `${cpu.toFixed(0)} ms  ${command}\n`).join(""),
  );
  measured.push({ title, whole, judge, load, start, git: ofGit, starts: starts.length, parent });
}

/** What git runs for a judgement, and the CPU time of each: the least of the rounds. */
async function gitStarts(
  fetch: JudgementRequest["fetch"],
  baseRef: string,
): Promise<{ readonly command: string; readonly cpu: number }[]> {
  const path = process.env["PATH"];
  const all: { readonly command: string; readonly cpu: number }[][] = [];
  process.env["PATH"] = `${programs}${delimiter}${path}`;
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    const request = { fetch, judge: { baseRef }, folder, comparison, memory: 1024 };
    await runChild(folder, [join(dist, "fetch-process.cjs")], [request]);
    // The one that reads objects ends after the process that it reads them for.
    await pause(100);
    rmSync(folder, { recursive: true });
    const runs = readdirSync(gitLog).map((name) => {
      const file = join(gitLog, name);
      // Of the shell itself, of what it waited for, and the command.
      const [, times = "", command = ""] = readFileSync(file, "utf8").split("\n");
      rmSync(file);
      return { command, cpu: milliseconds(times) };
    });
    all.push(runs.toSorted((one, other) => (one.command < other.command ? -1 : 1)));
  }
  process.env["PATH"] = path;
  return all[0]!.map(({ command }, i) => ({
    command,
    cpu: Math.min(...all.map((runs) => runs[i]?.cpu ?? Infinity)),
  }));
}

/** Of `0m0.123s 0m0.045s`, as the shell prints times. */
function milliseconds(text: string): number {
  const times = [...text.matchAll(/(\d+)m([\d.]+)s/g)];
  return times.reduce(
    (sum, [, minutes, rest]) => sum + Number(minutes) * 60_000 + Number(rest) * 1000,
    0,
  );
}

function leastOf(runs: readonly Run[]): number {
  return Math.min(...runs.map(({ cpu }) => cpu));
}

interface Run {
  /** Milliseconds, user and system. */
  readonly cpu: number;
  readonly kind: string;
}

/** Runs a child of a judgement, which reads the lines and answers on descriptor 3 or 4. */
function runChild(
  cwd: string,
  args: readonly string[],
  lines: readonly object[],
  startReading?: (socket: Socket) => void,
): Promise<Run> {
  const child = spawn(
    "bash",
    ["--norc", "-c", SHELL, "bash", process.execPath, "--no-warnings", ...args],
    {
      cwd,
      env: { ...ENV, PATH: process.env["PATH"], TMPDIR: cwd },
      stdio: ["pipe", "pipe", "inherit", "pipe", "pipe", startReading ? "pipe" : "ignore"],
    },
  );
  startReading?.((child.stdio as readonly unknown[])[5] as Socket);
  const texts = ["", "", "", "", ""];
  for (const i of [1, 3, 4])
    child.stdio[i]!.on("data", (chunk: Buffer) => {
      texts[i] += String(chunk);
    });
  child.stdin!.on("error", () => {});
  // What is needed is there already: the second line is the request.
  if (lines.length === 0) child.stdin!.end();
  else child.stdin!.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return new Promise((done) => {
    child.on("close", () => {
      const [, children = ""] = texts[1]!.split("\n");
      const answer = [texts[3]!, texts[4]!].find((text) => text.startsWith('{"kind"'));
      done({
        cpu: milliseconds(children),
        kind: answer === undefined ? "failed" : (JSON.parse(answer) as { kind: string }).kind,
      });
    });
  });
}
