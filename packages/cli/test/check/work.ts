import { Session } from "node:inspector";

interface Coverage {
  readonly result: readonly {
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

/**
 * How often the blocks of all JavaScript were run, counted by the engine, and how much `indexOf` and `includes` looked at:
 * no clock and no other process changes it. What else the engine does by itself, such as matching a regular expression,
 * is not in it.
 */
async function workOf(run: () => unknown): Promise<number> {
  const session = new Session();
  session.connect();
  const post = (method: string, params: object = {}): unknown => {
    let answer: unknown;
    session.post(method, params, (error: Error | null, result?: object) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  };
  const scans = countScans();
  try {
    post("Profiler.enable");
    post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    await run();
    const { result } = post("Profiler.takePreciseCoverage") as Coverage;
    let blocks = scans.seen();
    for (const { functions } of result)
      for (const { ranges } of functions) for (const { count } of ranges) blocks += count;
    return blocks;
  } finally {
    scans.stop();
    post("Profiler.stopPreciseCoverage");
    session.disconnect();
  }
}

/** Counts the characters and elements that are looked through by `indexOf` and `includes`, until it is stopped. */
function countScans(): Scanning {
  let seen = 0;
  const stops = [String.prototype, Array.prototype].map((prototype) => {
    const { indexOf, includes } = prototype as unknown as Scans;
    const count = (all: number, from: number, found: number) => {
      seen += Math.max(0, (found < 0 ? all : found) - from);
    };
    Object.assign(prototype, {
      indexOf(this: Scanned, part: unknown, from = 0) {
        const found = indexOf.call(this, part, from);
        count(this.length, from, found);
        return found;
      },
      includes(this: Scanned, part: unknown, from = 0) {
        const isThere = includes.call(this, part, from);
        count(this.length, from, isThere ? indexOf.call(this, part, from) : -1);
        return isThere;
      },
    });
    return () => Object.assign(prototype, { indexOf, includes });
  });
  return {
    seen: () => seen,
    stop: () => stops.forEach((stop) => stop()),
  };
}

interface Scanning {
  readonly seen: () => number;
  readonly stop: () => void;
}

type Scanned = string | readonly unknown[];
interface Scans {
  readonly indexOf: (this: Scanned, part: unknown, from?: number) => number;
  readonly includes: (this: Scanned, part: unknown, from?: number) => boolean;
}

/** What the work grew by where the input grew eight times: eight for what is linear, 64 for what is quadratic. */
export async function growthOf(
  unit: number,
  run: (size: number) => (() => unknown) | Promise<() => unknown>,
): Promise<number> {
  // What is compiled, loaded or kept when it is first needed is not part of it.
  await (
    await run(unit)
  )();
  return (await mostWork(await run(unit * 8))) / (await mostWork(await run(unit)));
}

/** The engine merges blocks, or forgets some that it has optimized: it never counts too many. */
async function mostWork(run: () => unknown): Promise<number> {
  return Math.max(await workOf(run), await workOf(run));
}

/** The longest text that each pattern of a kind was matched with. */
export async function longestMatched(
  kind: (pattern: RegExp) => boolean,
  run: () => unknown,
): Promise<number> {
  // oxlint-disable-next-line typescript/unbound-method -- it is called with its own `this`
  const { exec } = RegExp.prototype;
  let longest = 0;
  const counted: typeof exec = function counted(this: RegExp, text: string) {
    // The code that determines the kind may use a pattern for it, which is not one that the work matches.
    // oxlint-disable-next-line no-extend-native -- as it was
    RegExp.prototype.exec = exec;
    if (kind(this)) longest = Math.max(longest, text.length);
    // oxlint-disable-next-line no-extend-native -- counted again
    RegExp.prototype.exec = counted;
    return exec.call(this, text);
  };
  // oxlint-disable-next-line no-extend-native -- counted for as long as the work runs, then put back
  RegExp.prototype.exec = counted;
  try {
    await run();
    return longest;
  } finally {
    // oxlint-disable-next-line no-extend-native -- as it was
    RegExp.prototype.exec = exec;
  }
}
