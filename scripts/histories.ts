import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleId } from "@release-policy/core";
import { dagster } from "./histories/dagster.ts";
import { histories } from "./histories/data.ts";
import { judgeEvents } from "./histories/events.ts";
import { KNOWN, unexpected } from "./histories/known.ts";
import { ory } from "./histories/ory.ts";
import { page, type Judged, type Total } from "./histories/page.ts";
import { polyaxon } from "./histories/polyaxon.ts";

/**
 * Checks every collected release of three projects with the preset of its own policy, and compares the verdicts with
 * known facts.
 *
 * usage: pnpm histories [--write] (writes docs/histories.md)
 */
const data = histories();
const systems = {
  Dagster: dagster(data.dagster.releases, data.dagster.deprecationChains),
  Ory: ory(data.ory.releases),
  Polyaxon: polyaxon(data.polyaxon.releases),
};
const verdicts = judgeEvents(data.events, data.ory.releases);

const breaking = (judged: readonly Judged[], rule: RuleId): readonly Judged[] =>
  judged.filter(({ broken }) => broken.some((one) => one.rule === rule));
const stable = systems.Dagster.filter(({ release }) => release.offsetHolds !== undefined);
const patches = stable.filter(({ release }) => release.bump === "patch");
const totals: Total[] = [
  { what: "Dagster: pairs of core and libraries", known: 232, found: stable.length },
  {
    what: "of them on the offset",
    known: 231,
    found: stable.length - breaking(stable, "train").length,
  },
  {
    what: "Dagster: 1.x patches with a Breaking section",
    known: 27,
    found: breaking(patches, "change-bump").filter(({ release }) => release.breaking).length,
  },
  {
    what: "Dagster: removals without a deprecation, except one of an experimental API",
    known: 13,
    found: systems.Dagster.flatMap(({ broken }) => broken).filter(({ rule }) => rule === "removal")
      .length,
  },
  {
    what: "Polyaxon: patches with a migration, without the restored folder",
    known: 6,
    found: systems.Polyaxon.filter(({ broken }) =>
      broken.some(
        ({ rule, message }) => rule === "change-bump" && message.includes("the new migration"),
      ),
    ).length,
  },
  {
    what: "Polyaxon: gaps between releases since it promised a schedule",
    known: 122,
    found: systems.Polyaxon.length,
  },
  {
    what: "of them over 31 days",
    known: 22,
    found: breaking(systems.Polyaxon, "cadence").length,
  },
];

const wrong = [
  ...Object.entries(systems).flatMap(([system, judged]) =>
    unexpected(judged, KNOWN[system] ?? []).map((line) => `${system}: ${line}`),
  ),
  ...totals
    .filter(({ known, found }) => known !== found)
    .map(({ what, known, found }) => `${what}: ${found}, known ${known}`),
  ...verdicts
    .filter(({ agrees }) => !agrees)
    .map(
      ({ id, expected, actual }) =>
        `${id}: ${actual.join(", ") || "nothing"}, expected ${expected.join(", ") || "nothing"}`,
    ),
];
if (process.argv.includes("--write")) {
  writeFileSync(join(import.meta.dirname, "../docs/histories.md"), page(systems, verdicts, totals));
}
const judged = Object.values(systems).flat().length;
console.log(
  `${judged} releases judged; ${wrong.length} findings, events (of ${verdicts.length}) and figures (of ${totals.length}) do not agree`,
);
for (const line of wrong) console.log(`  ${line}`);
if (wrong.length > 0) process.exitCode = 1;
