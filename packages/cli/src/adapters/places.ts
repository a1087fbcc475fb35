import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Location } from "@release-policy/core";

/** The place of an offset in a text. */
export function placeIn(path: string, text: string, offset: number, length?: number): Location {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - (before.lastIndexOf("\n") + 1) + 1;
  return { path, line, column, ...(length === undefined ? {} : { length }) };
}

/** The place of the value that a pointer means in a JSON text; the location as it is where there is none. */
export function resolvePointer(at: Location, text: string): Location {
  const tree = at.pointer && parseTree(text);
  const path = (at.pointer ?? []).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const node = tree && findNodeAtLocation(tree, path);
  if (!node) return at;
  const { offset, length } = node.parent?.type === "property" ? node.parent : node;
  return placeIn(at.path, text, offset, text.slice(offset, offset + length).split("\n")[0]!.length);
}
