import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual, parseArgs } from "node:util";
import {
  SCENARIOS,
  type Scenario,
  type Tree,
  copyTo,
  leftovers,
  make,
  treeOf,
} from "./kills/scenarios.ts";

/**
 * Kills every writing command at random moments (SIGKILL), runs the next command, and compares the tree byte for byte
 * with the expected one; then starts two `version` at once.
 *
 * usage: pnpm kills [--runs 200] [--others 100] [--rounds 50] [--seed 1] [--only version] [--cli packages/cli/dist/main.cjs]
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    others: { type: "string", default: "100" },
    rounds: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    cli: { type: "string", default: "packages/cli/src/main.ts" },
  },
});

const work = mkdtempSync(join(tmpdir(), "release-policy-kills-"));
const cli = resolve(values.cli);
const command = cli.endsWith(".ts") ? ["--conditions=source", cli] : [cli];

/** Numbers from 0 to 1, the same for the same seed. */
let state = Number(values.seed);
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly text: string }>;
}

/** In its own process group, so that all of it can be killed at once. */
function start(root: string, args: readonly string[]): Running {
  const child = spawn(process.execPath, [...command, ...args], {
    cwd: root,
    detached: true,
    env: { ...process.env, CI: "1", FORCE_COLOR: undefined },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (text += data));
  // A planner that outlives the command keeps its output open.
  const ended = once(child, "exit").then(([code]) => ({ code: code as number | null, text }));
  return { child, ended };
}

const run = (root: string, args: readonly string[]) => start(root, args).ended;

interface Clean {
  readonly template: string;
  readonly before: Tree;
  readonly after: Tree;
  readonly milliseconds: number;
  /** Files that show that the command has begun to write. */
  readonly signs: readonly string[];
}

async function cleanRun(scenario: Scenario, name: string): Promise<Clean> {
  const template = join(work, `${name}-template`);
  make(scenario, template);
  const root = join(work, name);
  let milliseconds = 0;
  for (let i = 0; i < 3; i++) {
    copyTo(template, root);
    const from = performance.now();
    const { code, text } = await run(root, scenario.args);
    if (code !== 0) throw new Error(`${scenario.name} exited with ${code}:\n${text}`);
    milliseconds = Math.max(milliseconds, performance.now() - from);
  }
  const [before, after] = [template, root].map((one) => treeOf(one, scenario.files));
  if (isDeepStrictEqual(before, after)) throw new Error(`${scenario.name} changed nothing`);
  const signs = Object.keys({ ...before, ...after })
    .filter((path) => before![path] !== after![path] && !path.includes("*"))
    .slice(0, 20);
  return { template, before: before!, after: after!, milliseconds, signs };
}

/** Half of the kills are anywhere, the other half where files are being written. */
async function killSomewhere(
  { child, ended }: Running,
  root: string,
  { milliseconds, signs }: Clean,
): Promise<boolean> {
  const journal = join(root, ".git/release-policy/journal");
  const before = signs.map((path) => stampOf(join(root, path)));
  const hasBegun = () =>
    existsSync(journal) || signs.some((path, i) => stampOf(join(root, path)) !== before[i]);
  let isOver = false;
  void ended.then(() => (isOver = true));
  if (random() < 0.5) await setTimeout(random() * milliseconds * 1.05);
  else {
    // oxlint-disable-next-line no-unmodified-loop-condition -- set where the process ends
    while (!isOver && !hasBegun()) await setTimeout(1);
    await setTimeout(random() ** 4 * milliseconds * 0.4);
  }
  const isWriting = existsSync(journal);
  // Either the process alone, or all that it has started. The number of one that has ended may be another's by now.
  const isAlone = random() < 0.7;
  if (!isOver) process.kill(isAlone ? child.pid! : -child.pid!, "SIGKILL");
  await ended;
  return isWriting;
}

const stampOf = (path: string): number | undefined =>
  statSync(path, { throwIfNoEntry: false })?.mtimeMs;

interface Figures {
  kills: number;
  /** Kills while the journal was open. */
  writing: number;
  restored: number;
  finished: number;
  /** Trees that were neither as before nor as after the command before the next command ran. */
  brokenByKill: number;
  /** The same after the next command. */
  broken: number;
}

async function kills(scenario: Scenario, count: number): Promise<Figures> {
  const name = scenario.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const clean = await cleanRun(scenario, name);
  const figures = { kills: 0, writing: 0, restored: 0, finished: 0, brokenByKill: 0, broken: 0 };
  const root = join(work, name);
  for (; figures.kills < count; figures.kills++) {
    copyTo(clean.template, root);
    if (await killSomewhere(start(root, scenario.args), root, clean)) figures.writing++;
    const killed = treeOf(root, scenario.files);
    if (![clean.before, clean.after].some((tree) => isDeepStrictEqual(tree, killed)))
      figures.brokenByKill++;
    // The command that restores can be killed, too.
    if (random() < 0.2) await killSomewhere(start(root, scenario.next), root, clean);
    const { code, text } = await run(root, scenario.next);
    await setTimeout(50);
    const found = treeOf(root, scenario.files);
    const isRepeated = isDeepStrictEqual(scenario.args, scenario.next);
    const allowed = isRepeated ? [clean.after] : [clean.before, clean.after];
    if (/; \d+ files? restored/.test(text)) figures.restored++;
    if (/after it had written every file/.test(text)) figures.finished++;
    const rest = leftovers(root);
    if (code === 0 && rest.length === 0 && allowed.some((tree) => isDeepStrictEqual(tree, found)))
      continue;
    figures.broken++;
    const paths = [...new Set([...Object.keys(found), ...Object.keys(clean.after)])];
    const wrong = paths.filter((path) => found[path] !== clean.after[path]);
    console.log(`\n${scenario.name}, kill ${figures.kills}: exit ${code}; left: ${rest.join(" ")}`);
    console.log(`  other than expected: ${wrong.slice(0, 3).join(" ")} (${wrong.length})`);
    const [first = ""] = wrong;
    const lines = (tree: Tree) => tree[first]?.split("\n") ?? [];
    const at = lines(clean.after).findIndex((line, i) => line !== lines(found)[i]);
    console.log(
      `  ${JSON.stringify(lines(found).slice(at, at + 3))}\n  ${JSON.stringify(lines(clean.after).slice(at, at + 3))}`,
    );
    console.log(text.replaceAll(/^/gm, "  | "));
  }
  return figures;
}

/** Two at once: one writes the versions, the other exits with an error that says so. */
async function race(scenario: Scenario, rounds: number): Promise<{ good: number; bad: number }> {
  const name = "race";
  const clean = await cleanRun(scenario, name);
  const root = join(work, name);
  const figures = { good: 0, bad: 0 };
  for (let round = 0; round < rounds; round++) {
    copyTo(clean.template, root);
    const ended = await Promise.all([run(root, scenario.args), run(root, scenario.args)]);
    const codes = ended.map(({ code }) => code ?? -1).toSorted((a, b) => a - b);
    const isTold = ended.some(({ text }) => /process \d+, since .+ is writing/.test(text));
    const isWhole = isDeepStrictEqual(treeOf(root, scenario.files), clean.after);
    if (isDeepStrictEqual(codes, [0, 2]) && isTold && isWhole) figures.good++;
    else {
      figures.bad++;
      console.log(`\nround ${round}: exit ${codes.join(" and ")}, ${isWhole ? "whole" : "broken"}`);
      for (const { text } of ended) console.log(text.replaceAll(/^/gm, "  | "));
    }
  }
  return figures;
}

let failures = 0;
for (const scenario of SCENARIOS) {
  if (!scenario.name.startsWith(values.only)) continue;
  const isVersion = scenario.name.startsWith("version");
  const count = isVersion ? Number(values.runs) / 2 : Number(values.others);
  const figures = await kills(scenario, count);
  failures += figures.broken;
  console.log(
    `${scenario.name}: ${figures.kills} kills, ${figures.writing} while writing, ${figures.brokenByKill} left a half-written tree; ` +
      `then ${figures.restored} restored, ${figures.finished} completed, ${figures.broken} wrong`,
  );
}
if ("version".startsWith(values.only)) {
  for (const scenario of SCENARIOS.slice(0, 2)) {
    const { good, bad } = await race(scenario, Math.ceil(Number(values.rounds) / 2));
    failures += bad;
    console.log(`two at once, ${scenario.name}: ${good} rounds with one winner, ${bad} wrong`);
  }
}
rmSync(work, { recursive: true, force: true });
console.log(`seed ${values.seed}: ${failures} failures`);
process.exitCode = failures > 0 ? 1 : 0;
