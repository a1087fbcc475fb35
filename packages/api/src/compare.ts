import { provenBreaks } from "./proven-breaks.ts";
import { Compiler, isOfTypeScript } from "./compiler.ts";
import { Declarations } from "./elements/declarations.ts";
import type { Difference } from "./difference.ts";
import { elementsOf } from "./elements/elements.ts";
import { type Positions, positionsOf } from "./elements/positions.ts";
import { type Change, type Side, type Sides, changeOf, verdictsOf } from "./verdict.ts";

/** The declaration files of a package, by path, and the one that is an entry point. */
export interface Surface {
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Two versions of an entry point. */
interface SurfacePair {
  readonly before: Surface;
  readonly after: Surface;
}

const MOST_CHARACTERS = 20_000_000;

/** The limits of one comparison; `seconds` is for TypeScript, 60 by default. */
export interface Limits {
  readonly seconds?: number;
}

/** What changed in the public API of an entry point, sorted by path; the rest as `compareAll`. */
export const compareSurfaces = (
  before: Surface,
  after: Surface,
  limits: Limits = {},
): readonly Difference[] => compareAll([{ before, after }], limits)[0]!;

/**
 * The changes of several entry points, in order, each sorted by path. One compiler compares them all, because
 * starting it takes longer than most comparisons. Only the given files are read, and nothing is run. Throws
 * `CannotCompare` if they are too large or nested too deeply, or TypeScript fails or needs too much time or memory.
 */
export function compareAll(
  pairs: readonly SurfacePair[],
  { seconds = 60 }: Limits = {},
): readonly (readonly Difference[])[] {
  const size = pairs
    .flatMap(({ before, after }) => [before, after])
    .flatMap(({ files }) => Object.values(files))
    .reduce((sum, { length }) => sum + length, 0);
  if (size > MOST_CHARACTERS)
    throw new CannotCompare(`the declarations have ${size} characters (limit: ${MOST_CHARACTERS})`);
  let compiler: Compiler | undefined;
  try {
    compiler = new Compiler(seconds);
    return compareWith(compiler, pairs);
  } catch (error) {
    if (compiler?.isExhausted)
      throw new CannotCompare(
        `TypeScript needs too long or too much memory for the declarations (limit: ${seconds} s, 2 GB)`,
      );
    // The only recursion is over what the declarations nest.
    if (error instanceof RangeError)
      throw new CannotCompare("the declarations are nested too deeply");
    if (isOfTypeScript(error))
      throw new CannotCompare(`TypeScript has failed: ${error.message.split("\n")[0]}`);
    throw error;
  } finally {
    compiler?.close();
  }
}

/** The same with a compiler that stays open and that nothing else uses. */
export const compareWith = (
  compiler: Compiler,
  pairs: readonly SurfacePair[],
): readonly (readonly Difference[])[] =>
  batches(pairs).flatMap((batch, i) => {
    // With their memory, before the next programs need as much.
    if (i > 0) compiler.forget();
    return compareTogether(`/${i}`, compiler, batch);
  });

/** Pairs in their order that one program can have: not too much of them, and none that declares something for all files. */
function batches(pairs: readonly SurfacePair[]): readonly (readonly SurfacePair[])[] {
  const found: SurfacePair[][] = [];
  let size = Infinity;
  for (const pair of pairs) {
    const texts = [pair.before, pair.after].flatMap(({ files }) => Object.values(files));
    const length = texts.every(isContained)
      ? texts.reduce((sum, text) => sum + text.length, 0)
      : MOST_TOGETHER;
    size += length;
    if (size > MOST_TOGETHER) {
      found.push([]);
      size = length;
    }
    found.at(-1)!.push(pair);
  }
  return found;
}

const MOST_TOGETHER = 100_000;

/** A module that adds nothing to other modules: what it declares is only there for those who import it. */
const isContained = (text: string): boolean =>
  /^\s*(?:export|import)\b/m.test(text) &&
  !/\bdeclare\s+(?:global\b|module\s*["'])|^\s*\/\/\/\s*<reference\b/m.test(text);

/** The declarations of a package are not fit to be compared. */
export class CannotCompare extends Error {
  override readonly name = "CannotCompare";
}

/** One pair, in a folder of a compiler that stays open: one for each comparison. */
export const compareIn = (
  folder: string,
  compiler: Compiler,
  before: Surface,
  after: Surface,
): readonly Difference[] => compareTogether(folder, compiler, [{ before, after }])[0]!;

/** Several pairs at once: two programs have all of them. */
function compareTogether(
  root: string,
  compiler: Compiler,
  pairs: readonly SurfacePair[],
): readonly (readonly Difference[])[] {
  const all = allRead(compiler, root, pairs).map((sides, i) => ({
    folder: `${root}/${i}`,
    sides,
    change: changeOf(sides),
  }));
  const open = all.flatMap(({ folder, sides, change }, i) =>
    change.changed.length > 0
      ? [{ i, folder, sides, change: { ...change, positions: positionsIn(sides.before, change) } }]
      : [],
  );
  const breaks = provenBreaks(compiler, root, open);
  const verdicts = new Map(
    open.map((one, k) => [one.i, verdictsOf(one.sides, one.change, breaks[k]!)]),
  );
  return all.map(({ change }, i) =>
    [...change.differences, ...(verdicts.get(i) ?? [])].toSorted((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
    ),
  );
}

function positionsIn({ elements, declarations }: Side, { changed, affected }: Change): Positions {
  const values = [...elements.values()].filter(({ isValue }) => isValue);
  const others = changed.map(([{ declared }]) => declared).filter((name) => !affected.has(name));
  return positionsOf(
    declarations,
    values.map(({ declared }) => declared),
    others.length > 0 ? declarations.leadingTo(new Set([...affected, ...others])) : affected,
  );
}

/** One program has both versions of all: most of what a program costs is TypeScript's own libraries. */
function allRead(
  compiler: Compiler,
  root: string,
  pairs: readonly SurfacePair[],
): readonly Sides[] {
  const entries = pairs.flatMap((pair, i) =>
    Object.entries(pair).map(([side, { entry, files }]) => {
      for (const [path, text] of Object.entries(files as Surface["files"]))
        compiler.write(`${root}/${i}/${side}/${path}`, text);
      return `${root}/${i}/${side}/${entry}`;
    }),
  );
  const program = compiler.program(`${root}/raw`, entries);
  return pairs.map((pair, i) => {
    const read = (side: "before" | "after"): Side => {
      const [folder, { entry }] = [`${root}/${i}/${side}`, pair[side]];
      const elements = elementsOf(program, `${folder}/${entry}`);
      return { folder, entry, program, elements, declarations: new Declarations(program, folder) };
    };
    return { before: read("before"), after: read("after") };
  });
}
