import { WHOLE_FILES, remembered } from "@release-policy/core/internal";
import type { Node } from "jsonc-parser";
import type { Obstacle } from "../errors.ts";
import { isObjectOrArray } from "./json.ts";
import { jsonTrees } from "./on-demand.ts";
import { TextLines } from "./text-lines.ts";

/** Whether a release depends on a key, by the path to it. */
export type IsRead = (keys: readonly string[]) => boolean;

/**
 * Keys of a JSON text that parsers may treat differently: duplicates in an object, and `__proto__`. None if the text
 * is not JSON, which its reader reports.
 */
export function oddKeys(path: string, text: string, isRead: IsRead = () => true): Obstacle[] {
  if (!hasOddKeys(text)) return [];
  const tree = jsonTrees().parseTree(text);
  if (!tree) return [];
  const lines = new TextLines(text);
  const found: OddKey[] = [];
  findOdd(tree, [], isRead, found);
  return found.slice(0, MOST_SHOWN).map(({ key, offset, length }) => ({
    message:
      key === "__proto__" ? `${path} has a key \`__proto__\`` : `${path} has a duplicate key`,
    help: key === "__proto__" ? "delete it" : "delete one of the two",
    at: { path, ...lines.placeOf(offset), length },
  }));
}

/** The limit for one file: after correcting these, the next are shown. */
const MOST_SHOWN = 20;

/** Quick, since nearly no text has one: there are as many strings in what was parsed as in the text. */
const hasOddKeys = remembered((text) => {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return false;
  }
  let [keys, strings] = [0, 0];
  const left: unknown[] = [data];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (!isObjectOrArray(value)) continue;
    if (Object.hasOwn(value, "__proto__")) return true;
    const values: unknown[] = Object.values(value);
    if (!Array.isArray(value)) keys += values.length;
    for (const inner of values)
      if (typeof inner === "string") strings += 1;
      else left.push(inner);
  }
  // Without its escapes, each string in the text has two quotes. Counting them takes a tenth of the time of finding keys.
  return text.replaceAll(/\\./g, "").split('"').length - 1 !== 2 * (keys + strings);
}, WHOLE_FILES);

interface OddKey {
  readonly key: string;
  readonly offset: number;
  readonly length: number;
}

/** `keys` is the path to the node: one shared list, since there may be many. */
function findOdd(node: Node, keys: string[], isRead: IsRead, found: OddKey[]): void {
  if (node.type === "array")
    for (const child of node.children ?? []) findOdd(child, keys, isRead, found);
  if (node.type !== "object") return;
  const seen = new Set<string>();
  for (const { children: [name, value] = [] } of node.children ?? []) {
    const key = String(name?.value);
    keys.push(key);
    if (name && value && isRead(keys)) {
      const { offset, length } = name;
      if (seen.has(key) || key === "__proto__") found.push({ key, offset, length });
      seen.add(key);
      findOdd(value, keys, isRead, found);
    }
    keys.pop();
  }
}
