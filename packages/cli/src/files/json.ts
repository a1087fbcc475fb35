import type { Location } from "@release-policy/core";
import {
  type ParseError,
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { CannotJudge, type Obstacle } from "../errors.ts";

/** Parses strict JSON. Throws `CannotJudge` with the place of the first error; the text is never quoted. */
function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CannotJudge(jsonObstacle(path, text));
  }
}

/** Where and why a text is no JSON. */
function jsonObstacle(path: string, text: string): Obstacle {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  if (tree) getNodeValue(tree);
  const [first] = errors;
  const at = placeIn(path, text, first?.offset ?? 0);
  const what = first ? printParseErrorCode(first.error) : "no value";
  const words = what.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return { message: `${path} is not JSON: ${words}`, help: "correct the file", at };
}

/** An object, or `CannotJudge`. */
export function parseJsonObject(path: string, text: string): Record<string, unknown> {
  const data = parseJson(path, text);
  if (typeof data === "object" && data !== null && !Array.isArray(data)) {
    return data as Record<string, unknown>;
  }
  throw new CannotJudge({
    message: `${path} is not a JSON object`,
    at: { path, line: 1, column: 1 },
  });
}

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
