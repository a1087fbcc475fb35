import { MOST_PATTERNS, patternFault } from "@release-policy/core";
import { remembered } from "@release-policy/core/internal";
import { CannotJudge, type Obstacle } from "../errors.ts";
import { CONFIG_FILE } from "./changesets/changesets-config.ts";
import { FIELDS, type FoundWorkspace, type Manifest } from "./manifest.ts";
import { type PatternList, jsonData, packagePatterns, textsIn } from "./package-patterns.ts";
import { WORKSPACE_FILE, type WorkspaceSettings } from "./workspace-file.ts";

/** npm's own limit. */
const LONGEST_NAME = 214;
/** Of a range: two of them are compared part by part. */
const LONGEST_RANGE = 1000;

/**
 * Refuses patterns of a commit that would lead out of its folder, or take forever to match: before any finder or matcher
 * sees them. Throws `CannotJudge` with all of them.
 */
export function refusePatterns(root: string, settings: WorkspaceSettings | undefined): void {
  const config = jsonData(root, CONFIG_FILE);
  const lists: readonly PatternList[] = [
    ...packagePatterns(root, settings),
    ...["ignore", "fixed", "linked", "changedFilePatterns"].map(
      (key) => [CONFIG_FILE, config[key]] as const,
    ),
  ];
  const obstacles = [
    ...lists.flatMap(([path, list]) => faultsIn(path, textsIn(list))),
    // Their stars match slashes, too.
    ...faultsIn(WORKSPACE_FILE, epicSelectors(settings), (one) => one.replaceAll(/[/\\]/g, "-")),
  ];
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

/** Refuses what a finder has found outside all the same, and names that no registry takes. */
export function refuseOutside({ packages }: FoundWorkspace): void {
  const obstacles = packages.flatMap(({ relativeDir, manifest }): Obstacle[] => {
    const { name } = manifest;
    const path = relativeDir === "." ? "package.json" : `${relativeDir}/package.json`;
    if (relativeDir.split("/").includes(".."))
      return [{ message: "the workspace has a package outside its folder" }];
    return [
      ...(typeof name === "string" && name.length > LONGEST_NAME
        ? [{ message: `${path} has a name that is too long (limit: ${LONGEST_NAME} characters)` }]
        : []),
      ...(hasLongRange(manifest)
        ? [{ message: `${path} has a range that is too long (limit: ${LONGEST_RANGE} characters)` }]
        : []),
    ];
  });
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

/** Of the members of epics; any other form is refused by the planner's reader. */
const epicSelectors = (settings: WorkspaceSettings | undefined): string[] =>
  [settings?.versioning?.["epics"]]
    .flat()
    .flatMap((epic) => textsIn((epic as { readonly packages?: unknown } | null)?.packages));

/** Neighbouring commits share manifests. */
const NO_LONG_RANGE = new WeakSet<Manifest>();

function hasLongRange(manifest: Manifest): boolean {
  if (NO_LONG_RANGE.has(manifest)) return false;
  const specs = [...FIELDS.map((field) => manifest[field]), manifest.engines];
  const isLong = specs.some((record) =>
    Object.values(record ?? {}).some(
      (spec: unknown) => typeof spec === "string" && spec.length > LONGEST_RANGE,
    ),
  );
  if (!isLong) NO_LONG_RANGE.add(manifest);
  return isLong;
}

function faultsIn(
  path: string,
  patterns: readonly string[],
  asGlob = (pattern: string) => pattern,
): Obstacle[] {
  const at = { path, line: 1, column: 1 };
  const many = countFault(patterns.length);
  if (many !== undefined) return [{ message: `${path} ${many}`, at }];
  return patterns.flatMap((pattern): Obstacle[] => {
    const fault = knownFault(asGlob(pattern));
    if (fault === null) return [];
    const shown = pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern;
    return [
      {
        message: `${path}: the pattern \`${shown}\` ${fault}`,
        help: "simplify the pattern",
        at,
      },
    ];
  });
}

const knownFault = remembered((pattern) => patternFault(pattern) ?? null);

/** Why so many are not matched. */
const countFault = (count: number): string | undefined =>
  count > MOST_PATTERNS ? `has too many patterns: ${count} (limit: ${MOST_PATTERNS})` : undefined;
