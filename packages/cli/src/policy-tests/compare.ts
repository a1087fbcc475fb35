import type { Expected, Finding } from "@release-policy/core";

/** Where what is found differs from what is expected. */
export interface Difference {
  /** Indexes of what is expected and not found. */
  readonly missing: readonly number[];
  /** One finding for each rule and package that nothing expects. */
  readonly unexpected: readonly Finding[];
}

/** Compares by rule and package, and by level where one is written; how often does not count. */
export function compare(expected: readonly Expected[], found: readonly Finding[]): Difference {
  const missing = expected.flatMap((one, i) => (found.some((it) => meets(it, one)) ? [] : [i]));
  const others = found.filter((it) => !expected.some((one) => meets(it, one)));
  const unexpected = Map.groupBy(others, ({ rule, package: name }) => `${rule} ${name}`);
  return { missing, unexpected: [...unexpected.values()].map(([first]) => first!) };
}

const meets = (found: Finding, { rule, package: name, level }: Expected): boolean =>
  found.rule === rule && found.package === name && (level === undefined || found.level === level);
