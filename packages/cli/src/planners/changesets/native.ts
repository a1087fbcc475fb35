import { assembleReleasePlan } from "@changesets/assemble-release-plan";
import type { Changeset, Planner } from "@release-policy/core/types";
import type { Packages3 } from "../../workspace/changesets/changesets-3.ts";
import type { ChangesetsConfig } from "../../workspace/changesets/changesets-config.ts";
import { isObjectOrArray } from "../../files/json.ts";
import type { Installed } from "../installation.ts";
import type { PreReading } from "./pre-state.ts";
import type { NativeRelease } from "./ranges.ts";

const PACKAGE = "@changesets/assemble-release-plan";
/** The releases that are bundled; the catalog in pnpm-workspace.yaml pins them, and a test compares. */
const BUNDLED = { 2: "6.0.10", 3: "7.0.0" } as const;

type Assemble = (
  changesets: readonly NativeChangeset[],
  packages: unknown,
  config: ChangesetsConfig,
  preState: unknown,
) => {
  readonly releases: readonly NativeRelease[];
  readonly changesets: readonly NativeChangeset[];
};

interface NativeChangeset {
  readonly id: string;
  readonly summary: string;
  readonly releases: readonly { readonly name: string; readonly type: string }[];
}

export interface NativePlanner {
  readonly planner: Planner;
  /** True if it is not the bundled release. */
  readonly foreign: boolean;
  readonly assemble: Assemble;
}

/** Changesets' own planner: the workspace's, or the bundled one of the same major. */
export async function nativePlanner(
  major: 2 | 3,
  installed: Installed | undefined,
): Promise<NativePlanner> {
  const loaded: unknown =
    installed && !installed.isBundled ? await import(installed.entry) : await bundled(major);
  const version = installed?.version ?? BUNDLED[major];
  const assemble = version.startsWith("0.") ? await beforeOne(loaded) : assembleOf(loaded);
  return {
    foreign: version !== BUNDLED[major],
    planner: {
      id: `changesets@${major}`,
      package: PACKAGE,
      version,
      from: installed ? "workspace" : "bundled",
    },
    assemble,
  };
}

const bundled = async (major: 2 | 3): Promise<unknown> =>
  major === 3
    ? planner3((await import("../../workspace/changesets/changesets-3.ts")).withoutUnread)
    : (await import("../../workspace/changesets/changesets-2.ts")).assembleReleasePlan2;

const planner3 =
  (lean: (packages: Packages3) => { readonly packages: Packages3 }) =>
  (...[changesets, packages, ...rest]: Parameters<typeof assembleReleasePlan>) =>
    assembleReleasePlan(changesets, lean(packages).packages, ...rest);

/** The function is a named export in 3, a default in 2, and a default of a default where CommonJS was wrapped. */
function assembleOf(module: unknown): Assemble {
  let found = module;
  while (isObjectOrArray(found)) {
    const exports = found as Record<string, unknown>;
    found = exports["assembleReleasePlan"] ?? exports["default"];
  }
  return found as Assemble;
}

/** The planner of Changesets 2.0 to 2.4 takes the packages in a different form, and the graph separately. */
async function beforeOne(module: unknown): Promise<Assemble> {
  const assemble = assembleOf(module) as (...args: readonly unknown[]) => ReturnType<Assemble>;
  const { getDependentsGraph2 } = await import("../../workspace/changesets/changesets-2.ts");
  return (changesets, packages, config, preState) => {
    const native = packages as Parameters<typeof getDependentsGraph2>[0];
    const workspaces = native.packages.map(({ dir, packageJson }) => ({
      name: packageJson.name,
      config: packageJson,
      dir,
    }));
    return assemble(changesets, workspaces, getDependentsGraph2(native), config, preState);
  };
}

/** Changesets 3 identifies a used changeset by its folder, even if pre.json still lists it like Changesets 2. */
export function toNative(
  changeset: Changeset,
  major: 2 | 3,
  pre: PreReading | undefined,
): NativeChangeset {
  const { id, summary, bumps } = changeset;
  const moved = major === 3 && pre?.consumed.has(id);
  return {
    id: moved ? `pre/${id}` : id,
    summary,
    releases: bumps.map(({ package: name, bump }) => ({ name, type: bump })),
  };
}
