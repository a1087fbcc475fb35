import { MOST_PATTERNS, patternFault } from "@release-policy/core";
import { parse } from "jsonc-parser";
import { CannotJudge, type Obstacle } from "../errors.ts";
import { SIZE_LIMITS, readText } from "../files/files.ts";
import { CONFIG_FILE } from "./changesets-config.ts";
import { FIELDS, type FoundWorkspace } from "./manifest.ts";
import { WORKSPACE_FILE, type WorkspaceSettings, isObject } from "./workspace-file.ts";

/** npm's own limit. */
const LONGEST_NAME = 214;
/** Of a range: two of them are compared part by part. */
const LONGEST_RANGE = 1000;

/**
 * Refuses patterns of a commit that would lead out of its folder, or take forever to match: before any finder or matcher
 * sees them. Throws `CannotJudge` with all of them.
 */
export function refusePatterns(root: string, settings: WorkspaceSettings | undefined): void {
  const manifest = jsonData(root, "package.json");
  const { workspaces, bolt } = manifest;
  const config = jsonData(root, CONFIG_FILE);
  const { projects } = jsonData(root, "rush.json");
  const folders = Array.isArray(projects)
    ? projects.map((project: unknown) => (isObject(project) ? project["projectFolder"] : undefined))
    : [];
  const lists: readonly (readonly [string, unknown])[] = [
    [WORKSPACE_FILE, settings?.packages],
    ["package.json", isObject(workspaces) ? workspaces["packages"] : workspaces],
    ["package.json", isObject(bolt) ? bolt["workspaces"] : undefined],
    ["lerna.json", jsonData(root, "lerna.json")["packages"]],
    ["rush.json", folders],
    ...["ignore", "fixed", "linked", "changedFilePatterns"].map(
      (key) => [CONFIG_FILE, config[key]] as const,
    ),
  ];
  const obstacles = lists.flatMap(([path, list]) => faultsIn(path, textsIn(list)));
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

/** Refuses what a finder has found outside all the same, and names that no registry takes. */
export function refuseOutside({ packages }: FoundWorkspace): void {
  const obstacles = packages.flatMap(({ relativeDir, manifest }): Obstacle[] => {
    const { name } = manifest;
    const path = relativeDir === "." ? "package.json" : `${relativeDir}/package.json`;
    if (relativeDir.split("/").includes(".."))
      return [{ message: "the workspace has a package outside of its folder" }];
    const specs = [...FIELDS.map((field) => manifest[field]), manifest.engines];
    const isLong = specs.some((record) =>
      Object.values(record ?? {}).some((spec) => `${spec}`.length > LONGEST_RANGE),
    );
    return [
      ...(typeof name === "string" && name.length > LONGEST_NAME
        ? [{ message: `${path} has a name of more than ${LONGEST_NAME} characters` }]
        : []),
      ...(isLong
        ? [{ message: `${path} has a range of more than ${LONGEST_RANGE} characters` }]
        : []),
    ];
  });
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

function faultsIn(path: string, patterns: readonly string[]): Obstacle[] {
  const at = { path, line: 1, column: 1 };
  const many = countFault(patterns.length);
  if (many !== undefined) return [{ message: `${path} ${many}`, at }];
  return patterns.flatMap((pattern): Obstacle[] => {
    const fault = patternFault(pattern);
    if (fault === undefined) return [];
    const shown = pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern;
    return [
      {
        message: `${path}: the pattern \`${shown}\` ${fault}`,
        help: "write it more simply; patterns of a commit are bounded, because strangers write them",
        at,
      },
    ];
  });
}

/** Lists in lists are groups of packages. */
const textsIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap((item: unknown) => (typeof item === "string" ? [item] : textsIn(item)))
    : [];

/** What cannot be read is said by its own reader. */
function jsonData(root: string, path: string): Record<string, unknown> {
  const data: unknown = parse(readText(root, path, SIZE_LIMITS.manifest) ?? "");
  return isObject(data) ? data : {};
}

/** Why so many are not matched. */
const countFault = (count: number): string | undefined =>
  count > MOST_PATTERNS
    ? `has ${count} patterns; ${MOST_PATTERNS} are the most that is read`
    : undefined;
