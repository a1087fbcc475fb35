import type { Forge } from "../forge/forge.ts";
import type { PullRequest } from "../pull-request.ts";
import { statusName } from "./status-name.ts";

const REASONS: Readonly<Record<string, string>> = {
  "too-slow": "it took too long",
  "too-much-cpu": "it took too much CPU time",
  "too-much-memory": "it took too much memory",
  "too-much-disk": "it took too much disk",
  "too-long": "its result is too large",
  crashed: "the check crashed",
};

const mark = (base: string): string => `[base ${base.slice(0, 12)}]`;

/** The status of a head that used up its budget. It is the only memory of that, so it names the base. */
export const overBudgetDescription = (reason: string, base: string): string =>
  `Not checked: ${REASONS[reason] ?? "limit exceeded"}. Push, change the base or recheck to retry ${mark(base)}`;

/**
 * Whether judging this head on this base has used up its budget before. Only statuses of this account are read: who
 * can write one as this account can also write the verdict.
 */
export async function isLeftAlone(forge: Forge, { head, base }: PullRequest): Promise<boolean> {
  const name = statusName(base);
  for await (const status of forge.ownStatuses?.(head.commit) ?? [])
    if (status.name === name)
      return status.state === "error" && status.description.endsWith(mark(base.commit));
  return false;
}
