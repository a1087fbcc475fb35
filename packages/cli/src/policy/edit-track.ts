import { isDeepStrictEqual } from "node:util";
import { type Scalar, type YAMLSeq, isMap, isScalar, isSeq, parseDocument } from "yaml";
import { endsOf, lineStart } from "./edited-text.ts";

/** Selectors to take out of a track's `packages`, and one to put behind the others. */
export interface ListEdit {
  readonly without: readonly string[];
  readonly add?: string;
}

/**
 * The text of a track's file, YAML or JSON, with its `packages` edited and every other byte unchanged. Undefined if
 * the list is written in a way that cannot be edited, such as with an alias.
 */
export function withPackages(text: string, { without, add }: ListEdit): string | undefined {
  const before = listOf(text);
  if (!before) return undefined;
  const remaining = before.filter((one) => !without.includes(one));
  let next: string | undefined = text;
  for (let i = before.length - 1; i >= 0; i--)
    if (without.includes(before[i]!) && next !== undefined) next = withoutItem(next, i);
  if (add !== undefined && next !== undefined) next = withItem(next, add);
  const expected = add === undefined ? remaining : [...remaining, add];
  // Parsed again, the file must contain the requested change and nothing else.
  if (next === undefined || !isDeepStrictEqual(listOf(next), expected)) return undefined;
  return isDeepStrictEqual(restOf(next), restOf(text)) ? next : undefined;
}

interface List {
  readonly seq: YAMLSeq;
  readonly items: readonly Scalar<string>[];
}

function readPackageList(text: string): List | undefined {
  const doc = parseDocument(text);
  const seq = isMap(doc.contents) ? doc.contents.get("packages", true) : undefined;
  if (doc.errors.length > 0 || !isSeq(seq) || !seq.range) return undefined;
  const items = seq.items.filter(
    (item): item is Scalar<string> => isScalar(item) && typeof item.value === "string",
  );
  return items.length === seq.items.length ? { seq, items } : undefined;
}

const listOf = (text: string): readonly string[] | undefined =>
  readPackageList(text)?.items.map(({ value }) => value);

const restOf = (text: string): unknown => ({
  ...(parseDocument(text).toJS({ maxAliasCount: 100 }) as object),
  packages: undefined,
});

function withoutItem(text: string, i: number): string | undefined {
  const list = readPackageList(text);
  const item = list?.items[i]?.range;
  if (!list || !item) return undefined;
  if (!list.seq.flow) {
    const next = text.indexOf("\n", item[1]);
    const [from, to] = [lineStart(text, item[0]), next === -1 ? text.length : next + 1];
    if (list.items.length > 1) return text.slice(0, from) + text.slice(to);
    const key = text.lastIndexOf(":", item[0]) + 1;
    return `${text.slice(0, key)} []${text.slice(key, from)}${text.slice(to)}`;
  }
  const [before, after] = [list.items[i - 1]?.range, list.items[i + 1]?.range];
  if (after) return text.slice(0, item[0]) + text.slice(after[0]);
  if (before) return text.slice(0, before[1]) + text.slice(item[1]);
  return text.slice(0, item[0]) + text.slice(item[1]).replace(/^\s*,/, "");
}

function withItem(text: string, selector: string): string | undefined {
  const list = readPackageList(text);
  if (!list) return undefined;
  const value = JSON.stringify(selector);
  const last = list.items.at(-1)?.range;
  const eol = endsOf(text);
  if (!last) {
    const at = list.seq.range![0] + 1;
    return list.seq.flow ? text.slice(0, at) + value + text.slice(at) : undefined;
  }
  const lead = text.slice(lineStart(text, last[0]), last[0]);
  if (list.seq.flow) {
    const gap = lead.trim() === "" ? `,${eol}${lead}` : ", ";
    return text.slice(0, last[1]) + gap + value + text.slice(last[1]);
  }
  const next = text.indexOf("\n", last[1]);
  const dash = `${/^\s*-\s+/.exec(lead)?.[0] ?? ""}${value}`;
  if (next === -1) return `${text}${eol}${dash}`;
  return `${text.slice(0, next + 1)}${dash}${eol}${text.slice(next + 1)}`;
}
