import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { sourceFiles } from "./imports.ts";
import { mutationsOf, type Mutation } from "./mutants/mutations.ts";
import { testsReaching } from "./mutants/reach.ts";
import { readRecording, record } from "./mutants/record.ts";
import { Trial, type Fate } from "./mutants/trial.ts";
import { compiling } from "./mutants/types.ts";

/**
 * `pnpm mutants --count 100 --seed 7`: changes the sources at random places, one at a time, and says which changes no test
 * notices. `--in packages/core,packages/api` takes places there only, `--seconds 300` ends a mutant that is not decided
 * after that much processor time, `--jobs 2` tries two at once. `--record` runs all tests once and keeps which
 * places each of them reaches: later runs are faster by that. `--record packages/core` does so for the tests there.
 */
const { values, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    seconds: { type: "string", default: "300" },
    jobs: { type: "string", default: String(availableParallelism()) },
    in: { type: "string", default: "packages" },
    record: { type: "boolean", default: false },
  },
});
const [count, seed, seconds, jobs] = [values.count, values.seed, values.seconds, values.jobs].map(
  Number,
) as [number, number, number, number];

const root = join(import.meta.dirname, "..");
const all = sourceFiles(root)
  // What only tests import is part of the tests.
  .filter(({ path }) => !path.includes("/src/testing/"))
  .flatMap(({ path }) => mutationsOf(root, path));
if (values.record) await record(root, all, filters);
else await tryOut();

/** Prints the fate of each chosen mutation. */
async function tryOut(): Promise<void> {
  const folders = values.in.split(",");
  const places = all.filter(({ path }) => folders.some((folder) => path.startsWith(folder)));
  const testsOf = testsReaching(root, readRecording(root));
  const killers = new Map<string, Set<string>>();
  const fates: Record<Fate["how"], number> = { killed: 0, survived: 0, undecided: 0 };
  const trials = Array.from({ length: jobs }, () => new Trial(root));
  const remove = (): void => trials.forEach((trial) => trial.remove());
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      remove();
      process.exit(130);
    });
  try {
    const { mutations, refused } = choose(places, trials[0]!.root);
    console.log(`${refused} of the changes do not compile and do not count.`);
    const waiting = mutations.values();
    const work = async (trial: Trial): Promise<void> => {
      for (const mutation of waiting) {
        const known = killers.get(mutation.path) ?? new Set();
        killers.set(mutation.path, known);
        const tests = testsOf(mutation).toSorted(
          (a, b) => Number(known.has(b.path)) - Number(known.has(a.path)),
        );
        const fate = await trial.judge(mutation, tests, seconds);
        if (fate.how === "killed") known.add(fate.by);
        fates[fate.how] += 1;
        console.log(line(mutation, fate));
      }
    };
    await Promise.all(trials.map(work));
  } finally {
    remove();
  }
  console.log(
    `${fates.killed} killed, ${fates.survived} survived, ${fates.undecided} undecided of ${places.length} places; --count ${count} --seed ${seed}`,
  );
}

/** The first in random order that compile. */
function choose(
  places: readonly Mutation[],
  copy: string,
): { readonly mutations: readonly Mutation[]; readonly refused: number } {
  const waiting = shuffled(places);
  const mutations: Mutation[] = [];
  let refused = 0;
  while (mutations.length < count && waiting.length > 0) {
    const some = waiting.splice(0, Math.ceil((count - mutations.length) * 1.2));
    const good = compiling(copy, some);
    refused += some.length - good.length;
    mutations.push(...good);
  }
  return { mutations: mutations.slice(0, count), refused };
}

function shuffled(mutations: readonly Mutation[]): Mutation[] {
  const order = fc.shuffledSubarray(
    mutations.map((_, i) => i),
    { minLength: mutations.length },
  );
  return fc.sample(order, { seed, numRuns: 1 })[0]!.map((i) => mutations[i]!);
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
