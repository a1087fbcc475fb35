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

/** Whether an allowed release plans something else than the bundled planner, as far as they were measured. */
export function releaseDoubts(manifest: Manifest): readonly PlannerDoubt[] {
  const pinned = allowedPnpm(manifest);
  if (pinned === undefined) return [];
  const allowed = [...measured()].filter(([release]) => satisfies(release, pinned));
  if (allowed.length === 0) return [{ kind: "release", pinned }];
  const situations = [...new Set(allowed.flatMap(([, own]) => own))]
    // One release is planned as it does it; within a range, any of them may run.
    .filter((one) => pinned !== allowed[0]![0] || ![PRIVATE, LEAD].includes(one))
    .toSorted();
  return situations.length > 0 ? [{ kind: "release", pinned, situations }] : [];
}

const PRIVATE = "private";
const LEAD = "lead";

/** Whether the pinned release treats private packages as never published, so that they keep their version. */
export const keepsPrivateVersions = (manifest: Manifest): boolean => isPinnedIn(PRIVATE, manifest);

/** Whether the pinned release counts an epic's lead at `2.0.0-beta.0` as major 2, as the bundled planner does. */
export const leadsAsBundled = (manifest: Manifest): boolean => isPinnedIn(LEAD, manifest);

const isPinnedIn = (situation: string, manifest: Manifest): boolean =>
  measured()
    .get(allowedPnpm(manifest) ?? "")
    ?.includes(situation) === true;

/** The situations by release. */
const measured = (): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(MEASURED).flatMap(([situations, releases]) =>
      releases.split(" ").map((release) => [release, situations.match(/\w+/g) ?? []] as const),
    ),
  );
