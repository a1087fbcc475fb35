import type { Group } from "@release-policy/core/types";
import { CannotJudge } from "../../errors.ts";
import { CONFIG_FILE } from "../../workspace/changesets-config.ts";

/** Changesets looks for each member of a group among all packages: with 4,000 of both that takes ten seconds. */
const MOST_COMPARED = 10_000_000;

/** Throws `CannotJudge` where fixed and linked groups of that many packages would take the planner minutes. */
export function refuseLargeGroups(groups: readonly Group[], packages: number): void {
  const members = groups.reduce((sum, group) => sum + group.members.length, 0);
  if (members * packages <= MOST_COMPARED) return;
  throw new CannotJudge({
    message: `fixed and linked groups have ${members} packages of ${packages}: too many to plan (limit: ${MOST_COMPARED} for the product)`,
    help: "split the workspace, or make the groups smaller",
    at: { path: CONFIG_FILE, line: 1, column: 1 },
  });
}
