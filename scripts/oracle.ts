import { isDeepStrictEqual, parseArgs } from "node:util";
import fc from "fast-check";
import { CannotJudge } from "../packages/cli/src/index.ts";
import { countFixes, fixesText, noFixes } from "../packages/cli/test/fixes/try-fixes.ts";
import { COMMANDS, compare, type Command } from "../packages/cli/test/oracle/compare.ts";
import { fixesOf } from "../packages/cli/test/oracle/fixes.ts";
import { workspaces } from "../packages/cli/test/oracle/generate.ts";

/**
 * Compares our predictions with the real `changeset version` of both majors and `pnpm version -r`, on generated
 * workspaces, and applies each fix that their checks print.
 *
 * usage: pnpm oracle [--runs 500] [--seed 20261122]
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "500" },
    seed: { type: "string", default: "20261122" },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
const samples = fc.sample(workspaces, { numRuns: runs, seed });
const counts = { equal: 0, refused: 0, differ: 0, unexplained: 0, unended: 0, releases: 0 };
const fixes = noFixes();

async function tryAll(index: number, command: Command): Promise<void> {
  try {
    const tried = await fixesOf(samples[index]!, command, index);
    countFixes(fixes, tried, `workspace ${index}, ${command}`);
  } catch (error) {
    // There is no fix without a verdict.
    if (!(error instanceof CannotJudge)) throw error;
  }
}

async function hold(index: number, command: Command): Promise<void> {
  const { predicted, written, unexplained, unended } = await compare(samples[index]!, command);
  counts.unexplained += unexplained.length;
  counts.unended += unended.length;
  if (unended.length > 0)
    console.log(`\nworkspace ${index}, ${command}: no chain of ${unended.join(", ")} ends`);
  if (unexplained.length > 0)
    console.log(
      `\nworkspace ${index}, ${command}: nothing explains ${unexplained.join(", ")}`,
      JSON.stringify(samples[index]),
      predicted,
    );
  if (isDeepStrictEqual(predicted, written)) {
    counts.equal++;
    if (written === "refused") counts.refused++;
    else counts.releases += Object.keys(written).filter((key) => !key.includes(" > ")).length;
  } else {
    counts.differ++;
    console.log(`\nworkspace ${index}, ${command}:`, JSON.stringify(samples[index]), {
      predicted,
      written,
    });
  }
}

const jobs = samples.flatMap((_, index) => COMMANDS.map((command) => [index, command] as const));
let next = 0;
async function worker(): Promise<void> {
  for (let job = jobs[next++]; job; job = jobs[next++]) {
    await hold(...job);
    await tryAll(...job);
  }
}
await Promise.all([worker(), worker()]);
console.log(`seed ${seed}: ${runs} workspaces, each with ${COMMANDS.join(", ")}`);
console.log(counts);
for (const line of fixes.failed) console.log(`does not pass: ${line}`);
console.log(fixesText(fixes));
process.exitCode =
  counts.differ + counts.unexplained + counts.unended + fixes.failed.length > 0 ? 1 : 0;
