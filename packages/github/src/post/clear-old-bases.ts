import type { Forge } from "../forge/forge.ts";
import { isStatusName, statusName } from "./status-name.ts";

/** In a repository with more open pull requests, old statuses are left as they are. */
const MOST_PULL_REQUESTS = 1000;

/**
 * After a pull request got another base, its head keeps the status for the old one, which nothing updates any more. That
 * status is set to `pending`: `success` would be a verdict that was never made, and the old one could let the pull request
 * through when it comes back after a change of the policy. Another open pull request of the same commit may still need
 * that status, and it may be a stranger's: then it is left alone, so that retargeting one pull request never changes another.
 * Asks the forge what is there instead of an event, so that a lost webhook or the order of events does not matter.
 */
export async function clearOldBases(forge: Forge, commit: string, key?: string): Promise<void> {
  if (!forge.setStatus || !forge.ownStatuses || !forge.openPullRequests) return;
  const newest = new Map<string, string>();
  for await (const { name, state } of forge.ownStatuses(commit))
    if (isStatusName(name, key) && !newest.has(name)) newest.set(name, state);
  const settled = [...newest].flatMap(([name, state]) => (state === "pending" ? [] : [name]));
  if (settled.length < 2) return;
  const needed = new Set<string>();
  let count = 0;
  for await (const { head, base } of forge.openPullRequests()) {
    if (++count > MOST_PULL_REQUESTS) return;
    if (head.commit === commit) needed.add(statusName(base, key));
  }
  // An outdated head has no pull request: the status of the old commit stays.
  if (needed.size === 0) return;
  const description = "No open pull request of this commit targets this branch";
  for (const name of settled)
    if (!needed.has(name)) await forge.setStatus(commit, { name, state: "pending", description });
}
