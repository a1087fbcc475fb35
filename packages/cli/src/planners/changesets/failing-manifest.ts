import { type Facts, type Group, say } from "@release-policy/core/internal";
import valid from "semver/functions/valid.js";
import type { ChangesetsConfig } from "../../workspace/changesets/changesets-config.ts";
import {
  FIELDS,
  type FoundPackage,
  type FoundWorkspace,
  MARKS,
  type Manifest,
  isRange,
  manifestPathOf,
} from "../../workspace/manifest.ts";
import { type ManifestIn, dependentsIn, oddRange } from "../odd-range.ts";
import { isPathTo } from "./ranges.ts";

type Refused = Pick<NonNullable<Facts["refusal"]>, "message" | "at" | "help">;
type Config = Pick<ChangesetsConfig, "bumpVersionsWithWorkspaceProtocolOnly">;

/**
 * What Changesets fails on with a TypeError: a range that is not a string, a version that it cannot compare with a range, or
 * one that it cannot compare within a group. The first one, with its place. Undefined if there is none.
 */
export const failingManifest = (
  workspace: FoundWorkspace,
  config: Config,
  groups: readonly Group[],
  major: 2 | 3,
): Refused | undefined =>
  oddRange(workspace) ??
  failingVersion(workspace, config, major) ??
  failingMember(workspace, groups);

/** Changesets 3 also fails if the version is missing; both majors fail if it is not a string. */
function failingVersion(
  workspace: FoundWorkspace,
  config: Config,
  major: 2 | 3,
): Refused | undefined {
  const known = packagesByName(workspace);
  const fails = ({ manifest }: FoundPackage): boolean =>
    typeof manifest.version !== "string" && (major === 3 || !hasNoVersion(manifest));
  for (const dependent of dependentsIn(workspace)) {
    for (const field of FIELDS) {
      // By their keys, as Changesets reads them: an alias means the package of that key to it.
      for (const [name, spec] of Object.entries(dependent.manifest[field] ?? {})) {
        const target = known.get(name);
        if (!target || !fails(target) || !isCompared(spec, target.relativeDir, config)) continue;
        return refusedDependency(dependent, [field, name], spec, target);
      }
    }
  }
  return undefined;
}

function refusedDependency(
  { path, manifest }: ManifestIn,
  pointer: readonly [string, string],
  spec: string,
  target: FoundPackage,
): Refused {
  const [, name] = pointer;
  const dir = target.relativeDir;
  return {
    message: `${manifest.name ?? path} depends on ${name} as ${spec}, but ${name} ${versionFault(target)}`,
    at: { path, line: 1, column: 1, pointer },
    help: hasNoVersion(target.manifest)
      ? say`add a version to ${manifestPathOf(dir)}; if ${name} from the registry is intended, rename the package in ${dir}`
      : say`write a version with three numbers, such as ${'"1.0.0"'}, in ${manifestPathOf(dir)}`,
  };
}

/** Changesets looks for the highest version of a group, whichever of its packages are released. */
function failingMember(workspace: FoundWorkspace, groups: readonly Group[]): Refused | undefined {
  const known = packagesByName(workspace);
  for (const { kind, members, at } of groups) {
    const target = members
      .map((name) => known.get(name))
      .find((found) => found && valid(found.manifest.version) === null);
    if (!target) continue;
    const path = manifestPathOf(target.relativeDir);
    const name = target.manifest.name!;
    return {
      message: `${name} is in a ${kind} group, but it ${versionFault(target)}`,
      at,
      help: hasNoVersion(target.manifest)
        ? say`add a version to ${path}, or remove ${name} from ${kind} in ${at.path}`
        : say`write a version with three numbers, such as ${'"1.0.0"'}, in ${path}`,
    };
  }
  return undefined;
}

const packagesByName = ({ packages }: FoundWorkspace): ReadonlyMap<string, FoundPackage> =>
  new Map(packages.map((found) => [found.manifest.name ?? "", found]));

const hasNoVersion = ({ version }: Manifest): boolean =>
  version === undefined || (version as unknown) === null || version === "";

const versionFault = ({ manifest }: FoundPackage): string =>
  hasNoVersion(manifest)
    ? "has no version"
    : `has the version ${JSON.stringify(manifest.version)}, which is not a semantic version`;

function isCompared(spec: string, dir: string, config: Config): boolean {
  if (!spec.startsWith("workspace:")) {
    return !config.bumpVersionsWithWorkspaceProtocolOnly && (isRange(spec) || spec.includes(":"));
  }
  const range = spec.slice("workspace:".length);
  return !MARKS.includes(range) && !isPathTo(range, dir);
}
