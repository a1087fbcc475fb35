import type { Release } from "../../facts/facts.ts";
import { manifestAt, manifestIn } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { strict, flag } from "../../policy/schema/words.ts";
import { list, say } from "../../sentence.ts";
import {
  type NodeLine,
  isActive,
  isRange,
  isSupported,
  linesIn,
  nodeLines,
} from "../../versions/node-support.ts";
import { type StaleTable, staleHelp, staleMessage, staleTable } from "./stale-table.ts";

interface RuntimeMissingProblem extends Problem {
  readonly release: Release;
  /** Undefined where the package does not say. */
  readonly range: string | undefined;
  readonly lines: readonly NodeLine[];
}

interface Options {
  readonly maintenance: boolean;
  readonly required: boolean;
}

export const runtimeMissing = defineRule<RuntimeMissingProblem | StaleTable, Options>({
  id: "runtime-missing",
  family: "evidence",
  summary: "A released package takes the active long-term line of Node.",
  why: 'Dagster "strives to support the currently active versions". A line counts as taken when any of its versions is. The days are those of Node\'s published schedule, or what `runtimes` in `workspace.yaml` says otherwise, as for [runtime-eol](runtime-eol.md). A package without `engines.node` takes every line.',
  level: "off",
  readsNodeTable: true,
  options: () =>
    strict({
      maintenance: flag("Whether long-term lines in maintenance have to be taken as well."),
      required: flag("Whether a package has to say which versions of Node it takes."),
    }),
  beyondPlan: true,
  examples: {
    reject: [
      {
        title: "Node 24 is the active line",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: "^20.9 || ^22" } } },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "runtime-missing": "warn" } } },
      },
    ],
    accept: [
      {
        title: "It is taken",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: "^22 || >=24" } } },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "runtime-missing": "warn" } } },
      },
    ],
  },

  check: (view, options) => {
    const lines = nodeLines(view.policy);
    const { today } = view;
    const found = view.judged.flatMap((release): RuntimeMissingProblem[] => {
      const { maintenance, required } = options(release.name);
      const pkg = view.packageNamed(release.name);
      const range = pkg?.requirements.engines["node"];
      const about = { package: release.name, release, range };
      if (range === undefined) {
        if (!pkg || !required) return [];
        return [{ ...about, at: manifestAt(release.dir, "name"), lines: [] }];
      }
      if (!isRange(range)) return [];
      const taken = new Set(linesIn(range, lines));
      const missing = lines
        .filter((line) => (maintenance ? isLongTerm(line, today) : isActive(line, today)))
        .filter((line) => !taken.has(line));
      if (missing.length === 0) return [];
      return [{ ...about, at: manifestAt(release.dir, "engines", "node"), lines: missing }];
    });
    return [...staleTable(view, "runtime-missing"), ...found];
  },

  message: (problem) => {
    if ("asOf" in problem) return staleMessage(problem);
    const { release, range, lines } = problem;
    if (range === undefined)
      return say`${release.name} ${release.to} does not say which versions of Node it takes`;
    return say`${release.name} ${release.to} does not take Node ${list(lines.map(({ name }) => name))}, which is supported: its ${"engines.node"} is ${range}`;
  },
  help: (problem) => {
    if ("asOf" in problem) return staleHelp();
    const { release, range, lines } = problem;
    const manifest = manifestIn(release.dir);
    if (range === undefined)
      return say`write ${"engines"} with a range of ${"node"} in ${manifest}`;
    const wider = [range, ...lines.map(({ name }) => `^${name}`)].join(" || ");
    return say`test it there and write ${`"node": "${wider}"`} under ${"engines"} in ${manifest}`;
  },
});

const isLongTerm = (line: NodeLine, today: string): boolean =>
  line.lts !== undefined && line.lts <= today && isSupported(line, today);
