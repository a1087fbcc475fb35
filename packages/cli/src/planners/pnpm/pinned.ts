import type { PlannerDoubt } from "@release-policy/core/types";
import type { Manifest } from "../../workspace/manifest.ts";
import { MEASURED } from "./measured.ts";

/** The pnpm release that the workspace pins: `packageManager`, or `devEngines.packageManager`, in full. */
function pinnedPnpm({ packageManager, devEngines }: Manifest): string | undefined {
  const [, release] = /^pnpm@(\d+\.\d+\.\d+[^+]*)/.exec(String(packageManager)) ?? [];
  if (release !== undefined) return release;
  const { packageManager: engines } = (devEngines ?? {}) as { readonly packageManager?: unknown };
  const engine = [engines]
    .flat()
    .find((one) => (one as { name?: unknown } | null)?.name === "pnpm");
  const { version } = (engine ?? {}) as { readonly version?: unknown };
  return typeof version === "string" && /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)
    ? version
    : undefined;
}

/** Whether that release plans something else than the bundled planner, as far as it was measured. */
export function releaseDoubts(manifest: Manifest): readonly PlannerDoubt[] {
  const pinned = pinnedPnpm(manifest);
  if (pinned === undefined) return [];
  const situations = Object.hasOwn(MEASURED, pinned) ? MEASURED[pinned] : undefined;
  if (situations === undefined) return [{ kind: "release", pinned }];
  // What a private package gets is planned as the pinned release does it.
  const others = situations.filter((one) => one !== PRIVATE);
  return others.length > 0 ? [{ kind: "release", pinned, situations: others }] : [];
}

const PRIVATE = "private";

/** Whether the pinned release treats private packages as never published, so that they keep their version. */
export function keepsPrivateVersions(manifest: Manifest): boolean {
  const pinned = pinnedPnpm(manifest) ?? "";
  return Object.hasOwn(MEASURED, pinned) && MEASURED[pinned]!.includes(PRIVATE);
}
