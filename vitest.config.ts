import {
  accessSync,
  constants,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The temporary folder of all tests. Workers end without notice: this process removes it, or else the next one. */
const memory = inMemory("/dev/shm");
if (memory !== undefined) removeLeftovers(memory);
const shared = mkdtempSync(join(memory ?? tmpdir(), `release-policy-tests-${process.pid}-`));
process.once("exit", () => rmSync(shared, { recursive: true, force: true }));
process.env["TMPDIR"] = shared;
// The processes that tests start, and the workers, compile what they load once.
process.env["NODE_COMPILE_CACHE"] = join(shared, "compiled");
// The allocator of Vite's bundler would have every thread clear huge pages that it hardly uses.
process.env["MIMALLOC_ALLOW_THP"] = "0";
// As `pnpm test` sets it: editors start Vitest by itself.
process.env["PATH"] = [join(import.meta.dirname, "node_modules/.bin"), process.env["PATH"]].join(
  delimiter,
);
// By itself, pnpm makes a store at the root of the file system where it installs.
process.env["pnpm_config_store_dir"] = join(shared, "pnpm-store");

/** The folder, if it has 2 GB of room and programs can start from it. On a disk, every small file waits for its journal. */
function inMemory(folder: string): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < 2 ** 31) return undefined;
    const program = mkdtempSync(join(folder, `release-policy-tests-${process.pid}-`));
    try {
      writeFileSync(join(program, "sh"), "", { mode: 0o755 });
      accessSync(join(program, "sh"), constants.X_OK);
      return folder;
    } finally {
      rmSync(program, { recursive: true, force: true });
    }
  } catch {
    return undefined;
  }
}

/** What measures work: code that other files have run before would take less of it. */
const MEASURING = [
  "packages/cli/test/check/{growing-workspaces,time-bombs}.test.ts",
  "packages/cli/test/{files/markdown-headings,workspace/glob-limits}.test.ts",
];

/** What `pnpm packaging` tests, with the tarballs that it has packed: here they would be built once more. */
const PACKED = "packages/cli/test/packed.test.ts";

/** The longest files, which would keep one worker busy after the others have ended. */
const LONGEST = [
  /github\/test\/app\/(?:load|main|freeze|sweep|app)\.test/,
  /github\/test\/(?:judge\/(?:hazard-sizes|evaluate)|action\/(?:api-reports|closed))\.test/,
  /github\/test\/(?:approvals\/approvals|bundle|comment-escape)\.test/,
  /cli\/test\/(?:registry\/verify|commands\/(?:version|audit|add|pack|interrupted-version))\.test/,
  /cli\/test\/check\/(?:api-reports|rule-examples|time-bombs|growing-workspaces)\.test/,
  /(?:changelog\/test\/guard|playground\/engine)\.test/,
];

/** In each project the longest files first. Vitest knows how long they took only where they have been run before. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isShort = ({ moduleId }: TestSpecification) =>
      !LONGEST.some((pattern) => pattern.test(moduleId));
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's own
    const sorted = await super.sort(files);
    return [...Map.groupBy(sorted, ({ project }) => project.name).values()].flatMap((all) =>
      all.toSorted((a, b) => Number(isShort(a)) - Number(isShort(b))),
    );
  }
}

/** What a run that was killed has left would stay in memory. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /^release-policy-tests-(\d+)-/.exec(name) ?? [];
    if (pid === undefined) continue;
    try {
      process.kill(Number(pid), 0);
    } catch {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: {
    resolve: {
      conditions: ["source", "node", "import", "default"],
      externalConditions: ["source"],
    },
  },
  test: {
    // Many tests start git, registries and other processes, on machines that do other things too.
    testTimeout: 240_000,
    // Most of a test is waiting, for git, for other processes and for the second that GitHub wants between two writes.
    maxWorkers: availableParallelism() + 2,
    env: { RELEASE_POLICY_TESTS: shared },
    sequence: { sequencer: LongestFirst },
    // A process for each file would only load the same code again.
    isolate: false,
    // Workers that start thousands of processes are copied at every start: garbage would be copied with them.
    execArgv: ["--initial-old-space-size=96"],
    // Its dependencies export sources under the same condition as ours, which Node does not run from node_modules.
    server: { deps: { inline: [/@modelcontextprotocol\/client/, /eventsource/] } },
    projects: [
      {
        extends: true,
        test: {
          name: "packages",
          include: ["{packages,scripts,site}/**/*.test.ts"],
          exclude: [...MEASURING, PACKED, "**/node_modules/**"],
          globalSetup: "packages/github/test/bundle.setup.ts",
          setupFiles: "packages/github/test/quick-writes.setup.ts",
          // GitHub is on loopback, and some origins are folders.
          env: { RELEASE_POLICY_GIT_PROTOCOLS: "https:http:file" },
        },
      },
      { extends: true, test: { name: "measuring", include: MEASURING, isolate: true } },
      ...(process.env["PACKED_TARBALLS"] === undefined
        ? []
        : [{ extends: true as const, test: { name: "packed", include: [PACKED] } }]),
    ],
  },
});
