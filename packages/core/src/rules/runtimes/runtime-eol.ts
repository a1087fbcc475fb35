import type { Release } from "../../facts/facts.ts";
import { manifestAt, manifestIn } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";
import { carried, isOver } from "../../versions/bump.ts";
import {
  type NodeLine,
  isEnded,
  isSupported,
  linesIn,
  nodeLines,
} from "../../versions/node-support.ts";
import { type StaleTable, staleHelp, staleMessage, staleTable } from "./stale-table.ts";

interface RuntimeEolProblem extends Problem {
  readonly release: Release;
  readonly range: string;
  /** Lines past their end, the one that ended last before the others. */
  readonly ended: readonly NodeLine[];
  /** What to write instead, the oldest line that is supported. */
  readonly instead: string;
}

export const runtimeEol = defineRule<RuntimeEolProblem | StaleTable>({
  id: "runtime-eol",
  family: "evidence",
  summary: "A minor or major release no longer takes a line of Node whose support has ended.",
  why: 'Dagster drops a runtime "at the next convenient non-patch release" after its end of life: the release at hand is that. Lines that ended above one that is still supported, as 23 in `>=22`, are nobody\'s promise and do not count. The days are those of Node\'s published schedule; `runtimes` in `workspace.yaml` says otherwise (`runtimes: { node: { "22": { end: 2027-04-30 } } }`, for a vendor\'s longer support), and `runtimes.asOf` on which day that was checked. When the table is older than 400 days, one finding says so.',
  level: "off",
  readsNodeTable: true,
  examples: {
    reject: [
      {
        title: "A minor that still takes Node 20",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20.9" } } },
        changesets: { feature: { "@acme/core": "minor" } },
        policies: { core: { packages: ["@acme/*"], rules: { "runtime-eol": "warn" } } },
      },
    ],
    accept: [
      {
        title: "A patch does not drop it",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20.9" } } },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "runtime-eol": "warn" } } },
      },
      {
        title: "Longer support by the policy",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20.9" } } },
        changesets: { feature: { "@acme/core": "minor" } },
        policies: {
          core: { packages: ["@acme/*"], rules: { "runtime-eol": "warn" } },
          workspace: { runtimes: { node: { "20": { end: "2027-12-31" } } } },
        },
      },
    ],
  },

  check: (view) => {
    const lines = nodeLines(view.policy);
    const supported = lines.filter((line) => isSupported(line, view.today));
    const oldest = supported.find((line) => line.lts !== undefined) ?? supported[0];
    const found = view.judged
      .filter(({ from, to }) => isOver(carried(from, to), "patch"))
      .flatMap((release): RuntimeEolProblem[] => {
        const range = view.packageNamed(release.name)?.requirements.engines["node"];
        const taken = range === undefined ? [] : linesIn(range, lines);
        const alive = taken.findIndex((line) => isSupported(line, view.today));
        const older = taken.slice(0, alive === -1 ? taken.length : alive);
        const ended = older
          .filter((line) => isEnded(line, view.today))
          .toSorted(({ end: a = "" }, { end: b = "" }) => (a < b ? 1 : -1));
        if (range === undefined || ended.length === 0) return [];
        const instead = `>=${(taken[alive] ?? oldest)?.name ?? ""}`;
        const at = manifestAt(release.dir, "engines", "node");
        return [{ package: release.name, release, at, range, ended, instead }];
      });
    return [...staleTable(view, "runtime-eol"), ...found];
  },

  message: (problem) => {
    if ("asOf" in problem) return staleMessage(problem);
    const { release, range, ended } = problem;
    const [last] = ended;
    const others = ended.length > 1 ? say` (and ${ended.length - 1} more)` : say``;
    return say`${release.name} ${release.to} is no patch and still takes Node ${last!.name}${others} with ${range}: its support ended on ${last!.end!}`;
  },
  help: (problem) =>
    "asOf" in problem
      ? staleHelp()
      : say`start the range at the oldest supported line, as ${`"node": "${problem.instead}"`} does, in ${manifestIn(problem.release.dir)}`,
});
