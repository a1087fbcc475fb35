import { CannotCompare, type Surface, compareIn } from "../compare.ts";
import { Compiler } from "../compiler.ts";
import type { Difference } from "../difference.ts";

const MOST_CHARACTERS = 20_000_000;

/**
 * What changed in each of several entry points, in their order. One compiler compares them all, because starting it takes
 * longer than most comparisons. Throws `CannotCompare` where they are too large or nested too deeply.
 */
export function compareAll(
  pairs: readonly { readonly before: Surface; readonly after: Surface }[],
): readonly (readonly Difference[])[] {
  const size = pairs
    .flatMap(({ before, after }) => [before, after])
    .flatMap(({ files }) => Object.values(files))
    .reduce((sum, { length }) => sum + length, 0);
  if (size > MOST_CHARACTERS)
    throw new CannotCompare(`the declarations have ${size} characters (limit: ${MOST_CHARACTERS})`);
  const compiler = new Compiler();
  try {
    return pairs.map(({ before, after }, i) => compareIn(`/${i}`, compiler, before, after));
  } catch (error) {
    // The only recursion is over what the declarations nest.
    if (error instanceof RangeError)
      throw new CannotCompare("the declarations are nested too deeply");
    throw error;
  } finally {
    compiler.close();
  }
}
