import {
  judge,
  ledgerAfter,
  plain,
  rules,
  viewOf,
  type Facts,
  type Policy,
} from "@release-policy/core";
import { writeDeprecations } from "./adapters/deprecations-file.ts";
import { CannotJudge, type Obstacle } from "./errors.ts";

/**
 * Writes into the ledger what the releases of the plan deprecate and remove: what `version` does beside the planner.
 * Returns the file, undefined where there is nothing to write. Throws `CannotJudge`, and writes nothing, where a
 * changeset or the plan cannot be read, or the ledger would contradict itself.
 */
export function writeLedger(root: string, facts: Facts, policy: Policy): string | undefined {
  const obstacles = obstaclesOf(facts, policy);
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  const next = ledgerAfter(viewOf(facts, policy, new Set()));
  return writeDeprecations(root, policy.deprecations, next);
}

function obstaclesOf(facts: Facts, policy: Policy): Obstacle[] {
  const own = rules.filter(({ id }) => id === "deprecation-ledger");
  const { findings } = judge(facts, policy, own);
  return [
    ...facts.unreadable.map(({ reason, at }) => ({ message: plain(reason), at })),
    ...(facts.refusal ? [facts.refusal] : []),
    ...findings
      .filter(({ level }) => level === "error")
      .map(({ message, help, at }) => ({ message: plain(message), help: plain(help), at })),
  ];
}
