import type { Requirements } from "./evidence.ts";
import type { Package } from "./facts.ts";
import { lossOf } from "./range.ts";
import { isRange, linesDropped, type NodeLine } from "./runtimes.ts";

/** A range on a runtime or a peer that takes less than at the last release. */
export interface Narrowing {
  readonly field: "engines" | "peerDependencies";
  readonly key: string;
  readonly before: string;
  readonly after: string;
  /** Of Node, the lines that are lost, newest first. */
  readonly lines: readonly NodeLine[];
}

/** Which ranges count, and whether a higher floor within a line does. */
export interface Watched {
  /** Keys of `engines`, and names of peers; `*` for all. */
  readonly fields: readonly string[];
  readonly peers: readonly string[];
  readonly floor: boolean;
}

/**
 * The ranges of a package that lose a line, or its newest versions. Silent where the last release is unknown or asked
 * for nothing, and of what is no range. Versions that are left out between others are broken ones: nobody loses a line.
 */
export function narrowingsOf(
  { requirements, released }: Pick<Package, "requirements" | "released">,
  { fields, peers, floor }: Watched,
  nodes: readonly NodeLine[],
): Narrowing[] {
  if (!released) return [];
  const pairs = [
    ...pairsOf(released, requirements, "engines", fields),
    ...pairsOf(released, requirements, "peers", peers),
  ];
  return pairs
    .filter(({ before, after }) => {
      const loss = lossOf(before, after);
      return loss === "line" || (floor && loss === "floor");
    })
    .map((pair) => ({
      ...pair,
      lines: isNode(pair) ? linesDropped(pair.before, pair.after, nodes).toReversed() : [],
    }));
}

const isNode = ({ field, key }: Pick<Narrowing, "field" | "key">): boolean =>
  field === "engines" && key === "node";

const pairsOf = (
  released: Requirements,
  now: Requirements,
  part: "engines" | "peers",
  keys: readonly string[],
): Omit<Narrowing, "lines">[] =>
  Object.entries(now[part]).flatMap(([key, after]) => {
    const before = Object.hasOwn(released[part], key) ? released[part][key] : undefined;
    if (before === undefined || !(keys.includes("*") || keys.includes(key))) return [];
    if (!isRange(before) || !isRange(after)) return [];
    return [{ field: part === "engines" ? part : "peerDependencies", key, before, after }];
  });
