import { isPlainName } from "./picomatch.ts";

/*
 * In the bundle, both majors of @changesets/config ask these first: they compare every entry of a group or an ignore list with
 * every package, also where all entries are names. Undefined where an entry may be a pattern, or a name is odd.
 */

/** The names that a list contains, in their order, as Changesets 3 expands it. */
export function listedNames(names: readonly string[], list: unknown): string[] | undefined {
  if (!areNames(names, list)) return undefined;
  const listed = new Set(list);
  return names.filter((name) => listed.has(name));
}

/** The same, in the order of the list and each once, as Changesets 2 expands it. */
export function namesInListOrder(names: readonly string[], list: unknown): string[] | undefined {
  if (!areNames(names, list)) return undefined;
  const known = new Set(names);
  return [...new Set(list)].filter((name) => known.has(name));
}

/** The entries of a list that are none of the names. */
export function unmatchedNames(list: unknown, names: readonly string[]): string[] | undefined {
  if (!areNames(names, list)) return undefined;
  const known = new Set(names);
  return list.filter((name) => !known.has(name));
}

const areNames = (names: readonly unknown[], list: unknown): list is readonly string[] =>
  Array.isArray(list) &&
  list.every((entry) => typeof entry === "string" && isPlainName(entry)) &&
  // Both may take a backslash for a slash.
  names.every((name) => typeof name === "string" && !name.includes("\\"));
