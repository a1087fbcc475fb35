import type { NativePlan, PlanInput } from "../../planners/port.ts";
import type { Manifest } from "../../workspace/manifest.ts";

/** A plan of Changesets with all that its own writer needs. */
export interface WritablePlan extends NativePlan {
  readonly major: 2 | 3;
  readonly root: string;
  readonly packages: readonly { readonly dir: string; readonly packageJson: Manifest }[];
}

/** Undefined if there is no plan. */
export function writablePlan(
  major: 2 | 3,
  { native, workspace }: PlanInput,
): WritablePlan | undefined {
  if (!native) return undefined;
  const { packages } = workspace.native as Pick<WritablePlan, "packages">;
  return { ...native, major, root: workspace.root, packages };
}
