import { join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { sourceFiles } from "./imports.ts";
import { mutationsOf, type Mutation } from "./mutants/mutations.ts";
import { testsReaching } from "./mutants/reach.ts";
import { Trial, type Fate } from "./mutants/trial.ts";

/**
 * `pnpm mutants --count 100 --seed 7`: changes the sources at random places, one at a time, and says which changes no test
 * notices. `--in packages/core` takes places there only, `--seconds 300` ends a mutant that is not decided by then.
 */
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    seconds: { type: "string", default: "300" },
    in: { type: "string", default: "packages" },
  },
});
const [count, seed, seconds] = [values.count, values.seed, values.seconds].map(Number) as [
  number,
  number,
  number,
];

const root = join(import.meta.dirname, "..");
const places = sourceFiles(root)
  .filter(({ path }) => path.startsWith(values.in))
  .flatMap(({ path }) => mutationsOf(root, path));
const testsOf = testsReaching(root);
const fates: Record<Fate["how"], number> = { killed: 0, survived: 0, undecided: 0 };
const trial = new Trial(root);
process.once("SIGINT", () => {
  trial.remove();
  process.exit(130);
});
try {
  for (const mutation of chosen(places)) {
    const fate = await trial.judge(mutation, testsOf(mutation.path), seconds);
    fates[fate.how] += 1;
    console.log(line(mutation, fate));
  }
} finally {
  trial.remove();
}
console.log(
  `${fates.killed} killed, ${fates.survived} survived, ${fates.undecided} undecided of ${places.length} places; --count ${count} --seed ${seed}`,
);

function chosen(all: readonly Mutation[]): Mutation[] {
  const picks = fc.uniqueArray(fc.noBias(fc.integer({ min: 0, max: all.length - 1 })), {
    minLength: Math.min(count, all.length),
    maxLength: count,
  });
  return fc.sample(picks, { seed, numRuns: 1 })[0]!.map((i) => all[i]!);
}

function line({ path, line: at, before, after }: Mutation, fate: Fate): string {
  const short = (text: string): string => text.replaceAll(/\s+/g, " ").trim().slice(0, 80);
  const why =
    fate.how === "killed"
      ? `by ${fate.by}`
      : fate.how === "survived"
        ? `all ${fate.tests} test files that reach it`
        : `${fate.left} test files left`;
  return `${fate.how.padEnd(9)} ${path}:${at}  ${short(before)} → ${short(after) || "(nothing)"}  (${why})`;
}
