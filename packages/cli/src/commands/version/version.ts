import {
  type Facts,
  type PlannerId,
  idsOf,
  ledgerAfter,
  say,
  viewOf,
  withTrains,
} from "@release-policy/core";
import type { Sentence, TrainMove } from "@release-policy/core/types";
import satisfies from "semver/functions/satisfies.js";
import { judgedWorkspace } from "../../check/check.ts";
import type { CheckOptions, Judged } from "../../check/options.ts";
import type { Report } from "../../check/report.ts";
import { CannotJudge } from "../../errors.ts";
import { type Restored, Snapshot, type Undo } from "../../files/writing/snapshot.ts";
import { rules } from "../../policy/rules.ts";
import { releaseCommand } from "../release-command.ts";
import { type Writer, type WriterOptions, inWritableWorkspace } from "../writer.ts";
import { carryOut } from "./carry-out.ts";
import { committedFiles, undoOf } from "./undo.ts";

export interface VersionOptions
  extends Pick<CheckOptions, "cwd" | "strict" | "branch" | "today" | "planner">, WriterOptions {
  /** Passed on to the planner's own command. */
  readonly args?: readonly string[];
  /** Check and report, run nothing. */
  readonly dryRun?: boolean;
  /** Where something fails, leave the files as they are. */
  readonly keep?: boolean;
  /** The target of the command's standard output. Default: standard error. */
  readonly output?: "stdout" | "stderr";
}

export interface Versioned {
  /**
   * `refused` by the policy, and nothing was run; `failed` while it was carried out; `nothing` to release; `planned` by
   * a dry run; `done`.
   */
  readonly outcome: "done" | "planned" | "nothing" | "refused" | "failed";
  readonly report: Report;
  /** The planner's own command. */
  readonly command: string;
  /** Members of trains that get another number than the planner's. */
  readonly trains: readonly TrainMove[];
  /** Ranges that exclude the train's version of their package: nothing releases the dependents. */
  readonly left: readonly Sentence[];
  /** True where the releases change the ledger of deprecations. */
  readonly ledger: boolean;
  /** Why it failed. */
  readonly failure?: Sentence;
  /** Where the files said something else than what was judged. */
  readonly differences: readonly Sentence[];
  /** Files that are not as they were before. */
  readonly changed: readonly string[];
  /** What was put back after a failure. */
  readonly restored?: Restored;
  /** How to put back the rest: all of it with `keep`, else what could not be. */
  readonly undo?: Undo;
}

const ANSWERED = idsOf(rules, ({ fixedByVersion }) => fixedByVersion);

/**
 * Checks, runs the planner's own command, applies trains and the ledger, and verifies that the files match the
 * checked plan. If anything fails, every file is restored. Throws `CannotJudge` if it cannot start; then nothing was
 * run.
 */
export function version(options: VersionOptions = {}): Promise<Versioned> {
  return inWritableWorkspace("version", options, async (root, scratches, writer) => {
    let trains: readonly TrainMove[] = [];
    const judged = await judgedWorkspace(root, scratches, options, ({ facts, policy, counted }) => {
      if (facts.planner.id === "pnpm") return facts;
      const off = counted.filter(({ rule }) => ANSWERED.has(rule)).map((one) => one.package ?? "");
      const carried = withTrains(facts, policy, new Set(off));
      trains = carried.moves;
      return carried.facts;
    });
    return begin(root, writer, judged, trains, options);
  });
}

async function begin(
  root: string,
  writer: Writer | undefined,
  judged: Judged,
  trains: readonly TrainMove[],
  { args = [], keep = false, output = "stderr" }: VersionOptions,
): Promise<Versioned> {
  const { report, facts, policy } = judged;
  const { id } = facts.planner;
  refuseOtherPlans(id, args);
  const after = ledgerAfter(viewOf(facts, policy));
  const summary = {
    report,
    command: [id === "pnpm" ? "pnpm version -r" : "changeset version", ...args].join(" "),
    trains,
    left: leftBehind(facts, trains),
    ledger: after.some((entry, i) => entry !== policy.deprecations[i]),
    differences: [],
    changed: [],
  };
  if (report.outcome === "fail") return { ...summary, outcome: "refused" };
  const isIdle = facts.changesets.length === 0 && !facts.pre && facts.releases.length === 0;
  if (isIdle) return { ...summary, outcome: "nothing" };
  const command = releaseCommand(root, id, args, process.env);
  const before = Snapshot.ofRelease(
    root,
    facts.packages.map(({ dir }) => dir),
  );
  refuseReadOnly(before);
  if (!writer) return { ...summary, outcome: "planned" };
  const committed = committedFiles(root);
  return await writer.change(before, async (): Promise<Versioned> => {
    const result = await carryOut({ writer, judged, trains, command, before, output });
    if (!result.failure) {
      return { ...summary, ...result, changed: before.changed(), outcome: "done" };
    }
    const restored = keep ? undefined : before.restore();
    const changed = before.changed();
    return {
      ...summary,
      ...result,
      ...(restored ? { restored } : {}),
      ...(changed.length > 0 ? { undo: undoOf(changed, committed, before) } : {}),
      changed,
      outcome: "failed",
    };
  });
}

function refuseReadOnly(before: Snapshot): void {
  const paths = before.readOnly();
  if (paths.length === 0) return;
  throw new CannotJudge(
    ...paths.map((path) => ({
      message: `${path} is read-only, but a release may have to write it`,
      help: `make it writable: chmod u+w ${path}`,
    })),
  );
}

/**
 * Plain ranges that leave out the number that a train gives their package: Changesets sees its own number inside, and
 * rewrites nothing. Workspace ranges follow by themselves.
 */
const leftBehind = ({ packages, releases }: Facts, trains: readonly TrainMove[]): Sentence[] =>
  packages.flatMap(({ name, dependencies }) =>
    dependencies.flatMap(({ name: on, field, spec, range }) => {
      const to = trains.find((move) => move.name === on)?.to;
      const next = releases
        .find((release) => release.name === name)
        ?.ranges.find((one) => one.on === on && one.field === field);
      const after = next?.after ?? range;
      if (to === undefined || after === undefined || spec.startsWith("workspace:")) return [];
      return satisfies(to, after)
        ? []
        : [say`${name} depends on ${on} ${after}, which excludes ${to}`];
    }),
  );

const REFUSED = {
  changesets: {
    "--snapshot": "snapshots are not supported: run `changeset version --snapshot` directly",
    "--ignore": "list the packages under `ignore` in .changeset/config.json instead",
  },
  pnpm: {
    "--filter": "release the whole workspace, or list the others under `versioning.ignore`",
    "--filter-prod": "release the whole workspace, or list the others under `versioning.ignore`",
    "-F": "release the whole workspace, or list the others under `versioning.ignore`",
    "--dry-run": "use `release-policy version --dry-run`",
    "--ignore-workspace": "versions are always computed for the whole workspace",
    "--workspace-packages": "list them under `packages` in pnpm-workspace.yaml",
  },
} as const;

/** Throws `CannotJudge` on an argument with which the planner's command makes another plan than the one that was judged. */
function refuseOtherPlans(planner: PlannerId, args: readonly string[]): void {
  const known: Readonly<Record<string, string>> =
    REFUSED[planner === "pnpm" ? "pnpm" : "changesets"];
  const obstacles = args.flatMap((arg) => {
    const name = arg.replace(/=.*$/, "");
    const help = Object.hasOwn(known, name) ? known[name] : undefined;
    return help === undefined
      ? []
      : [{ message: `${name} would not write the versions that were checked`, help }];
  });
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}
