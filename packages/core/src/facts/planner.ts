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
      /** The pnpm release that the workspace pins. */
      readonly pinned: string;
      /** The situations in which its plan was measured to differ; undefined if it was not measured. */
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
  /** Changesets 2 with the option to bump peers only if they leave their range. */
  readonly peersOnlyOutOfRange?: boolean;
}
