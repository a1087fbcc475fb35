import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { buildPlanner } from "./bench/build-planner.ts";
import { commands } from "./bench/commands.ts";
import { installCli } from "./bench/install.ts";
import { measure } from "./bench/measure.ts";
import { MANY_ROUNDS, page, type Growth, type Measured } from "./bench/page.ts";
import { partOf } from "./bench/pull-requests.ts";
import { writeWorkspace, type Size } from "./bench/workspace.ts";

/**
 * Compares `release-policy check`, as published, with its peers, the floor and a bare start of Node, in one run.
 * usage: pnpm bench [--write] [--rounds 9] [--small] [--cli <main.cjs>] [--real <checkout with policies> ...]
 */
const { values } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    /** One that is packed and installed already. */
    cli: { type: "string" },
    small: { type: "boolean", default: false },
    rounds: { type: "string", default: "9" },
    real: { type: "string", multiple: true, default: [] },
  },
});
const rounds = Number(values.rounds);

const GOALS = [
  { "status 3": 0.38, node: 2.6, floor: 2.4, "pnpm 12": 4.6, memory: 58 },
  { "status 3": 0.38, node: 3.4, floor: 2.6, "pnpm 12": 4.4, memory: 62 },
  { "status 3": 0.33, node: 6.5, floor: 2.8, "pnpm 12": 2.6, memory: 80 },
  { "status 3": 0.32, node: 24, floor: 3.4, "pnpm 12": 0.85, memory: 145 },
];
const INSTALLED_GOALS = [0.4, 0.4, 0.35, 0.34];
const SIZES: readonly Size[] = [
  { packages: 10, changesets: 5 },
  { packages: 100, changesets: 50 },
  { packages: 1000, changesets: 200 },
  { packages: 5000, changesets: 2000 },
];
const REAL_GOALS = { "status 3": 0.42, floor: 3.8, memory: 85 };

const built = { cli: values.cli ?? installCli(), planner: await buildPlanner() };
const all: Measured[] = [];

function add(title: string, root: string, goals: Measured["goals"], many: boolean): void {
  const rows = measure(root, commands(built), many ? Math.max(rounds, MANY_ROUNDS) : rounds);
  all.push({ title, rows, goals });
  write([]);
  console.log(
    title,
    rows
      .map(
        ({ name, cpu, works }) =>
          `${name} ${works ? `${cpu.least.toFixed(0)} (${cpu.median.toFixed(0)})` : "fails"}`,
      )
      .join(", "),
  );
}

/** CPU time beyond the start of Node, least of all rounds. */
function work(size: Size): number {
  const root = writeWorkspace(size);
  const rows = measure(root, commands(built, ["check", "node"]), rounds);
  rmSync(root, { recursive: true });
  const [check, node] = ["check", "node"].map((name) => rows.find((row) => row.name === name)!);
  if (!check!.works) throw new Error(`the check of ${JSON.stringify(size)} fails`);
  return check!.cpu.least - node!.cpu.least;
}

function growthOf({ packages, changesets }: Size): readonly Growth[] {
  const own = work({ packages, changesets });
  const half = { packages: packages / 2, changesets: changesets / 2 };
  const names = packages.toLocaleString("en-US");
  return [
    ...(["fixed", "linked", "ignore"] as const).map((list) => ({
      what: `${list === "ignore" ? "an ignore list" : `a ${list} group`} of a third of ${names} packages`,
      ratio: work({ packages, changesets, list }) / own,
      goal: 1.2,
    })),
    { what: "twice the packages", ratio: own / work({ ...half, changesets }), goal: 2.1 },
    { what: "twice the changesets", ratio: own / work({ ...half, packages }), goal: 2.1 },
  ];
}

const sizes = values.small ? SIZES.slice(0, 2) : SIZES;
for (const installed of [false, true]) {
  for (const [i, size] of sizes.entries()) {
    const root = writeWorkspace({ ...size, installed });
    const { packages, changesets } = size;
    const title = `${packages} packages, ${changesets} changesets${installed ? ", planner installed" : ""}`;
    const goals = installed ? { "status 3": INSTALLED_GOALS[i]! } : GOALS[i]!;
    add(title, root, goals, packages <= 100);
    rmSync(root, { recursive: true });
  }
}
for (const root of values.real) add(basename(root), root, REAL_GOALS, true);
console.log(write(growthOf(sizes.at(-1)!)));

/** After every row, so that an interrupted run keeps its results. */
function write(growth: readonly Growth[]): string {
  const file = join(import.meta.dirname, "../docs/speed.md");
  const before = readFileSync(file, "utf8");
  const kept = {
    since: partOf(before, "since"),
    pullRequests: partOf(before, "pull-requests"),
    app: partOf(before, "app"),
  };
  const text = page(all, growth, kept);
  if (values.write) writeFileSync(file, text);
  return text;
}
