import parse from "semver/functions/parse.js";
import { closest } from "./closest.ts";
import { keyOf, WHOLE_PACKAGE } from "./api.ts";
import { isBefore, versionOf } from "./line.ts";
import type { Deprecation } from "./policy/policy.ts";

/** What is wrong with an entry of the ledger. `key` is the value at fault, `other` what it contradicts. */
export interface LedgerFault {
  readonly entry: Deprecation;
  readonly kind:
    | "unknown-package"
    | "active-twice"
    | "no-version"
    | "removed-without-version"
    | "version-without-removal"
    | "removed-before-deprecated"
    | "removal-announced-too-early"
    | "not-released"
    | "no-replacement";
  readonly key?: "deprecatedIn" | "announcedRemoval" | "removedIn";
  readonly value?: string;
  readonly other?: string;
}

/**
 * Where the ledger contradicts itself or the workspace. `versions` are those after the plan, by package; a package
 * that is gone is known where the ledger deprecates it as a whole.
 */
export function ledgerFaults(
  ledger: readonly Deprecation[],
  versions: ReadonlyMap<string, string | undefined>,
): LedgerFault[] {
  const whole = new Set(
    ledger.filter(({ api }) => api === WHOLE_PACKAGE).map((entry) => entry.package),
  );
  const active = new Map<string, Deprecation>();
  return ledger.flatMap((entry): LedgerFault[] => {
    const faults = [...stateFaults(entry), ...versionFaults(entry, versions.get(entry.package))];
    if (!versions.has(entry.package) && !whole.has(entry.package)) {
      const meant = closest(entry.package, versions.keys());
      faults.push({ entry, kind: "unknown-package", ...(meant ? { other: meant } : {}) });
    }
    const before = active.get(keyOf(entry));
    if (entry.state === "active") {
      if (before) faults.push({ entry, kind: "active-twice", other: before.deprecatedIn });
      else active.set(keyOf(entry), entry);
    }
    return faults;
  });
}

function stateFaults(entry: Deprecation): LedgerFault[] {
  const { state, removedIn, api } = entry;
  if (state !== "removed" && removedIn !== undefined)
    return [{ entry, kind: "version-without-removal", value: state }];
  return state === "removed" && removedIn === undefined && api !== WHOLE_PACKAGE
    ? [{ entry, kind: "removed-without-version" }]
    : [];
}

function versionFaults(entry: Deprecation, now: string | undefined): LedgerFault[] {
  const { deprecatedIn, announcedRemoval, removedIn } = entry;
  const none = (["deprecatedIn", "announcedRemoval", "removedIn"] as const).flatMap((key) => {
    const value = entry[key];
    const isVersion = key === "announcedRemoval" ? versionOf : parse;
    return value === undefined || isVersion(value)
      ? []
      : [{ entry, kind: "no-version" as const, key, value }];
  });
  if (none.length > 0) return none;
  const faults: LedgerFault[] = [];
  if (removedIn !== undefined && isBefore(removedIn, deprecatedIn))
    faults.push({
      entry,
      kind: "removed-before-deprecated",
      value: removedIn,
      other: deprecatedIn,
    });
  if (announcedRemoval !== undefined && !isBefore(deprecatedIn, announcedRemoval))
    faults.push({
      entry,
      kind: "removal-announced-too-early",
      value: announcedRemoval,
      other: deprecatedIn,
    });
  for (const key of ["deprecatedIn", "removedIn"] as const) {
    const value = entry[key];
    if (value !== undefined && now !== undefined && isBefore(now, value))
      faults.push({ entry, kind: "not-released", key, value, other: now });
  }
  return faults;
}
