import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Surface, compareWith } from "../../packages/api/src/compare.ts";
import { Compiler } from "../../packages/api/src/compiler.ts";

/** What one comparison took, in a process of its own: the peaks of that process and of TypeScript's. */
interface Cost {
  readonly wall: number;
  /** Seconds of CPU of both: what a machine with nothing else to do takes at most. */
  readonly cpu: number;
  readonly own: number;
  readonly typescript: number;
}

const RUNS = 5;

interface Pair {
  readonly before: Surface;
  readonly after: Surface;
}

const CASES: Readonly<Record<string, () => readonly Pair[]>> = {
  "700 exports, 20 changed": () => [pairOf(700, 20)],
  "30 packages of 60 exports, 3 changed in each": () => thirty(3),
  "30 packages of 60 exports, nothing changed but the order": () => thirty(0),
};

const thirty = (changed: number): readonly Pair[] =>
  Array.from({ length: 30 }, () => pairOf(60, changed));

/** What comparisons cost: the medians of some runs, as the lines of a table. */
export const speed = (): readonly string[] => [
  "| | Time | CPU time | Node | TypeScript | Together |",
  "| --- | ---: | ---: | ---: | ---: | ---: |",
  ...Object.keys(CASES).map(line),
];

function line(what: string): string {
  const script = join(import.meta.dirname, "../api-proof.ts");
  const args = ["--conditions=source", script, "--speed-of", what];
  const costs = Array.from(
    { length: RUNS },
    () => JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Cost,
  );
  const median = (of: (cost: Cost) => number): number =>
    costs.map(of).toSorted((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  const seconds = [median(({ wall }) => wall), median(({ cpu }) => cpu)];
  const megabytes = [
    median(({ own }) => own),
    median(({ typescript }) => typescript),
    median(({ own, typescript }) => own + typescript),
  ];
  return `| ${[what, ...seconds.map((one) => `${one.toFixed(2)} s`), ...megabytes.map((one) => `${one.toFixed(0)} MB`)].join(" | ")} |`;
}

/** What one comparison costs in this process, as JSON. Throws if there is no such case. */
export function speedOf(what: string): string {
  const pairs = CASES[what]!();
  const [start, used] = [performance.now(), process.cpuUsage()];
  const compiler = new Compiler();
  try {
    compareWith(compiler, pairs);
    const { user, system } = process.cpuUsage(used);
    const [child = ""] = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8")
      .trim()
      .split(" ")
      .slice(-1);
    const cost: Cost = {
      wall: (performance.now() - start) / 1000,
      cpu: (user + system) / 1e6 + cpuOf(child),
      own: peakOf("self"),
      typescript: peakOf(child),
    };
    return JSON.stringify(cost);
  } finally {
    compiler.close();
  }
}

const TICKS_IN_A_SECOND = 100;

function cpuOf(pid: string): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_IN_A_SECOND;
}

/** The greatest memory that a process had. */
const peakOf = (pid: string): number =>
  Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1000;

/** A package of functions, interfaces and classes that use each other, and the same where some have changed. */
function pairOf(exports: number, changed: number): Pair {
  const every = changed === 0 ? Infinity : Math.floor(exports / changed);
  const texts = Array.from({ length: exports }, (_, i) => declaration(i, "string"));
  const news = texts.map((text, i) => (i % every === 1 ? declaration(i, "string | number") : text));
  const surface = (all: readonly string[]): Surface => ({
    entry: "index.d.ts",
    files: { "index.d.ts": all.join("\n") },
  });
  return { before: surface(texts), after: surface(news.toReversed()) };
}

function declaration(i: number, type: string): string {
  const other = `O${i - (i % 3)}`;
  if (i % 3 === 0)
    return `export interface O${i} { readonly name: ${type}; retry?: { times: number; wait: ${type} }; on(event: ${type}, listener: (value: ${type}) => void): this }`;
  if (i % 3 === 1)
    return `export declare function f${i}<T extends ${other}>(options: T, path: ${type}): Promise<T["name"]>;`;
  return `export declare class C${i} { constructor(options: ${other}); open(path: ${type}): Promise<${other} | undefined>; protected state: ${type} }`;
}
