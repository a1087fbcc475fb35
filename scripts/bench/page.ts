import { cpus } from "node:os";
import type { Row } from "./measure.ts";

export interface Measured {
  readonly title: string;
  readonly rows: readonly Row[];
  /** At most, from the project's goals: of `check` to the others, and megabytes. */
  readonly goals: Readonly<Partial<Record<string, number>>>;
}

const COLUMNS = ["node", "floor", "check", "status 3", "status 2", "pnpm 12"];
const RATIOS = ["status 3", "status 2", "pnpm 12", "floor"];

/** docs/speed.md */
export function page(all: readonly Measured[], since: readonly string[], version: number): string {
  return `# Speed

Made by \`pnpm bench --write\` with Node ${process.versions.node} on ${cpus().length} cores; each command in turn, round after round, median. Milliseconds
are from one machine on one day: only the ratios carry over, and they are taken round by round. \`check\` is the packed command
line, installed in a folder of its own, without a compile cache, with a policy of three tracks in YAML and all default
rules. \`floor\` starts Node, reads every manifest and changeset and parses the JSON. \`status\` is \`changeset status\` of
Changesets 3 and 2, \`pnpm 12\` is \`pnpm change check\`, which is native.

| Workspace | ${COLUMNS.join(" | ")} |
| --- |${COLUMNS.map(() => " ---: |").join("")}
${all.map(({ title, rows }) => `| ${title} | ${COLUMNS.map((name) => cell(rows, name)).join(" | ")} |`).join("\n")}

\`check\` divided by the others, and its peak memory; in brackets the goal, at most.

| Workspace | ${RATIOS.map((name) => `to ${name}`).join(" | ")} | memory | memory of status 3 |
| --- |${RATIOS.map(() => " ---: |").join("")} ---: | ---: |
${all.map((one) => ratioRow(one)).join("\n")}

\`release-policy --version\` takes ${version.toFixed(2)} times \`node -e 0\` (goal: 1.3).

${since.join("\n")}
`;
}

const cell = (rows: readonly Row[], name: string): string =>
  rowOf(rows, name)?.milliseconds.toFixed(0) ?? "–";

function ratioRow({ title, rows, goals }: Measured): string {
  const cells = RATIOS.map((name) => {
    const ratio = rowOf(rows, name)?.ratio;
    return ratio === undefined ? "–" : `${ratio.toFixed(2)}${goal(goals[name])}`;
  });
  const memory = `${rowOf(rows, "check")?.megabytes?.toFixed(0) ?? "–"} MB${goal(goals["memory"])}`;
  const theirs = rowOf(rows, "status 3")?.megabytes?.toFixed(0) ?? "–";
  return `| ${title} | ${cells.join(" | ")} | ${memory} | ${theirs} MB |`;
}

const goal = (value: number | undefined): string => (value === undefined ? "" : ` (${value})`);

const rowOf = (rows: readonly Row[], name: string): Row | undefined =>
  rows.find((row) => row.name === name);
