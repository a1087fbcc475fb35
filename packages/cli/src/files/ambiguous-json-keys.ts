import { type Node, parseTree } from "jsonc-parser";
import type { Obstacle } from "../errors.ts";
import { placeIn } from "./json.ts";

/** Whether a key is one that a release depends on, by the keys that lead to it. */
export type IsRead = (keys: readonly string[]) => boolean;

/**
 * Keys of a JSON text that its readers could take in more than one way: one that stands twice in an object, and
 * `__proto__`. None where the text is no JSON: its reader says so.
 */
export function oddKeys(path: string, text: string, isRead: IsRead = () => true): Obstacle[] {
  if (!hasOddKeys(text)) return [];
  const tree = parseTree(text);
  if (!tree) return [];
  return oddIn(tree, [], isRead).map(({ key, offset, length }) => ({
    message:
      key === "__proto__"
        ? `${path} has a key \`__proto__\``
        : `${path} has a key that stands twice in one object`,
    help: key === "__proto__" ? "take it out: nothing is called that" : "keep one of the two",
    at: placeIn(path, text, offset, length),
  }));
}

/** A string, and the colon that makes it a key. */
const STRINGS = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/** Quick, since nearly no text has one: there are as many keys in what was parsed as in the text. */
function hasOddKeys(text: string): boolean {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return false;
  }
  let written = 0;
  for (const [, colon] of text.matchAll(STRINGS)) if (colon !== undefined) written += 1;
  const left: unknown[] = [data];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) written -= Object.keys(value).length;
    if (Object.hasOwn(value, "__proto__")) return true;
    left.push(...Object.values(value));
  }
  return written !== 0;
}

interface OddKey {
  readonly key: string;
  readonly offset: number;
  readonly length: number;
}

function oddIn(node: Node, keys: readonly string[], isRead: IsRead): OddKey[] {
  if (node.type === "array")
    return (node.children ?? []).flatMap((child) => oddIn(child, keys, isRead));
  if (node.type !== "object") return [];
  const seen = new Set<string>();
  return (node.children ?? []).flatMap(({ children: [name, value] = [] }): OddKey[] => {
    const key = String(name?.value);
    if (!name || !value || !isRead([...keys, key])) return [];
    const odd = seen.has(key) || key === "__proto__";
    seen.add(key);
    const { offset, length } = name;
    return [...(odd ? [{ key, offset, length }] : []), ...oddIn(value, [...keys, key], isRead)];
  });
}
