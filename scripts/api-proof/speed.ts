import { readFileSync } from "node:fs";
import { type Surface, compareWith } from "../../packages/api/src/compare.ts";
import { Compiler } from "../../packages/api/src/compiler.ts";

/** What one run took, of this process and of TypeScript's together. */
interface Cost {
  readonly wall: number;
  /** Seconds of CPU: what a machine with nothing else to do takes at most. */
  readonly cpu: number;
  readonly megabytes: number;
}

const RUNS = 5;

/** The cost of comparing a package with 700 exports, and of comparing 30 packages: each the median of some runs, as lines of a table. */
export function speed(): string {
  const one = [pairOf(700, 20)];
  const thirty = Array.from({ length: 30 }, () => pairOf(60, 3));
  const same = Array.from({ length: 30 }, () => pairOf(60, 0));
  return [
    "| | Time | CPU time | Memory |",
    "| --- | ---: | ---: | ---: |",
    line("700 exports, 20 changed", one),
    line("30 packages of 60 exports, 3 changed in each", thirty),
    line("30 packages of 60 exports, nothing changed but the order", same),
  ].join("\n");
}

interface Pair {
  readonly before: Surface;
  readonly after: Surface;
}

function line(what: string, pairs: readonly Pair[]): string {
  const costs = Array.from({ length: RUNS }, () => cost(pairs));
  const median = (of: keyof Cost): number =>
    costs.map((one) => one[of]).toSorted((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  return `| ${what} | ${median("wall").toFixed(2)} s | ${median("cpu").toFixed(2)} s | ${median("megabytes").toFixed(0)} MB |`;
}

function cost(pairs: readonly Pair[]): Cost {
  const [start, used] = [performance.now(), process.cpuUsage()];
  const compiler = new Compiler();
  try {
    compareWith(compiler, pairs);
    const { user, system } = process.cpuUsage(used);
    const [child = ""] = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8")
      .trim()
      .split(" ")
      .slice(-1);
    const typescript = processOf(child);
    return {
      wall: (performance.now() - start) / 1000,
      cpu: (user + system) / 1e6 + typescript.cpu,
      megabytes: process.memoryUsage.rss() / 1e6 + typescript.megabytes,
    };
  } finally {
    compiler.close();
  }
}

const TICKS_IN_A_SECOND = 100;

/** The CPU time and the greatest memory of a process, as Linux has them. */
function processOf(pid: string): Pick<Cost, "cpu" | "megabytes"> {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  const peak = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_IN_A_SECOND,
    megabytes: Number(peak) / 1000,
  };
}

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
