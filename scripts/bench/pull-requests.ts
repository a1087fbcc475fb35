import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { between } from "../generate/between.ts";

/** What a pull request costs: milliseconds of CPU time, user and system. */
export interface PullRequestCost {
  readonly title: string;
  readonly whole: number;
  /** Of the process that judges, its start included. */
  readonly judge: number;
  /** Of the same until it is loaded. */
  readonly load: number;
  /** Of Node without anything. */
  readonly start: number;
  readonly git: number;
  readonly starts: number;
  readonly parent: number;
}

const PAGE = join(import.meta.dirname, "../../docs/speed.md");

/** Of 100 and 1,000 packages, and of pnpm/pnpm. */
const GOALS: Readonly<Record<string, number>> = {
  "100 packages": 200,
  "1000 packages": 500,
  pnpm: 800,
};

/** Puts the table into docs/speed.md. */
export function writePullRequests(all: readonly PullRequestCost[]): void {
  writeFileSync(PAGE, between(readFileSync(PAGE, "utf8"), "pull-requests", table(all)));
}

/** What stands between two markers of the page, which `pnpm bench` leaves as it is. */
export const partOf = (page: string, name: string): string =>
  page.split(`<!-- ${name}:start -->\n`)[1]?.split(`\n<!-- ${name}:end -->`)[0] ?? "";

function table(all: readonly PullRequestCost[]): string {
  const rows = all.map(({ title, whole, judge, load, start, git, starts, parent }) => {
    const goal = GOALS[title];
    const parts = [
      2 * start,
      git,
      whole - judge - git - start,
      load - start,
      judge - load,
      parent,
    ].map((value) => value.toFixed(0));
    const total = `${whole.toFixed(0)}${goal === undefined ? "" : ` (${goal})`}`;
    return `| ${[title.replace("1000", "1,000"), total, ...parts].join(" | ")} | ${starts} |`;
  });
  return [
    `Node ${process.versions.node} on ${cpus().length} cores.`,
    "",
    "| Workspace | in all | start Node twice | git | fetch, beyond that | load the judge | judge | wait for it | starts of git |",
    `| --- |${" ---: |".repeat(8)}`,
    ...rows,
  ].join("\n");
}
