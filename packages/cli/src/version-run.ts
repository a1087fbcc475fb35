import { say, type Facts, type Sentence, type TrainMove } from "@release-policy/core";
import { runReleaseCommand, type ReleaseCommand } from "./adapters/release-command.ts";
import type { Snapshot } from "./adapters/snapshot.ts";
import { messageOf } from "./errors.ts";
import type { Judged } from "./judge-workspace.ts";
import { differencesOf } from "./version-proof.ts";
import { writeLedger } from "./write-ledger.ts";

export interface Run {
  readonly root: string;
  readonly judged: Judged;
  readonly trains: readonly TrainMove[];
  readonly command: ReleaseCommand;
  readonly before: Snapshot;
  readonly output: "stdout" | "stderr";
}

export interface Ran {
  /** Why it failed, undefined where all is as it was judged. */
  readonly failure?: Sentence;
  readonly differences: readonly Sentence[];
}

/** The planner's command, what it cannot do, and the proof. Never throws: whatever happens has to be cleared up. */
export async function carryOut(run: Run): Promise<Ran> {
  const { root, judged, trains, command, before } = run;
  const { facts, policy, choice } = judged;
  try {
    const why = await runPlanner(run);
    if (why !== undefined) return { failure: say`${command.shown} ${[why]}`, differences: [] };
    if (trains.length > 0) {
      const { writeMoves } = await import("./adapters/version-edits.ts");
      const dirs = facts.packages.map(({ dir }) => dir);
      writeMoves(root, dirs, trains, before);
    }
    // From the facts of before: the changesets that deprecate are used up by now.
    writeLedger(root, facts, policy);
    const differences = await differencesOf(root, facts, choice);
    if (differences.length === 0) return { differences };
    return {
      failure: [...say`${command.shown} did not write what was judged`, ...hint(facts)],
      differences,
    };
  } catch (error) {
    return { failure: [messageOf(error)], differences: [] };
  }
}

/** What only pnpm's registry knows. */
const hint = ({ planner }: Facts): Sentence =>
  planner.id === "pnpm"
    ? say`; packages that the registry does not have belong under ${"unpublished"} in policies/workspace.yaml`
    : [];

/** Why the command failed, undefined where it did not. The guard of a pnpm workspace is out of its way meanwhile. */
async function runPlanner({ root, judged, command, before, output }: Run) {
  const fd = output === "stdout" ? 1 : 2;
  if (judged.facts.planner.id !== "pnpm") return runReleaseCommand(root, command, fd);
  const { hasGuard, isDirty, liftGuard } = await import("./adapters/pnpm-guard.ts");
  if (!hasGuard(root)) return runReleaseCommand(root, command, fd);
  const asked = command.args.includes("--no-git-checks");
  if (!asked && isDirty(root)) {
    return "needs a clean working tree: commit or stash, or pass -- --no-git-checks";
  }
  liftGuard(root);
  try {
    // Without its guard the tree is not clean; it was looked at above.
    const args = asked ? command.args : [...command.args, "--no-git-checks"];
    return await runReleaseCommand(root, { ...command, args }, fd);
  } finally {
    before.putBack("pnpm-workspace.yaml");
  }
}
