import { cpus } from "node:os";
import type { Row } from "./measure.ts";

export interface Measured {
  readonly title: string;
  readonly rows: readonly Row[];
  /** At most, from the project's goals: of `check` to the others, and megabytes. */
  readonly goals: Readonly<Partial<Record<string, number>>>;
}

export interface Growth {
  readonly what: string;
  /** Of the work beyond the start of Node, to the same without, or to half of it. */
  readonly ratio: number;
  readonly goal: number;
}

/** Of what takes less than a second a round. */
export const MANY_ROUNDS = 25;
const COLUMNS = ["node", "floor", "planner", "check", "status 3", "status 2", "pnpm 12"];
const RATIOS = ["status 3", "status 2", "node", "floor", "planner"];

/** docs/speed.md */
export const page = (
  all: readonly Measured[],
  growth: readonly Growth[],
  { since, pullRequests, app }: Readonly<Record<"since" | "pullRequests" | "app", string>>,
): string => `# Speed

What a check costs beside its peers, on a machine with nothing compiled before, as in a CI. Made by \`pnpm bench --write\` with Node
${process.versions.node} on ${cpus().length} cores: the commands run in turn, round after round. Milliseconds are from one machine on one day, and only
the ratios carry over.

- \`check\` is the packed command line with a policy of three tracks in YAML and all default rules. "Planner installed" has
  \`@changesets/cli\` in node_modules, as most repositories do.
- \`node\` is \`node -e 0\`. \`floor\` starts Node, reads every manifest and changeset and parses the JSON.
- \`planner\` reads the same files and computes the plan with the official functions, bundled like \`check\`, and does nothing
  else: no policy, no rules, no causes, no report. A check on the official planner cannot take less.
- \`status 3\` and \`status 2\` are \`changeset status\`; \`pnpm 12\` is \`pnpm change check\`, which is native.
- A command that ends with an error is shown as "fails".
- Workspaces of up to 100 packages and the real ones run at least ${MANY_ROUNDS} rounds, and \`node -e 0\` runs three times in
  each round, because noise is large beside their short times.

## CPU time

User and system, milliseconds: minimum, and median in brackets.

${table(all, "cpu")}

## Wall time

Milliseconds: minimum, and median in brackets.

${table(all, "wall")}

## Ratios

\`check\` divided by the others (minimum of CPU time; of wall time to pnpm), and its peak memory. In brackets the goal, at most.

| Workspace | ${RATIOS.map((name) => `to ${name}`).join(" | ")} | to pnpm 12, wall | memory | memory of status 3 |
| --- |${RATIOS.map(() => " ---: |").join("")} ---: | ---: | ---: |
${all.map((one) => ratioRow(one)).join("\n")}

## Growth

The work of \`check\` beyond the start of Node, as a multiple. In brackets the goal, at most.

| Change | Multiple |
| --- | ---: |
${growth.map((one) => `| ${one.what} | ${one.ratio.toFixed(2)} (${one.goal}) |`).join("\n")}

## With \`--since\`

\`check --since\` beside \`check\` in the same folder: milliseconds of CPU time with git's, the least of several rounds, and the
ratio, in brackets the goal. Made by \`node --conditions=source scripts/bench/since.ts --write\`.

<!-- since:start -->
${since}
<!-- since:end -->

## A pull request

What the Action and the App spend on a pull request with one changeset, from the request to the verdict: milliseconds of CPU
time, user and system, the least of several rounds, in brackets the goal. Made by \`node --conditions=source
scripts/bench/evaluate.ts --write\`; the origin is a local repository, and its work counts. Two processes of Node, which
HAZARDS.md of the package keeps apart, and git are the floor of this design: "start Node twice" is \`node -e 0\`, twice, and "git"
is what its processes take. "Wait for it" is not part of the sum: the CPU time of the process that asked.

<!-- pull-requests:start -->
${pullRequests}
<!-- pull-requests:end -->

The App under load (\`node scripts/app-load.ts --runs 3 --write\`), with a GitHub that fails now and then, half of the pull requests
forbidden, git over HTTP and a preview of the changelogs:

<!-- app:start -->
${app}
<!-- app:end -->

## How it is kept

\`pnpm instructions\` counts the instructions of a check of two workspaces, which says the same on a busy machine. A change that
raises a count by more than 3 % fails in the repository's CI.
`;

const table = (all: readonly Measured[], kind: "cpu" | "wall"): string =>
  [
    `| Workspace | ${COLUMNS.join(" | ")} |`,
    `| --- |${COLUMNS.map(() => " ---: |").join("")}`,
    ...all.map(
      ({ title, rows }) =>
        `| ${title} | ${COLUMNS.map((name) => cell(rowOf(rows, name), kind)).join(" | ")} |`,
    ),
  ].join("\n");

function cell(row: Row | undefined, kind: "cpu" | "wall"): string {
  if (!row) return "–";
  const { least, median } = row[kind];
  return row.works ? `${least.toFixed(0)} (${median.toFixed(0)})` : "fails";
}

function ratioRow({ title, rows, goals }: Measured): string {
  const cells = [
    ...RATIOS.map((name) => ratio(rows, name, "cpu", goals)),
    ratio(rows, "pnpm 12", "wall", goals),
  ];
  const memory = `${megabytes(rows, "check")} MB${goalText(goals["memory"])}`;
  return `| ${title} | ${cells.join(" | ")} | ${memory} | ${megabytes(rows, "status 3")} MB |`;
}

function ratio(
  rows: readonly Row[],
  name: string,
  kind: "cpu" | "wall",
  goals: Measured["goals"],
): string {
  const [own, other] = [rowOf(rows, "check"), rowOf(rows, name)];
  if (!own || !other) return "–";
  if (!other.works) return "fails";
  return `${(own[kind].least / other[kind].least).toFixed(2)}${goalText(goals[name])}`;
}

const megabytes = (rows: readonly Row[], name: string): string =>
  rowOf(rows, name)?.megabytes?.toFixed(0) ?? "–";

const goalText = (value: number | undefined): string => (value === undefined ? "" : ` (${value})`);

const rowOf = (rows: readonly Row[], name: string): Row | undefined =>
  rows.find((row) => row.name === name);
