import type { Case } from "./cases.ts";

export interface Tally {
  readonly cases: readonly Case[];
  /** Reproduced by the newest planner of their major. */
  readonly latest: Case[];
  /** Reproduced by the planner release that the case names. */
  readonly own: Case[];
  /** Reproduced by the newest planner, and by no release that the case could have used. */
  readonly onlyLatest: Case[];
  readonly misses: string[];
  accidents: number;
  readonly missed: string[];
  readonly hindsight: string[];
  /** Of the plans that are made with each commit's own planner. */
  releases: number;
  /** Releases whose chain does not lead back to a changeset, a mode or another thing that a person wrote. */
  readonly unended: string[];
}

const BUCKETS: Readonly<Record<Case["bucket"], string>> = {
  plain: "plain",
  pre: "in pre mode",
  exit: "leaving pre mode",
  "own-only": "planned differently by newer releases",
  incident: "with a major that no changeset declared",
};

/** docs/replays.md */
export function page(tally: Tally): string {
  const { cases, latest, own, accidents, missed, hindsight } = tally;
  const rows = Object.entries(BUCKETS).map(([bucket, name]) => {
    const count = (some: readonly Case[]) => some.filter((one) => one.bucket === bucket).length;
    return `| ${name} | ${count(cases)} | ${count(latest)} | ${count(own)} |`;
  });
  const repositories = new Set(cases.map(({ repo }) => repo)).size;
  const planners = new Set(cases.flatMap(({ engine }) => engine ?? [])).size;
  const incidents = cases.filter(({ bucket }) => bucket === "incident").length;
  return `# Replays

${cases.length} release commits of ${repositories} public monorepos, ${yearOf(cases, 0)} to ${yearOf(cases, -1)}, replayed by \`pnpm replays --write\` through the same
\`check\` that users run: the workspace before the commit is the input, and the planned versions are compared with those that were
shipped. "Own planner" is the release of \`@changesets/assemble-release-plan\` in the commit's lockfile (${planners} of them), installed
into the replayed workspace, where \`check\` finds and uses it; "newest" is the bundled one of the same major.

| Commits | All | Exact with the newest planner | Exact with their own planner |
| --- | --- | --- | --- |
${rows.join("\n")}
| **all** | **${cases.length}** | **${latest.length}** | **${own.length}** |

${tally.misses.length === 0 ? "Each commit is reproduced by one of the two, and every release of every plan has causes that explain its bump." : `${tally.misses.length} misses are printed by the command.`}
${onlyLatest(tally)}
The chain of **${tally.releases - tally.unended.length} of ${tally.releases}** releases ends at something that a person wrote: a changeset, or pre mode.

## Majors that no changeset declared

In the ${incidents} commits with an incident, ${accidents} packages crossed a major that no changeset declared for them. With 0.y.z packages on the preset
\`stay-0x\` and the others on \`no-major\`, **${accidents - missed.length} of ${accidents}** are findings whose chain leads back to the changeset that started it. With
tracks that allow the versions that were shipped, **${hindsight.length}** findings about versions remain.
`;
}

const onlyLatest = ({ onlyLatest: some }: Tally): string =>
  some.length === 0
    ? ""
    : `\n${some.map(({ repo, commit, engine }) => `${repo} \`${commit.slice(0, 10)}\` (${engine ?? ""})`).join(" and ")}: the newest planner reproduces what was shipped, but the one in the lockfile does not.\n`;

function yearOf(cases: readonly Case[], index: number): string {
  return cases
    .map(({ date }) => date.slice(0, 4))
    .toSorted()
    .at(index)!;
}
