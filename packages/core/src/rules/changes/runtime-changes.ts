import type { Requirements } from "../../facts/evidence.ts";
import type { Package } from "../../facts/facts.ts";
import type { Location } from "../../facts/location.ts";
import { manifestAt, manifestIn } from "../../judge/remedy.ts";
import type { OptionsFor } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { type Sentence, list, say } from "../../sentence.ts";
import { carried, isOver } from "../../versions/bump.ts";
import {
  type NodeLine,
  isRange,
  isSupported,
  linesDropped,
  nodeLines,
} from "../../versions/node-support.ts";
import { lossOf } from "../../versions/range.ts";
import { type Change, neededBump } from "./change.ts";
import type { ChangeBumpOptions } from "./change-bump-options.ts";

/** Ranges on runtimes and peers that lose a line in a release that is too small for it. */
export const smallRuntimeDrops = (
  view: View,
  options: OptionsFor<ChangeBumpOptions>,
): readonly Change[] =>
  dropsOf(view, options).flatMap(({ pkg, narrowing }): Change[] => {
    const { name, dir, version } = pkg;
    const { field, key, before, after } = narrowing;
    const release = view.releaseOf(name);
    const track = view.trackOf(name);
    // A version that is not a text is the finding of another rule.
    const from = `${release?.from ?? version}`;
    const needed = neededBump(options(name).kinds.runtime, from, track);
    const got = release ? carried(release.from, release.to) : "none";
    if (!isOver(needed, got)) return [];
    const because = track?.line("rules.change-bump");
    return [
      {
        package: name,
        at: manifestAt(dir, field, key),
        ...(release ? { release } : {}),
        ...(because ? { because } : {}),
        needed,
        got,
        reason: say`${what(narrowing)} (${`${field}.${key}`} would change from ${before} to ${after})`,
        without: say`keep ${`"${key}": "${before}"`} under ${field} in ${manifestIn(dir)}`,
      },
    ];
  });

/** A package that drops a line of Node which is still supported. */
export interface EarlyDrop {
  readonly package: string;
  readonly at: Location;
  readonly message: Sentence;
  readonly help: Sentence;
}

/** Where `onlyEol` is set: the lines of Node that are dropped before their support has ended. */
export const earlyDrops = (
  view: View,
  options: OptionsFor<ChangeBumpOptions>,
): readonly EarlyDrop[] =>
  dropsOf(view, options).flatMap(({ pkg: { name, dir }, narrowing }): EarlyDrop[] => {
    const { field, key, before, after, lines } = narrowing;
    const alive = options(name).runtimes.onlyEol
      ? lines.filter((line) => isSupported(line, view.today))
      : [];
    if (alive.length === 0) return [];
    const wider = [...alive.map((line) => `^${line.name}`).toReversed(), after].join(" || ");
    const step = say`${`${field}.${key}`} would change from ${before} to ${after}`;
    return [
      {
        package: name,
        at: manifestAt(dir, field, key),
        message: say`${name} would drop Node ${names(alive)}, but ${support(alive)}: ${step}`,
        help: say`write ${`"${key}": "${wider}"`} under ${field} in ${manifestIn(dir)}`,
      },
    ];
  });

/** What the judged packages lose, where their tracks look at it. */
function dropsOf(
  view: View,
  options: OptionsFor<ChangeBumpOptions>,
): readonly { readonly pkg: Package; readonly narrowing: Narrowing }[] {
  const nodes = nodeLines(view.policy);
  return view.packages
    .filter((pkg) => view.isJudged(pkg))
    .flatMap((pkg) => {
      const { kinds, runtimes } = options(pkg.name);
      if (kinds.runtime === undefined || kinds.runtime === "off") return [];
      return narrowingsOf(pkg, runtimes, nodes).map((narrowing) => ({ pkg, narrowing }));
    });
}

const MOST = 4;

const names = (lines: readonly { readonly name: string }[]): Sentence =>
  lines.length > MOST
    ? say`${lines[0]!.name} and ${lines.length - 1} lines before it`
    : list(lines.map(({ name }) => name).toReversed());

/** What is lost, such as Node lines. */
const what = ({ lines }: Narrowing): Sentence =>
  lines.length > 0 ? say`dropping Node ${names(lines)}` : say`a narrower range`;

const support = (lines: readonly NodeLine[]): Sentence => {
  const end = lines[0]?.end;
  return end === undefined ? say`it is still supported` : say`it is supported until ${end}`;
};

/** A range on a runtime or a peer that takes less than at the last release. */
interface Narrowing {
  readonly field: "engines" | "peerDependencies";
  readonly key: string;
  readonly before: string;
  readonly after: string;
  /** Of Node, the lines that are lost, newest first. */
  readonly lines: readonly NodeLine[];
}

/** Which ranges count, and whether a higher floor within a line does. */
interface Watched {
  /** Keys of `engines`, and names of peers; `*` for all. */
  readonly fields: readonly string[];
  readonly peers: readonly string[];
  readonly floor: boolean;
}

/**
 * The ranges of a package that lose a line, or its newest versions. Empty if the last release is unknown or had no
 * requirements, and for invalid ranges. Excluded versions between others are broken ones: no line is lost.
 */
function narrowingsOf(
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
