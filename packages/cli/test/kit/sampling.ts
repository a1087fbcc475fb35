const EVERY_CASE = Boolean(process.env["EVERY_CASE"]);

/** How often a property is tried: as often as given in CI, a twentieth of it elsewhere. */
export const runs = (inCi: number): number => (EVERY_CASE ? inCi : Math.ceil(inCi / 20));

/** All of the cases in CI, every eighth elsewhere: for cases that take long and are alike. */
export const sampled = <T>(cases: readonly T[]): readonly T[] =>
  EVERY_CASE ? cases : cases.filter((_, i) => i % 8 === 0);
