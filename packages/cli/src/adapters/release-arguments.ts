import type { PlannerId } from "@release-policy/core";
import { CannotJudge } from "../errors.ts";

const REFUSED = {
  changesets: {
    "--snapshot": "snapshots have versions of their own: run `changeset version --snapshot` itself",
    "--ignore":
      "write the packages under `ignore` in .changeset/config.json, where the check sees them",
  },
  pnpm: {
    "--filter": "release all of the workspace, or write the others under `versioning.ignore`",
    "--filter-prod": "release all of the workspace, or write the others under `versioning.ignore`",
    "-F": "release all of the workspace, or write the others under `versioning.ignore`",
    "--dry-run": "use `release-policy version --dry-run`",
    "--ignore-workspace": "versions are made of the whole workspace",
    "--workspace-packages": "write them under `packages` in pnpm-workspace.yaml",
  },
} as const;

/** Throws `CannotJudge` on an argument with which the planner's command makes another plan than the one that was judged. */
export function refuseOtherPlans(planner: PlannerId, args: readonly string[]): void {
  const known: Readonly<Record<string, string>> =
    REFUSED[planner === "pnpm" ? "pnpm" : "changesets"];
  const obstacles = args.flatMap((arg) => {
    const name = arg.replace(/=.*$/, "");
    const help = Object.hasOwn(known, name) ? known[name] : undefined;
    return help === undefined
      ? []
      : [{ message: `${name} makes other versions than those that were judged`, help }];
  });
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}
