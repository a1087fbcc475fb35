import type { Group } from "@release-policy/core/types";
import { CannotJudge } from "../../errors.ts";
import { CONFIG_FILE } from "../../workspace/changesets-config.ts";

/** Changesets goes through all releases for each group, again and again until nothing moves: ten times this is a second. */
const MOST_COMPARED = 10_000_000;

/** Throws `CannotJudge` where so many fixed and linked groups would take the planner minutes. */
export function refuseManyGroups(groups: readonly Group[], packages: number): void {
  if (groups.length * packages <= MOST_COMPARED) return;
  throw new CannotJudge({
    message: `${groups.length} fixed and linked groups for ${packages} packages are too many to plan (limit: ${MOST_COMPARED} for the product)`,
    help: "split the workspace, or use fewer groups",
    at: { path: CONFIG_FILE, line: 1, column: 1 },
  });
}
