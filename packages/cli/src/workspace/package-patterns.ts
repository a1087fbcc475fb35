import { WHOLE_FILES, remembered } from "@release-policy/core/internal";
import { SIZE_LIMITS, readText } from "../files/files.ts";
import { jsonTrees } from "../files/on-demand.ts";
import { WORKSPACE_FILE, type WorkspaceSettings, isObject } from "./workspace-file.ts";

/** The patterns of a file that say where packages are. */
export type PatternList = readonly [path: string, patterns: unknown];

/** Every list of package folders that one of the finders reads, as written. */
export function packagePatterns(
  root: string,
  settings: Pick<WorkspaceSettings, "packages"> | undefined,
): PatternList[] {
  const { workspaces, bolt } = jsonData(root, "package.json");
  const { projects } = jsonData(root, "rush.json");
  const folders = Array.isArray(projects)
    ? projects.map((project: unknown) => (isObject(project) ? project["projectFolder"] : undefined))
    : [];
  return [
    [WORKSPACE_FILE, settings?.packages],
    ["package.json", isObject(workspaces) ? workspaces["packages"] : workspaces],
    ["package.json", isObject(bolt) ? bolt["workspaces"] : undefined],
    ["lerna.json", jsonData(root, "lerna.json")["packages"]],
    ["rush.json", folders],
  ];
}

/** Lists in lists are groups of packages. */
export const textsIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap((item: unknown) => (typeof item === "string" ? [item] : textsIn(item)))
    : [];

/** What cannot be read is reported by its own reader. */
export function jsonData(root: string, path: string): Record<string, unknown> {
  const text = readText(root, path, SIZE_LIMITS.manifest);
  const data = text === undefined ? undefined : parsedJson(text);
  return isObject(data) ? data : {};
}

/** Comments are for rush.json. */
const parsedJson = remembered((text): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return jsonTrees().parse(text);
  }
}, WHOLE_FILES);

/**
 * Whether discovery with these patterns may find a package in a folder, or below it. True if unsure: groups and
 * character classes match anything. For many folders, each pattern is compiled once.
 */
export function mayHoldPackages(patterns: readonly string[]): (folder: string) => boolean {
  const reaches = patterns.filter((one) => !one.startsWith("!")).map(toReach);
  const excluded = patterns.flatMap((one) => (one.startsWith("!") ? toExclusion(one) : []));
  return (folder) => {
    const parts = folder.split("/");
    const paths = [folder, `${folder}/package.json`];
    return (
      reaches.some((reach) => reach(parts)) &&
      !excluded.some((regExp) => paths.some((path) => regExp.test(path)))
    );
  };
}

function toReach(pattern: string): (parts: readonly string[]) => boolean {
  if (/[{(][^})]*\//.test(pattern)) return () => true;
  const segments = segmentsOf(pattern).map((segment) => {
    if (segment.includes("**")) return "all";
    return OPEN.test(segment) ? "any" : toRegExp(segment);
  });
  return (parts) => {
    for (const [i, part] of parts.entries()) {
      const segment = segments[i];
      if (segment === undefined) return false;
      if (segment === "all") return true;
      if (segment !== "any" && !segment.test(part)) return false;
    }
    return true;
  };
}

/** What is more than stars and question marks. */
const OPEN = /[[\](){}!+@|\\]/;

/** None for a pattern that only its finder understands. */
function toExclusion(negated: string): RegExp[] {
  const pattern = negated.slice(1);
  return OPEN.test(pattern) ? [] : [toRegExp(segmentsOf(pattern).join("/"))];
}

const segmentsOf = (pattern: string): string[] =>
  pattern
    .replace(/^(?:\.\/)+/, "")
    .split("/")
    .filter((segment) => segment !== "");

/** `**` for any folders, `*` and `?` within one name. */
const toRegExp = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^$|\\()[\]{}]/g, String.raw`\$&`)
      .replaceAll("**/", "\u0000")
      .replaceAll("**", "\u0001")
      .replaceAll("*", "[^/]*")
      .replaceAll("?", "[^/]")
      .replaceAll("\u0000", "(?:.*/)?")
      .replaceAll("\u0001", ".*")}$`,
    "s",
  );
