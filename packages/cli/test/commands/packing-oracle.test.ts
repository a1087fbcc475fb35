import fc from "fast-check";
import { expect, test } from "vitest";
import { PACK_TOOLS, packedWorkspaces, packingDifferences } from "../oracle/packing.ts";

// `pnpm pack-oracle` holds many more workspaces against them.
const [sample] = fc.sample(packedWorkspaces, { numRuns: 1, seed: 20261130 });

test.each(PACK_TOOLS)("predicts the dependencies that the real %s packs", async (tool) => {
  expect(await packingDifferences(sample!, tool)).toEqual([]);
});
