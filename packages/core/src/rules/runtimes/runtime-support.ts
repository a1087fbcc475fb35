import * as s from "../../policy/schema/definition.ts";
import type { Release } from "../../facts/facts.ts";
import { manifestAt, manifestIn } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { bool, flag, strict } from "../../policy/schema/words.ts";
import { byCodeUnit, list, say } from "../../sentence.ts";
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
    "A release must support the active LTS line of Node.js, and a minor or major must drop lines that have reached end of life.",
  why: 'Users expect a release to run on the active LTS line. It should not promise to support a line that no longer gets security fixes. The dates are those of the Node.js release schedule, which `runtimes` in `workspace.yaml` can override: `runtimes: { node: { "22": { end: 2027-04-30 } } }`.',
  level: "off",
  readsNodeTable: true,
  options: () =>
    strict({
      ended: s.withDefault(
        bool().check(
          s.description("Whether a minor or major must drop lines that have reached end of life."),
        ),
        true,
      ),
      active: s.withDefault(
        bool().check(s.description("Whether the active LTS line must be supported.")),
        true,
      ),
      maintenance: flag("Whether LTS lines in maintenance must be supported as well."),
      required: flag("Whether a package must have `engines.node`."),
    }),
  beyondPlan: true,
  examples: {
    reject: [
      {
        title: "A minor that still supports Node 20",
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
        title: "Longer support set in the policy",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20.9" } } },
        changesets: { feature: { "@acme/core": "minor" } },
        policies: {
          core: { packages: ["@acme/*"], rules: { "runtime-support": "warn" } },
          workspace: { runtimes: { node: { "20": { end: "2027-12-31" } } } },
        },
      },
      {
        title: "The active line is supported",
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
          problem.ended.length > 1
            ? say` and ${problem.ended.length - 1} older ${[problem.ended.length === 2 ? "line" : "lines"]}`
            : say``;
        return say`${name} ${to} would still support Node ${last!.name}${others} (${"engines.node"}: ${problem.range}), but Node ${last!.name} reached end of life on ${last!.end!}`;
      }
      case "missing":
        return say`${name} ${to} would not support Node ${list(problem.lines.map((line) => line.name))} (${"engines.node"}: ${problem.range})`;
      case "unsaid":
        return say`${name} ${to} has no ${"engines.node"}`;
    }
  },
  help: (problem) => {
    if ("asOf" in problem) return staleHelp();
    const manifest = manifestIn(problem.release.dir);
    switch (problem.kind) {
      case "ended":
        return say`write ${`"node": "${problem.instead}"`} under ${"engines"} in ${manifest}`;
      case "missing": {
        const wider = [problem.range, ...problem.lines.map(({ name }) => `^${name}`)].join(" || ");
        return say`test it there and write ${`"node": "${wider}"`} under ${"engines"} in ${manifest}`;
      }
      case "unsaid":
        return say`add ${"engines"} with a ${"node"} range to ${manifest}`;
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
    .toSorted(({ end: a = "" }, { end: b = "" }) => byCodeUnit(b, a));
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
