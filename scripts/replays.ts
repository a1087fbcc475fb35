import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasStart, rules } from "@release-policy/core";
import { judgedWorkspace } from "../packages/cli/src/check/check.ts";
import { CommitWorkspaces } from "../packages/cli/src/git/commit-workspaces.ts";
import { countFixes, fixesText, noFixes, tryFixes } from "../packages/cli/test/fixes/try-fixes.ts";
import { chainOfRelease } from "../packages/cli/src/internal.ts";
import type { Report } from "../packages/cli/src/index.ts";
import { readCases, type Case } from "./replays/cases.ts";
import { accidents, guards, hindsight, missed } from "./replays/incidents.ts";
import { installPlanners } from "./replays/planners.ts";
import { page, type Tally } from "./replays/page.ts";
import { inWorkspace, majorOf } from "./replays/workspace.ts";

/**
 * Replays real release commits through `check`: with the newest planner of their major, then with the one
 * that they used. usage: pnpm replays [--write] (writes docs/replays.md)
 */
const cases = readCases();
const planner = installPlanners([...new Set(cases.flatMap(({ engine }) => engine ?? []))]);
const tally: Tally = {
  cases,
  latest: [],
  own: [],
  onlyLatest: [],
  misses: [],
  accidents: 0,
  missed: [],
  hindsight: [],
  releases: 0,
  unended: [],
};
const fixes = noFixes();
const versionRules = new Set(
  rules.filter(({ family }) => family === "versions").map(({ id }) => id),
);

const workspaceFile = (one: Case) => ({
  "policies/workspace.yaml": `planner: changesets@${majorOf(one)}\n`,
});
const OPTIONS = { today: "2026-01-01", branch: "main" };
const inCase = <T>(
  one: Case,
  policies: Record<string, string>,
  own: boolean,
  work: (root: string) => Promise<T>,
): Promise<T> =>
  inWorkspace(
    one,
    { ...workspaceFile(one), ...policies },
    own && one.engine ? planner(one.engine) : undefined,
    work,
  );
const replay = (one: Case, policies: Record<string, string>, own: boolean): Promise<Report> =>
  inCase(one, policies, own, async (cwd) => {
    const options = { ...OPTIONS, cwd, untriedFixes: true };
    return (await judgedWorkspace(cwd, new CommitWorkspaces(cwd), options)).report;
  });

/** The versions that differ between plan and commit, as lines. */
function difference({ after }: Case, { releases }: Report): readonly string[] {
  const planned = new Map(releases.map(({ name, to }) => [name, to]));
  const names = [...new Set([...planned.keys(), ...Object.keys(after)])].toSorted();
  return names.flatMap((name) =>
    planned.get(name) === after[name]
      ? []
      : [`${name}: planned ${planned.get(name) ?? "nothing"}, shipped ${after[name] ?? "nothing"}`],
  );
}

/** The releases whose chain does not lead back to what a person wrote. */
const withoutStart = (report: Report): readonly string[] =>
  report.releases.map(({ name }) => name).filter((name) => !hasStart(chainOfRelease(report, name)));

for (const one of cases) {
  const policies = guards(one);
  const newest = await replay(one, policies, false);
  const latest = difference(one, newest);
  if (latest.length === 0) tally.latest.push(one);
  const report = one.engine === null ? newest : await replay(one, policies, true);
  const own = difference(one, report);
  if (own.length === 0) tally.own.push(one);
  else if (latest.length === 0) tally.onlyLatest.push(one);
  else
    tally.misses.push(
      `${one.repo} ${one.commit.slice(0, 10)} with ${one.engine ?? "the newest planner"}\n  ${own.join("\n  ")}`,
    );
  tally.releases += report.releases.length;
  tally.unended.push(
    ...withoutStart(report).map((name) => `${one.repo} ${one.commit.slice(0, 10)}: ${name}`),
  );
  const unexplained = report.findings.filter(({ rule }) => rule === "unexplained-release");
  tally.misses.push(
    ...unexplained.map(
      (finding) => `${one.repo} ${one.commit.slice(0, 10)}: nothing explains ${finding.package}`,
    ),
  );
  if (one.bucket !== "incident") continue;
  tally.accidents += accidents(report).length;
  tally.missed.push(
    ...missed(report).map((line) => `${one.repo} ${one.commit.slice(0, 10)}: ${line}`),
  );
  const tried = await inCase(one, policies, true, (root) => tryFixes(root, OPTIONS));
  countFixes(fixes, tried, `${one.repo} ${one.commit.slice(0, 10)}`);
  const after = await replay(one, hindsight(one), true);
  const wrong = after.findings.filter(
    ({ rule, level }) =>
      level === "error" && versionRules.has(rule) && rule !== "group-spans-tracks",
  );
  tally.hindsight.push(
    ...wrong.map(
      ({ rule, package: name }) => `${one.repo} ${one.commit.slice(0, 10)}: ${rule} ${name}`,
    ),
  );
}

const text = page(tally);
console.log(text);
for (const line of [...tally.misses, ...tally.missed, ...tally.hindsight]) console.log(line);
console.log(
  `chains: ${tally.releases - tally.unended.length} of ${tally.releases} releases lead back to what a person wrote`,
);
for (const line of fixes.failed) console.log(`does not pass: ${line}`);
console.log(fixesText(fixes));
for (const line of tally.unended) console.log(`no start: ${line}`);
if (process.argv.includes("--write"))
  writeFileSync(join(import.meta.dirname, "../docs/replays.md"), text);
const failed =
  tally.misses.length +
  tally.missed.length +
  tally.hindsight.length +
  tally.unended.length +
  fixes.failed.length;
const expected = cases.filter(({ class: kind }) => kind === "exact");
const lost = expected.filter((one) => !tally.latest.includes(one)).length;
process.exitCode = failed + lost > 0 ? 1 : 0;
