import { type DatedRelease, type View, endedLines } from "@release-policy/core";
import type { Deprecation } from "@release-policy/core/types";

/** Releases that npm has to show as deprecated. */
export interface NpmDeprecation {
  readonly name: string;
  /** A range of versions. */
  readonly versions: string;
  readonly message: string;
}

/** What npm must show for a ledger: packages deprecated as a whole. npm does not know other APIs. */
export const npmDeprecations = (
  ledger: readonly Omit<Deprecation, "line">[],
): readonly NpmDeprecation[] =>
  ledger
    .filter(isForNpm)
    .map((entry) => ({ name: entry.package, versions: "*", message: messageFor(entry) }));

/** The releases of a package that are past the `support` of its track. Undefined where there are none. */
export function unsupportedReleases(
  name: string,
  releases: readonly DatedRelease[],
  view: View,
): (NpmDeprecation & { readonly lines: readonly string[] }) | undefined {
  const window = view.trackOf(name)?.support;
  const isWhole = view.policy.deprecations.some((one) => one.package === name && isForNpm(one));
  if (!window || isWhole) return undefined;
  const ended = endedLines(releases, window, view.today);
  if (!ended) return undefined;
  const { lines, versions, newest } = ended;
  return { name, lines, versions, message: `No longer supported: update to ${newest}` };
}

export const isForNpm = ({ api, state }: Pick<Deprecation, "api" | "state">): boolean =>
  api === "*" && state !== "rolledBack";

/** Starts with a letter, so that npm never treats it as an option. */
function messageFor({ replacement, state }: Pick<Deprecation, "replacement" | "state">): string {
  const what = state === "removed" ? "No longer maintained" : "Deprecated";
  return typeof replacement === "string" ? `${what}: use ${replacement} instead` : what;
}
