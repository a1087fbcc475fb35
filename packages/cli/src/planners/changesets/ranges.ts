import { posix } from "node:path";
import { BUMPS, type Bump, type DependencyField, satisfies } from "@release-policy/core/internal";
import Range from "semver/classes/range.js";
import inc from "semver/functions/inc.js";
import prerelease from "semver/functions/prerelease.js";
import type { ChangesetsConfig } from "../../workspace/changesets/changesets-config.ts";
import { MARKS, isRange } from "../../workspace/manifest.ts";

/** A release as Changesets plans it. `oldVersion` is the group's highest where the package is in a group. */
export interface NativeRelease {
  readonly name: string;
  readonly type: Bump;
  readonly oldVersion: string;
  readonly newVersion: string;
  readonly changesets: readonly string[];
}

/**
 * The spec that `changeset version` writes into a package that it releases, for a dependency that it releases
 * too. Mirrors `@changesets/apply-release-plan` 7 and 8, which export nothing but the whole step with its
 * writes; held against the real command for generated workspaces (test/oracle).
 */
export function rewrittenSpec(
  spec: string,
  field: DependencyField,
  to: NativeRelease,
  config: ChangesetsConfig,
  major: 2 | 3,
): string {
  const inWorkspace = spec.startsWith("workspace:");
  const written = inWorkspace ? spec.slice("workspace:".length) : spec;
  if ((inWorkspace && MARKS.includes(written)) || /^(?:file|link):/.test(spec)) return spec;
  if (!isRange(written) || !leavesOrFollows(spec, field, to, config)) return spec;
  if (!inWorkspace && config.bumpVersionsWithWorkspaceProtocolOnly) return spec;
  if (new Range(written).range === "" && prerelease(to.newVersion) === null) return spec;
  const range = major === 3 ? nextRange3(written, to) : `${rangeOperator(written)}${to.newVersion}`;
  return inWorkspace ? `workspace:${range}` : range;
}

function leavesOrFollows(
  spec: string,
  field: DependencyField,
  to: NativeRelease,
  config: ChangesetsConfig,
): boolean {
  const range = plannedRange(spec, to.oldVersion);
  if (!satisfies(to.newVersion, range)) return true;
  if (field === "peerDependencies") {
    return !config.___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH
      .onlyUpdatePeerDependentsWhenOutOfRange;
  }
  return BUMPS.indexOf(to.type) >= BUMPS.indexOf(config.updateInternalDependencies);
}

/** The range that Changesets compares a dependency's new version with. */
export function plannedRange(spec: string, oldVersion: string): string {
  if (!spec.startsWith("workspace:")) return spec;
  const rest = spec.slice("workspace:".length);
  if (rest === "*") return oldVersion;
  return rest === "^" || rest === "~" ? `${rest}${oldVersion}` : rest;
}

export const isPathTo = (rest: string, dir: string): boolean => posix.normalize(rest) === dir;

/** Changesets 3 keeps the upper bound of `>=1.0.0 <3.0.0` where the new version is below it. */
function nextRange3(range: string, { newVersion, type }: NativeRelease): string {
  const { set } = new Range(range);
  const comparators = set.length === 1 ? set[0]! : [];
  const lower = comparators.find(({ operator }) => operator.startsWith(">"));
  const upper = comparators.find(({ operator }) => operator.startsWith("<"));
  if (
    comparators.length !== 2 ||
    !range.includes(">") ||
    !range.includes("<") ||
    !lower ||
    !upper
  ) {
    return `${rangeOperator(range)}${newVersion}`;
  }
  const bound = satisfies(newVersion, upper.value)
    ? upper.value
    : `<${type === "none" ? newVersion : inc(newVersion, type)}`;
  return comparators[0] === lower ? `>=${newVersion} ${bound}` : `${bound} >=${newVersion}`;
}

const rangeOperator = (range: string): string => /^(?:\^|~|>=|<=|>)/.exec(range)?.[0] ?? "";
