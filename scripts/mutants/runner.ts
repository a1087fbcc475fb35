import { join, relative, sep } from "node:path";
import { BaseSequencer, createVitest, type TestModule, type TestSpecification } from "vitest/node";

/** Test files to run in a copy of the repository, in this order, until one fails. */
export interface Order {
  /** The source files that were written since the last order. */
  readonly changed: readonly string[];
  readonly tests: readonly string[];
}

/** What became of a test file; without a path, the end of the order, which failed after an error outside of tests. */
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

/** Not `bail`: what fails while a run is cancelled would cancel it again, and then the next run. */
let isCancelled = false;
const cancel = (): void => {
  if (!isCancelled) void vitest.cancelCurrentRun("test-failure");
  isCancelled = true;
};

// One Vitest for many mutants starts once, and transforms again only what has changed. One worker keeps the order.
const vitest = await createVitest({
  root,
  watch: false,
  maxWorkers: 1,
  sequence: { sequencer: AsOrdered },
  reporters: [
    {
      onTestCaseResult: (one) => {
        if (one.result().state === "failed") cancel();
      },
      onTestModuleEnd(file) {
        const state = file.state();
        report({ ended: pathOf(file.moduleId), state });
        if (state === "failed") cancel();
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
  isCancelled = false;
  for (const path of changed) vitest.invalidateFile(join(root, path));
  const specs = tests.flatMap((test) => specifications.get(test) ?? []);
  let errors = 0;
  // In one run, Vitest sorts projects by name: the tests beside a mutant would wait for all of packages/github.
  for (const some of Map.groupBy(specs, ({ project }) => project.name).values()) {
    if (isCancelled) break;
    errors += (await vitest.rerunTestSpecifications(some)).unhandledErrors.length;
  }
  report({ ended: undefined, state: errors > 0 ? "failed" : "passed" });
}
