import { PRESETS, type Package, isInside, rangeOf } from "@release-policy/core";
import type { ProposedTrack } from "./proposed-tracks.ts";

/**
 * The selectors of each track. A single track takes everything; of several, each selects its own packages and no other, so
 * that a new package is on none of them and starts where `newPackages` says.
 */
export function selectorsOf(tracks: readonly ProposedTrack[]): readonly (readonly string[])[] {
  if (tracks.length === 1) return [["*"]];
  const all = tracks.flatMap(({ members }) => members);
  return tracks.map((track) => ownSelectors(track, all));
}

/** Patterns that describe packages of the track and no others, those with the most first; then names. */
function ownSelectors(track: ProposedTrack, all: readonly Package[]): readonly string[] {
  const isOpen = takesNew(track);
  const patternsOf = isOpen ? allPatterns : namePatterns;
  const count = (packages: readonly Package[]) =>
    Map.groupBy(
      packages.flatMap((pkg) => patternsOf(pkg).map((pattern) => ({ pattern, pkg }))),
      ({ pattern }) => pattern,
    );
  const everywhere = count(all);
  const exclusive = [...count(track.members)]
    .filter(([pattern, own]) => everywhere.get(pattern)!.length === own.length)
    .map(([pattern, own]) => ({ pattern, own: own.map(({ pkg }) => pkg) }))
    .toSorted((a, b) => b.own.length - a.own.length);
  const left = new Set(track.members);
  const patterns: string[] = [];
  for (const { pattern, own } of exclusive) {
    if (own.filter((pkg) => left.has(pkg)).length < (isOpen ? 2 : 3)) continue;
    patterns.push(pattern);
    for (const pkg of own) left.delete(pkg);
  }
  return [...patterns, ...[...left].map(packageSelector)];
}

/** Whether a first version such as 0.1.0 is on the track: where not, no folder puts a new package on it. */
function takesNew({ keys }: ProposedTrack): boolean {
  const preset = typeof keys["extends"] === "string" ? PRESETS[keys["extends"]] : undefined;
  const versions = keys["versions"] ?? preset?.versions;
  return typeof versions !== "string" || isInside("0.1.0", rangeOf(versions) ?? versions);
}

/** `@acme/labs-*` and `@acme/labs-ai-*` of `@acme/labs-ai-chat`. */
const namePatterns = ({ name }: Package): readonly string[] =>
  isOdd(name) ? [] : [...name.matchAll(/-/g)].map(({ index }) => `${name.slice(0, index + 1)}*`);

/** The same, the whole scope, and the folder. */
const allPatterns = (pkg: Package): readonly string[] => {
  const { name, dir } = pkg;
  const slash = isOdd(name) ? -1 : name.indexOf("/");
  const parent = dir.split("/").slice(0, -1).join("/");
  return [
    ...(slash > 0 ? [`${name.slice(0, slash)}/*`] : []),
    ...(parent === "" ? [] : [`./${parent}/*`]),
    ...namePatterns(pkg),
  ];
};

/** What the grammar of selectors would take for something else is named by its folder. */
const packageSelector = ({ name, dir }: Package): string => (isOdd(name) ? `./${dir}` : name);

const isOdd = (name: string): boolean => /^!|\*/.test(name);
