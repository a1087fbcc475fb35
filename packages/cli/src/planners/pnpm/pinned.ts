import type { PlannerDoubt } from "@release-policy/core/types";
import satisfies from "semver/functions/satisfies.js";
import { type Manifest, isRange } from "../../workspace/manifest.ts";
import { MEASURED } from "./measured.ts";

/** The pnpm releases that the workspace allows: `packageManager`, or `devEngines.packageManager`, which may be a range. */
function allowedPnpm({ packageManager, devEngines }: Manifest): string | undefined {
  const [, release] = /^pnpm@(\d+\.\d+\.\d+[^+]*)/.exec(String(packageManager)) ?? [];
  if (release !== undefined) return release;
  const { packageManager: engines } = (devEngines ?? {}) as { readonly packageManager?: unknown };
  const engine = [engines]
    .flat()
    .find((one) => (one as { name?: unknown } | null)?.name === "pnpm");
  const { version } = (engine ?? {}) as { readonly version?: unknown };
  return typeof version === "string" && isRange(version) ? version : undefined;
}

/** The one release that it allows. */
function pinnedPnpm(manifest: Manifest): string | undefined {
  const allowed = allowedPnpm(manifest);
  return allowed !== undefined && /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(allowed) ? allowed : undefined;
}

/** Whether an allowed release plans something else than the bundled planner, as far as they were measured. */
export function releaseDoubts(manifest: Manifest): readonly PlannerDoubt[] {
  const pinned = pinnedPnpm(manifest);
  if (pinned === undefined) return rangeDoubts(allowedPnpm(manifest));
  const situations = Object.hasOwn(MEASURED, pinned) ? MEASURED[pinned] : undefined;
  if (situations === undefined) return [{ kind: "release", pinned }];
  // These are planned as the pinned release does it.
  const others = situations.filter((one) => one !== PRIVATE && one !== LEAD);
  return others.length > 0 ? [{ kind: "release", pinned, situations: others }] : [];
}

/** Any release within the range may run; nothing is planned as one of them does it. */
function rangeDoubts(range: string | undefined): readonly PlannerDoubt[] {
  if (range === undefined) return [];
  const measured = Object.keys(MEASURED).filter((release) => satisfies(release, range));
  if (measured.length === 0) return [{ kind: "release", pinned: range }];
  const situations = [...new Set(measured.flatMap((release) => MEASURED[release]!))];
  return situations.length > 0 ? [{ kind: "release", pinned: range, situations }] : [];
}

const PRIVATE = "private";
const LEAD = "lead";

/** Whether the pinned release treats private packages as never published, so that they keep their version. */
export const keepsPrivateVersions = (manifest: Manifest): boolean => isPinnedIn(PRIVATE, manifest);

/** Whether the pinned release counts an epic's lead at `2.0.0-beta.0` as major 2, as the bundled planner does. */
export const leadsAsBundled = (manifest: Manifest): boolean => isPinnedIn(LEAD, manifest);

function isPinnedIn(situation: string, manifest: Manifest): boolean {
  const pinned = pinnedPnpm(manifest) ?? "";
  return Object.hasOwn(MEASURED, pinned) && MEASURED[pinned]!.includes(situation);
}
