import type { PlanInput } from "../../planners/port.ts";
import { withNameLists } from "../../planners/changesets/name-list.ts";
import { type NativeChangeset, nativePlanner, toNative } from "../../planners/changesets/native.ts";
import { readPreState } from "../../planners/changesets/pre-state.ts";
import {
  type ChangesetsConfig,
  readChangesetsConfig,
  silenceConsole,
} from "../../workspace/changesets-config.ts";
import type { Manifest } from "../../workspace/manifest.ts";

/** A plan in the words of Changesets itself, with all that its writer needs. */
export interface NativePlan {
  readonly major: 2 | 3;
  readonly root: string;
  readonly releases: readonly { readonly name: string; readonly newVersion: string }[];
  readonly changesets: readonly NativeChangeset[];
  readonly config: ChangesetsConfig & {
    readonly changelog?: false | readonly [string, unknown];
    /** Of 2. */
    readonly prettier?: boolean;
    /** Of 3. */
    readonly format?: false | string;
  };
  readonly packages: readonly { readonly dir: string; readonly packageJson: Manifest }[];
}

/** Plans once more, for the changesets and settings that the report leaves out. Undefined if the planner refuses. */
export async function nativePlanOf(
  major: 2 | 3,
  { workspace, reading, installed }: PlanInput,
): Promise<NativePlan | undefined> {
  const config = await readChangesetsConfig(workspace, major);
  const pre = readPreState(workspace.root, `changesets@${major}`);
  const { assemble } = await nativePlanner(major, installed);
  const native = workspace.native as Pick<NativePlan, "packages">;
  const restoreConsole = silenceConsole();
  try {
    const changesets = (reading?.changesets ?? []).map((one) => toNative(one, major, pre));
    const plan = assemble(changesets, workspace.native, withNameLists(config), pre?.state);
    const { packages } = native;
    // With a prerelease under way, only new changesets are in it.
    const used = (plan as { changesets?: NativePlan["changesets"] }).changesets ?? changesets;
    return { major, root: workspace.root, releases: plan.releases, changesets: used, config, packages };
  } catch {
    return undefined;
  } finally {
    restoreConsole();
  }
}
