import { join, relative, sep } from "node:path";
import { BaseSequencer, createVitest, type TestModule, type TestSpecification } from "vitest/node";

/** Test files to run in a copy of the repository, in this order, until one fails. */
export interface Order {
  /** The source files that were written since the last order. */
  readonly changed: readonly string[];
  readonly tests: readonly string[];
}

/** What became of a test file; without a path, the end of the order and whether there was an error outside of tests. */
export interface Report {
  readonly ended: string | undefined;
  readonly state: ReturnType<TestModule["state"]>;
}

/** Vitest begins with what takes longest, but here the likeliest come first. */
class AsOrdered extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }
}

const root = process.cwd();
const pathOf = (file: string): string => relative(root, file).split(sep).join("/");
const report = (one: Report): void => void process.send!(one);

// One Vitest for many mutants starts once, and transforms again only what has changed.
const vitest = await createVitest({
  root,
  watch: false,
  bail: 1,
  maxWorkers: Number(process.argv[2]),
  sequence: { sequencer: AsOrdered },
  reporters: [
    {
      onTestModuleEnd(file) {
        const state = file.state();
        report({ ended: pathOf(file.moduleId), state });
        // A file that does not even load is no failed test, and would not end the run.
        if (state === "failed") void vitest.cancelCurrentRun("test-failure");
      },
    },
  ],
});
await vitest.standalone();
const specifications = Map.groupBy(await vitest.globTestSpecifications(), ({ moduleId }) =>
  pathOf(moduleId),
);

process.on("message", ({ changed, tests }: Order) => {
  void run(changed, tests);
});

async function run(changed: readonly string[], tests: readonly string[]): Promise<void> {
  for (const path of changed) vitest.invalidateFile(join(root, path));
  const specs = tests.flatMap((test) => specifications.get(test) ?? []);
  const { unhandledErrors } = await vitest.rerunTestSpecifications(specs);
  report({ ended: undefined, state: unhandledErrors.length > 0 ? "failed" : "passed" });
}
