import { Session } from "node:inspector";

interface Coverage {
  readonly result: readonly {
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

/**
 * How often the blocks of all JavaScript were run: counted by the engine, so that no clock and no other process changes it.
 * What the engine does by itself, such as matching a regular expression, is not in it.
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
  try {
    post("Profiler.enable");
    post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    await run();
    const { result } = post("Profiler.takePreciseCoverage") as Coverage;
    let blocks = 0;
    for (const { functions } of result)
      for (const { ranges } of functions) for (const { count } of ranges) blocks += count;
    return blocks;
  } finally {
    post("Profiler.stopPreciseCoverage");
    session.disconnect();
  }
}

/** What the work grew by while the input doubled three times: eight for what is linear, 64 for what is quadratic. */
export async function growthOf(
  unit: number,
  run: (size: number) => () => unknown,
): Promise<number> {
  // What is compiled, loaded or kept when it is first needed is not part of it.
  await run(unit)();
  const works: number[] = [];
  for (const size of [unit, unit * 2, unit * 4, unit * 8]) works.push(await workOf(run(size)));
  return works.at(-1)! / works[0]!;
}

/** The longest text that each pattern of a kind was matched with. */
export async function longestMatched(
  kind: (pattern: RegExp) => boolean,
  run: () => unknown,
): Promise<number> {
  // oxlint-disable-next-line typescript/unbound-method -- it is called with its own `this`
  const { exec } = RegExp.prototype;
  let longest = 0;
  // oxlint-disable-next-line no-extend-native -- counted for as long as the work runs, then put back
  RegExp.prototype.exec = function counted(this: RegExp, text: string) {
    if (kind(this)) longest = Math.max(longest, text.length);
    return exec.call(this, text);
  };
  try {
    await run();
    return longest;
  } finally {
    // oxlint-disable-next-line no-extend-native -- as it was
    RegExp.prototype.exec = exec;
  }
}
