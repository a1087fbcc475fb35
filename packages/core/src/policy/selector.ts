import type { Package } from "../facts/facts.ts";
import { remembered } from "../versions/parsed.ts";

/**
 * pnpm's selector grammar: a package name in which `*` matches any characters, or a directory after `./` in which `*`
 * matches within one segment and `**` any number of segments; `!` negates.
 */
export interface Selector {
  readonly text: string;
  readonly negated: boolean;
  /** Names one package or folder, and takes it in. */
  readonly exact: boolean;
  readonly matches: (pkg: Pick<Package, "name" | "dir">) => boolean;
}

export function selector(text: string): Selector {
  const negated = text.startsWith("!");
  const body = negated ? text.slice(1) : text;
  const byDir = body === "." || body.startsWith("./");
  const pattern = byDir ? segments(body) : [];
  return {
    text,
    negated,
    exact: !negated && !body.includes("*"),
    matches: ({ name, dir }) =>
      byDir ? matchesDir(pattern, knownSegments(dir)) : matchesText(body, name),
  };
}

/**
 * The last selector that matches decides, as in pnpm: `["@acme/*", "!@acme/x"]` is all of @acme but x. Negations
 * alone take from everything: `["!@acme/x"]` is all but x.
 */
export function selects(
  selectors: readonly Selector[],
  pkg: Pick<Package, "name" | "dir">,
): boolean {
  const last = selectors.findLast((candidate) => candidate.matches(pkg));
  return last ? !last.negated : selectors.length > 0 && selectors.every(({ negated }) => negated);
}

const segments = (dir: string): string[] =>
  dir.split("/").filter((segment) => segment !== "" && segment !== ".");

/** Every selector of every track looks at the folder of every package. */
const knownSegments = remembered((dir): readonly string[] => segments(dir));

/** `**` spans any number of segments. Greedy with one point to come back to, so never exponential. */
function matchesDir(pattern: readonly string[], dir: readonly string[]): boolean {
  return matchesSequence(pattern, dir, "**", matchesText);
}

/** Whether a path is one of those that globs mean: `*` within a folder, `**` across folders; the last that matches decides. */
export function matchesPath(globs: readonly string[], path: string): boolean {
  const last = globs.findLast((glob) =>
    matchesDir(segments(glob.replace(/^!/, "")), segments(path)),
  );
  return last !== undefined && !last.startsWith("!");
}

export function matchesText(pattern: string, text: string): boolean {
  if (pattern === "*") return true;
  if (!pattern.includes("*")) return pattern === text;
  return matchesSequence(pattern.split(""), text.split(""), "*", (one, other) => one === other);
}

function matchesSequence(
  pattern: readonly string[],
  items: readonly string[],
  wildcard: string,
  matches: (pattern: string, item: string) => boolean,
): boolean {
  let p = 0;
  let i = 0;
  let star = -1;
  let resume = 0;
  while (i < items.length) {
    const part = pattern[p];
    if (part === wildcard) {
      star = p;
      resume = i;
      p++;
    } else if (part !== undefined && matches(part, items[i]!)) {
      p++;
      i++;
    } else if (star >= 0) {
      resume++;
      p = star + 1;
      i = resume;
    } else return false;
  }
  return pattern.slice(p).every((rest) => rest === wildcard);
}
