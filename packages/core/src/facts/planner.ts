export const PLANNERS = ["changesets@2", "changesets@3", "pnpm"] as const;
export type PlannerId = (typeof PLANNERS)[number];

/** Why the planner that will run may plan something else than the one that judges. */
export type PlannerDoubt =
  | {
      readonly kind: "patched";
      readonly packages: readonly string[];
      readonly by: "pnpm" | "yarn" | "bun" | "patch-package";
    }
  | {
      readonly kind: "release";
      /** The release of pnpm that the workspace asks for. */
      readonly pinned: string;
      /** The situations in which it was measured to plan something else; undefined where it was not measured. */
      readonly situations?: readonly string[];
    }
  | {
      /** Changesets 3 finds the pre.json of Changesets 2, with these changesets in it. */
      readonly kind: "pre-state";
      readonly changesets: readonly string[];
    };

export interface Planner {
  readonly id: PlannerId;
  /** The npm package that computed the plan, and its version. */
  readonly package: string;
  readonly version: string;
  readonly from: "workspace" | "bundled";
  /** True where the workspace patches a package of the planner. */
  readonly patched?: boolean;
  readonly doubts?: readonly PlannerDoubt[];
  /** Changesets 2: peers are bumped only when they leave their range, as its configuration can ask. */
  readonly peersOnlyOutOfRange?: boolean;
}
