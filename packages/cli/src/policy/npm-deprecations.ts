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

export const isForNpm = ({ api, state }: Pick<Deprecation, "api" | "state">): boolean =>
  api === "*" && state !== "rolledBack";

/** Starts with a letter, so that npm never treats it as an option. */
function messageFor({ replacement, state }: Pick<Deprecation, "replacement" | "state">): string {
  const what = state === "removed" ? "No longer maintained" : "Deprecated";
  return typeof replacement === "string" ? `${what}: use ${replacement} instead` : what;
}
