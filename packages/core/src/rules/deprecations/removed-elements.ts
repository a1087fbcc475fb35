import type { Release } from "../../facts/facts.ts";
import type { View } from "../../judge/view.ts";
import type { Track } from "../../policy/policy.ts";
import { type Differences, apiBreaks, byWaiver, waivedElement } from "../../policy/api-promise.ts";
import { WHOLE_PACKAGE, apiKey } from "./declared-apis.ts";
import { removalsOf } from "./removals.ts";

/** Elements that a release removes according to API reports without an earlier deprecation. */
export interface RemovedElements {
  readonly release: Release;
  readonly track: Track;
  /** What was compared: `base`, or the version of the last release. */
  readonly against: string;
  readonly elements: Differences;
  /** The one element that it is about, where a waiver names it. */
  readonly api?: string;
}

/** Undeclared ones, on tracks that require a deprecation first; declared ones are checked there. */
export function removedElements(view: View): readonly RemovedElements[] {
  if (!view.packages.some(({ api }) => api)) return [];
  const known = new Set([
    ...removalsOf(view).map(apiKey),
    ...view.policy.deprecations.filter(({ state }) => state === "active").map(apiKey),
  ]);
  return view.packages.flatMap((pkg): RemovedElements[] => {
    const { name, api } = pkg;
    const [track, release] = [view.trackOf(name), view.releaseOf(name)];
    if (!api || !release || !track?.require.removal || !view.isJudged(pkg)) return [];
    const key = (path: string) => apiKey({ package: name, api: path });
    if (known.has(key(WHOLE_PACKAGE))) return [];
    const sudden = apiBreaks(view.policy, pkg).proven.filter(
      ({ kind, path, wasDeprecated }) =>
        kind === "removed" && !wasDeprecated && !known.has(key(path)),
    );
    return byWaiver(view.policy, pkg, sudden).map((elements) => ({
      release,
      track,
      against: api.against,
      elements,
      ...waivedElement(view.policy, elements),
    }));
  });
}

/** Whether the report of the last release, or of the base, has the element as deprecated. */
export const isDeprecatedInReport = (view: View, name: string, api: string): boolean =>
  (view.packageNamed(name)?.api?.differences ?? []).some(
    ({ path, wasDeprecated }) => wasDeprecated && path === api,
  );
