import * as z from "zod/mini";
import type { Release } from "../../facts/facts.ts";
import { manifestAt, manifestIn } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { bool, flag, strict } from "../../policy/schema/words.ts";
import { list, say } from "../../sentence.ts";
import { carried, isOver } from "../../versions/bump.ts";
import {
  type NodeLine,
  isActive,
  isEnded,
  isRange,
  isSupported,
  linesIn,
  nodeLines,
} from "../../versions/node-support.ts";
import { type StaleTable, staleHelp, staleMessage, staleTable } from "./stale-table.ts";

type RuntimeSupportProblem = Ended | Missing | Unsaid | StaleTable;

/** Lines past their end are still taken. */
interface Ended extends Problem {
  readonly kind: "ended";
  readonly release: Release;
  readonly range: string;
  /** The one that ended last before the others. */
  readonly ended: readonly NodeLine[];
  /** What to write instead, the oldest line that is supported. */
  readonly instead: string;
}

/** Supported lines are not taken. */
interface Missing extends Problem {
  readonly kind: "missing";
  readonly release: Release;
  readonly range: string;
  readonly lines: readonly NodeLine[];
}

/** The package does not say which it takes. */
interface Unsaid extends Problem {
  readonly kind: "unsaid";
  readonly release: Release;
}

interface Options {
  readonly ended: boolean;
  readonly active: boolean;
  readonly maintenance: boolean;
  readonly required: boolean;
}

export const runtimeSupport = defineRule<RuntimeSupportProblem, Options>({
  id: "runtime-support",
  family: "evidence",
  summary:
    "A released package takes the active long-term line of Node, and a minor or major drops lines whose support has ended.",
  why: 'Dagster "strives to support the currently active versions" and drops a runtime "at the next convenient non-patch release" after its end of life: the release at hand is that. A line counts as taken when any of its versions is; lines that ended above one that is still supported, as 23 in `>=22`, do not count. The days are those of Node\'s published schedule; `runtimes` in `workspace.yaml` says otherwise (`runtimes: { node: { "22": { end: 2027-04-30 } } }`), and `runtimes.asOf` on which day that was checked. When the table is older than 400 days, one finding says so.',
  level: "off",
  readsNodeTable: true,
  options: () =>
    strict({
      ended: z._default(
        bool().check(z.describe("Whether a minor or major drops lines whose support has ended.")),
        true,
      ),
      active: z._default(
        bool().check(z.describe("Whether the active long-term line has to be taken.")),
        true,
      ),
      maintenance: flag("Whether long-term lines in maintenance have to be taken as well."),
      required: flag("Whether a package has to say which versions of Node it takes."),
    }),
  beyondPlan: true,
  examples: {
    reject: [
      {
        title: "A minor that still takes Node 20",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20.9" } } },
        changesets: { feature: { "@acme/core": "minor" } },
        policies: { core: { packages: ["@acme/*"], rules: { "runtime-support": "warn" } } },
      },
      {
        title: "Node 24 is the active line",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: "^20.9 || ^22" } } },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "runtime-support": "warn" } } },
      },
    ],
    accept: [
      {
        title: "A patch does not drop it",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20.9" } } },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "runtime-support": "warn" } } },
      },
      {
        title: "Longer support by the policy",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20.9" } } },
        changesets: { feature: { "@acme/core": "minor" } },
        policies: {
          core: { packages: ["@acme/*"], rules: { "runtime-support": "warn" } },
          workspace: { runtimes: { node: { "20": { end: "2027-12-31" } } } },
        },
      },
      {
        title: "It is taken",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: "^22 || >=24" } } },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "runtime-support": "warn" } } },
      },
    ],
  },

  check: (view, options) => {
    const lines = nodeLines(view.policy);
    return [
      ...staleTable(view, "runtime-support"),
      ...view.judged.flatMap((release): RuntimeSupportProblem[] => {
        const { ended, active, maintenance, required } = options(release.name);
        const pkg = view.packageNamed(release.name);
        const range = pkg?.requirements.engines["node"];
        if (range === undefined) return pkg && required ? [unsaid(release)] : [];
        const expected = { active, maintenance };
        return [
          ...(ended ? stillTaken(view, release, range, lines) : []),
          ...notTaken(view, release, range, lines, expected),
        ];
      }),
    ];
  },

  message: (problem) => {
    if ("asOf" in problem) return staleMessage(problem);
    const { name, to } = problem.release;
    switch (problem.kind) {
      case "ended": {
        const [last] = problem.ended;
        const others =
          problem.ended.length > 1 ? say` (and ${problem.ended.length - 1} more)` : say``;
        return say`${name} ${to} is no patch and still takes Node ${last!.name}${others} with ${problem.range}: its support ended on ${last!.end!}`;
      }
      case "missing":
        return say`${name} ${to} does not take Node ${list(problem.lines.map((line) => line.name))}, which is supported: its ${"engines.node"} is ${problem.range}`;
      case "unsaid":
        return say`${name} ${to} does not say which versions of Node it takes`;
    }
  },
  help: (problem) => {
    if ("asOf" in problem) return staleHelp();
    const manifest = manifestIn(problem.release.dir);
    switch (problem.kind) {
      case "ended":
        return say`start the range at the oldest supported line, as ${`"node": "${problem.instead}"`} does, in ${manifest}`;
      case "missing": {
        const wider = [problem.range, ...problem.lines.map(({ name }) => `^${name}`)].join(" || ");
        return say`test it there and write ${`"node": "${wider}"`} under ${"engines"} in ${manifest}`;
      }
      case "unsaid":
        return say`write ${"engines"} with a range of ${"node"} in ${manifest}`;
    }
  },
});

const unsaid = (release: Release): Unsaid => ({
  kind: "unsaid",
  package: release.name,
  release,
  at: manifestAt(release.dir, "name"),
});

function stillTaken(
  { today }: View,
  release: Release,
  range: string,
  lines: readonly NodeLine[],
): Ended[] {
  if (!isOver(carried(release.from, release.to), "patch")) return [];
  const supported = lines.filter((line) => isSupported(line, today));
  const oldest = supported.find((line) => line.lts !== undefined) ?? supported[0];
  const taken = linesIn(range, lines);
  const alive = taken.findIndex((line) => isSupported(line, today));
  const older = taken.slice(0, alive === -1 ? taken.length : alive);
  const ended = older
    .filter((line) => isEnded(line, today))
    .toSorted(({ end: a = "" }, { end: b = "" }) => (a < b ? 1 : -1));
  if (ended.length === 0) return [];
  const instead = `>=${(taken[alive] ?? oldest)?.name ?? ""}`;
  const at = manifestAt(release.dir, "engines", "node");
  return [{ kind: "ended", package: release.name, release, at, range, ended, instead }];
}

function notTaken(
  { today }: View,
  release: Release,
  range: string,
  lines: readonly NodeLine[],
  { active, maintenance }: Pick<Options, "active" | "maintenance">,
): Missing[] {
  if (!isRange(range)) return [];
  const taken = new Set(linesIn(range, lines));
  const missing = lines
    .filter((line) => (maintenance ? isLongTerm(line, today) : active && isActive(line, today)))
    .filter((line) => !taken.has(line));
  if (missing.length === 0) return [];
  const at = manifestAt(release.dir, "engines", "node");
  return [{ kind: "missing", package: release.name, release, at, range, lines: missing }];
}

const isLongTerm = (line: NodeLine, today: string): boolean =>
  line.lts !== undefined && line.lts <= today && isSupported(line, today);
