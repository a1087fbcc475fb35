import fc from "fast-check";
import { cases } from "./generate.ts";
import { judgeCase } from "./oracle.ts";

/** git is most of the time that a case takes. */
const EVERY = 4;

/** Checks the cases that it receives, each a number of a seed. The sender kills it if one takes too long. */
process.on("message", ({ seed, index }: { readonly seed: number; readonly index: number }) => {
  void judge(seed, index);
});

async function judge(seed: number, index: number): Promise<void> {
  const [given] = fc.sample(cases, { seed: seed + index, numRuns: 1 });
  try {
    process.send!({ index, ...(await judgeCase(given!, index % EVERY === 0)) });
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.send!({
      index,
      find: `it throws: ${text}`,
      verdict: "refused",
      slowest: 0,
      withGit: false,
    });
  }
}
