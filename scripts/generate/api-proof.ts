import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Measured, type MeasuredMiss, measured } from "../api-proof/measured.ts";
import { percent } from "../api-proof/table.ts";
import { between } from "./between.ts";

const PAGE = "docs/api-proof.md";

/** The page about the proof of the API comparison, with what `pnpm api-proof --record` has measured. */
export function apiProofPage(root: string): Record<string, string> {
  const { seeds, releases, speed = [] } = measured();
  const parts = {
    figures: seedsTable(seeds),
    misses: missesTable(seeds),
    releases: releases ? releasesText(releases) : "",
    speed: speed.join("\n"),
  };
  const page = readFileSync(join(root, PAGE), "utf8");
  const text = Object.entries(parts).reduce((all, part) => between(all, ...part), page);
  return { [PAGE]: text };
}

const seedsTable = (seeds: Measured["seeds"]): string =>
  [
    "| Seed | Pairs | Break | breaking: precision | recall | breaking or possibly breaking: precision | recall |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...seeds.map(({ seed, figures: { pairs, breaks, breaking, breakingOrPossible } }) =>
      row(
        seed,
        String(pairs ?? "about 410"),
        String(breaks ?? "about 250"),
        ...[breaking, breakingOrPossible].flatMap(ratesOf),
      ),
    ),
  ].join("\n");

type Rates = Measured["seeds"][number]["figures"]["breaking"];

const ratesOf = ({ precision, recall }: Rates): readonly string[] => [
  percent(precision),
  percent(recall),
];

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** Of the seeds whose misses are known. */
function missesTable(seeds: Measured["seeds"]): string {
  const all = seeds.flatMap(({ seed, misses = [] }) => misses.map((one) => ({ ...one, seed })));
  return [
    "| Seed | Edit | Of | The comparison says | tsc |",
    "| --- | --- | --- | --- | --- |",
    ...all
      .toSorted((a, b) => rank(a) - rank(b))
      .map((one) =>
        row(
          one.seed,
          one.kind,
          [one.element && `\`${one.element}\``, one.package].filter(Boolean).join(" of "),
          SAID[one.found],
          one.breaks ? "breaks" : "compiles",
        ),
      ),
  ].join("\n");
}

const SAID = {
  breaking: "breaking",
  possible: "possibly breaking",
  nothing: "nothing",
  refused: "cannot compare",
} as const;

/** What is wrong comes before what is only weak. */
const rank = ({ found, breaks }: MeasuredMiss): number =>
  found === "nothing" ? 0 : found === "breaking" && !breaks ? 1 : 2;

function releasesText({
  figures: { pairs, breaks, breaking, breakingOrPossible },
  misses,
  changelogs: { read, naming, agreeing, broken },
}: NonNullable<Measured["releases"]>): string {
  const alarms = misses.filter((one) => !one.breaks).map(({ kind }) => kind);
  return `${breaks} of the ${pairs} pairs break a consumer.${alarms.length > 0 ? ` Called breaking although none breaks: ${alarms.join(", ")}.` : ""}

| | Precision | Recall |
| --- | ---: | ---: |
${row("breaking", ...ratesOf(breaking))}
${row("breaking or possibly breaking", ...ratesOf(breakingOrPossible))}

Each pair whose package has a changelog in its repository (\`tinybench\` and \`octokit\`: the commits of the release) is also
judged by it, read by a person ([releases](../scripts/api-proof/releases.ts)): ${read}, of which ${naming} name a break of the API. The
comparison agrees with ${agreeing} of them; of the other ${read - agreeing}, ${broken} do break a consumer.`;
}
