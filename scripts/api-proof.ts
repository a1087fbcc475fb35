import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { measuredReleases, record, withSeed } from "./api-proof/measured.ts";
import { editedPairs, releasedPairs } from "./api-proof/outcome.ts";
import { RELEASES } from "./api-proof/releases.ts";
import { speed, speedOf } from "./api-proof/speed.ts";
import { SUBJECTS } from "./api-proof/subjects.ts";
import { changelogReport, report } from "./api-proof/table.ts";

/**
 * Edits real declarations and compares what the API comparison says with consumers that `tsc` compiles before and after; with
 * --releases, the same for successive releases, which it downloads; with --speed, what comparisons cost (on Linux). With --record,
 * docs/api-proof.md has it after `pnpm generate`.
 * usage: pnpm api-proof [--each 6] [--seed 20261130] [--only <package>] [--misses misses.json] [--releases | --speed] [--record]
 */
const { values } = parseArgs({
  options: {
    each: { type: "string", default: "6" },
    seed: { type: "string", default: "20261130" },
    only: { type: "string", multiple: true },
    misses: { type: "string" },
    releases: { type: "boolean", default: false },
    speed: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    "speed-of": { type: "string" },
  },
});

const measured = values["speed-of"];
if (measured !== undefined) console.log(speedOf(measured));
else if (values.speed) {
  const lines = speed();
  console.log(lines.join("\n"));
  if (values.record) record({ speed: lines });
} else await prove();

async function prove(): Promise<void> {
  const isMeant = (name: string) => values.only?.includes(name) ?? true;
  const { rows, misses, consumers, milliseconds } = values.releases
    ? await releasedPairs(RELEASES.filter(([name]) => isMeant(name)))
    : await editedPairs(SUBJECTS.filter(isMeant), Number(values.each), Number(values.seed));
  console.log(`${values.releases ? "releases" : `seed ${values.seed}`}, ${consumers} consumers`);
  console.log(report(rows));
  console.log(`${Math.round(milliseconds / rows.length)} ms a comparison`);
  if (values.releases) console.log(changelogReport(rows));
  if (values.record)
    record(values.releases ? measuredReleases(rows, misses) : withSeed(values.seed, rows, misses));
  if (values.misses) writeFileSync(values.misses, JSON.stringify(misses, undefined, 2));
}
