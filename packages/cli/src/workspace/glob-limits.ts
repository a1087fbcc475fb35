import { CannotJudge, type Obstacle } from "../errors.ts";
import { CONFIG_FILE } from "./changesets-config.ts";
import type { FoundWorkspace } from "./manifest.ts";
import { type PatternList, jsonData, packagePatterns, textsIn } from "./package-patterns.ts";
import type { WorkspaceSettings } from "./workspace-file.ts";

/** npm's own limit. */
const LONGEST_NAME = 214;

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
  const obstacles = lists.flatMap(([path, list]) => faultsIn(path, textsIn(list)));
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

/** Refuses what a finder has found outside all the same, and names that no registry takes. */
export function refuseOutside({ packages }: FoundWorkspace): void {
  const obstacles = packages.flatMap(({ relativeDir, manifest: { name } }): Obstacle[] => {
    const path = relativeDir === "." ? "package.json" : `${relativeDir}/package.json`;
    if (relativeDir.split("/").includes(".."))
      return [{ message: "the workspace has a package outside of its folder" }];
    return typeof name === "string" && name.length > LONGEST_NAME
      ? [{ message: `${path} has a name of more than ${LONGEST_NAME} characters` }]
      : [];
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

const LONGEST = 256;
const MOST = 1000;

/**
 * Why a pattern of a stranger is not matched; undefined where it is. Matchers make regular expressions of patterns, and
 * finders walk to where they lead: what people write stays far below these limits.
 */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > LONGEST) return `has more than ${LONGEST} characters`;
  if (leadsOut(pattern)) return "can lead out of the workspace";
  const flat = flattened(pattern);
  if (flat === undefined) return "nests or repeats too many groups";
  const parts = flat.split("/");
  if (parts.filter((part) => part === "**").length > 3) return "has more than three `**`";
  if (parts.some((part) => part !== "**" && part.split("*").length > 3))
    return "has more than two `*` between two slashes";
  return undefined;
}

/** Why so many are not matched. */
const countFault = (count: number): string | undefined =>
  count > MOST ? `has ${count} patterns; ${MOST} are the most that is read` : undefined;

/** Two dots can be put together of groups, too. */
const leadsOut = (pattern: string): boolean =>
  /^!*(?:[/~\\]|[a-z]:)/i.test(pattern) ||
  pattern
    .split("/")
    .some(
      (part) =>
        /^!*\.\.$/.test(part) ||
        (/[{}[\]()\\]/.test(part) &&
          /\..*\./s.test(part) &&
          !/[a-z0-9].*\..*[a-z0-9]\./i.test(part)) ||
        part.includes("\\"),
    ) ||
  /\{[^}]*\.\.[^}]*\}/.test(pattern);

/** Each group as its alternative with the most stars; undefined where there are more groups than people write. */
function flattened(pattern: string): string | undefined {
  // A group that repeats makes matching exponential.
  if (/[+*]\(/.test(pattern)) return undefined;
  let flat = pattern.replaceAll(/\[[^\]]*\]/g, "x");
  for (let groups = 0; /[({]/.test(flat); groups++) {
    if (groups === 4) return undefined;
    const next = flat.replace(/[@!?]?[({]([^(){}]*)[)}]/, (_, inside: string) => mostStars(inside));
    if (next === flat) return undefined;
    flat = next;
  }
  return flat;
}

const mostStars = (inside: string): string => {
  const stars = (text: string): number => text.split("*").length;
  return inside.split(/[,|]/).reduce((most, one) => (stars(one) > stars(most) ? one : most), "");
};
