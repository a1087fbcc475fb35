import type { PackedProblem, RegistryProblem } from "../facts/accepted.ts";
import type { Location } from "../facts/location.ts";
import type { PolicyLine } from "./file.ts";
import type { KnownRule, Policy } from "./policy.ts";

/** Something wrong in a policy file. `message` is one sentence without a full stop, `help` what to do. */
export interface Mistake {
  readonly at: Location;
  readonly message: string;
  readonly help?: string;
}

/** The closest candidate, the first by name among equals; undefined if none is close. */
export const closest = (word: string, candidates: Iterable<string>): string | undefined =>
  new Guesses().closest(word, candidates);

/** What is compared for all guesses together, in pairs of characters. */
const MOST_COMPARED = 20_000_000;

/** Guesses of many words: a stranger writes the words and the candidates, and each is compared with each. */
export class Guesses {
  #left = MOST_COMPARED;

  /** None after so many comparisons: half of the candidates would give a wrong one. */
  closest(word: string, candidates: Iterable<string>): string | undefined {
    return closestWithin(word, candidates, (work) => {
      this.#left -= work;
      return this.#left >= 0;
    });
  }

  /** The package that a wrong name may mean. Without their scopes, which make all names of a workspace alike. */
  closestPackage(name: string, names: readonly string[]): string | undefined {
    const byBareName = new Map(names.map((one) => [bareName(one), one]));
    const suggestion = this.closest(bareName(name), byBareName.keys());
    return suggestion === undefined ? undefined : byBareName.get(suggestion);
  }
}

/** `core` of `@acme/core`. */
const bareName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

function closestWithin(
  word: string,
  candidates: Iterable<string>,
  spend: (work: number) => boolean,
): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 4)) + 1;
  for (const candidate of candidates) {
    const isNear = Math.abs(candidate.length - word.length) <= least;
    if (!spend(isNear ? word.length * candidate.length : 1)) return undefined;
    if (!isNear) continue;
    const edits = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < least || (edits === least && best !== undefined && candidate < best))
      [best, least] = [candidate, edits];
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
function editDistance(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? before[j - 2]! + 1 : substitution;
      next.push(Math.min(substitution, swap, row[j]! + 1, next[j - 1]! + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}

/** Names in one file that another file, or the registry of rules, has to know. `files` are the names of all files. */
export function checkNames(
  { dependencies, newPackages, waivers, baseline }: Policy,
  rules: readonly KnownRule[],
  files: readonly string[],
): Mistake[] {
  const tracks = files.filter((name) => !NOT_TRACKS.has(name));
  const ruleIds = rules.map((rule) => rule.id);
  return [
    ...dependencies.flatMap(({ from, on, line }) =>
      unknownNames("track", [from, ...on], tracks, line),
    ),
    ...(newPackages ? unknownNames("track", [newPackages.track], tracks, newPackages.line) : []),
    ...waivers.flatMap(({ rule, line }) =>
      isAfterPlan(rule) ? [] : unknownNames("rule", [rule], ruleIds, line),
    ),
    ...baseline.flatMap(({ rule, line }) => unknownNames("rule", [rule], ruleIds, line)),
  ];
}

const AFTER_PLAN: Readonly<Record<PackedProblem | RegistryProblem, true>> = {
  "packed-api": true,
  "packed-file": true,
  "packed-local-range": true,
  "packed-private-dependency": true,
  "packed-version": true,
  "api-differs": true,
  "deprecation-missing": true,
  "dist-tag-stale": true,
  "git-tag-missing": true,
  integrity: true,
  "latest-prerelease": true,
  "manifest-differs": true,
  "not-published": true,
  "provenance-missing": true,
  "published-local-range": true,
  "wrong-dist-tag": true,
};

/** Whether a waiver is for what `pack` or `verify` finds: a check cannot know whether it is used. */
export const isAfterPlan = (rule: string): boolean => Object.hasOwn(AFTER_PLAN, rule);

/** Files in `policies/` that are not tracks. */
export const NOT_TRACKS: ReadonlySet<string> = new Set([
  "workspace",
  "waivers",
  "deprecations",
  "baseline",
]);

/** A mistake for each name that is not known. */
export function unknownNames(
  what: string,
  names: readonly string[],
  known: readonly string[],
  line: PolicyLine,
): Mistake[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const suggestion = closest(name, known);
      const all =
        known.length > 0 ? `expected one of ${known.join(", ")}` : `this policy has no ${what} yet`;
      return {
        at: line.at,
        message: `unknown ${what} \`${name}\``,
        help: suggestion ? `did you mean ${suggestion}?` : all,
      };
    });
}
