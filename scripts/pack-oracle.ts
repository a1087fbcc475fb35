import { parseArgs } from "node:util";
import fc from "fast-check";
import {
  PACK_TOOLS,
  packedWorkspaces,
  packingDifferences,
} from "../packages/cli/test/oracle/packing.ts";

/**
 * Holds the predicted dependencies of tarballs against those that the real `pnpm pack`, `npm pack` and `yarn pack` write, on
 * generated workspaces.
 * usage: pnpm pack-oracle [--runs 200] [--seed 20261130]
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    seed: { type: "string", default: "20261130" },
  },
});
const samples = fc.sample(packedWorkspaces, {
  numRuns: Number(values.runs),
  seed: Number(values.seed),
});
let [differ, packages, specs] = [0, 0, 0];
for (const [index, sample] of samples.entries()) {
  for (const tool of PACK_TOOLS)
    for (const difference of await packingDifferences(sample, tool)) {
      differ++;
      console.log(`\nworkspace ${index}, ${tool}:`, JSON.stringify(difference));
    }
  packages += sample.packages.filter((pkg) => pkg.specs.length > 0).length;
  specs += sample.packages.reduce((sum, pkg) => sum + pkg.specs.length, 0);
}
console.log(
  `${samples.length} workspaces, ${packages} packages, ${specs} dependencies, each packed with ${PACK_TOOLS.join(", ")}: ${differ} packages differ`,
);
process.exitCode = differ > 0 ? 1 : 0;
