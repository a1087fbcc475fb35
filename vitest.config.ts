import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: {
    resolve: {
      conditions: ["source", "node", "import", "default"],
      externalConditions: ["source"],
    },
  },
  test: {
    include: ["packages/**/*.test.ts", "scripts/**/*.test.ts"],
    // Many tests start git, registries and other processes, on machines that do other things too.
    testTimeout: 240_000,
    // Most of a test is waiting, for git and for other processes.
    maxWorkers: availableParallelism() + 1,
  },
});
