import fc from "fast-check";
import { expect, test } from "vitest";
import { COMMANDS, compare } from "../oracle/compare.ts";
import { workspaces } from "../oracle/generate.ts";
import { runs } from "../kit/sampling.ts";

test.for(COMMANDS)(
  "predicts the versions and ranges that the release command of %s writes",
  { timeout: 240_000 },
  async (command) => {
    await fc.assert(
      fc.asyncProperty(workspaces, async (generated) => {
        const { predicted, written, unexplained, unended } = await compare(generated, command);
        expect(predicted).toEqual(written);
        expect(unexplained).toEqual([]);
        expect(unended).toEqual([]);
      }),
      { numRuns: runs(12), endOnFailure: true, seed: 20261122 },
    );
  },
);
