import type { Location } from "@release-policy/core/types";
import type { ParseError } from "jsonc-parser";
import { CannotJudge, type Obstacle } from "../errors.ts";
import { jsonTrees } from "./on-demand.ts";
import { TextLines } from "./text-lines.ts";

/** Whether a value of JSON or YAML may have others in it. */
export const isObjectOrArray = (value: unknown): value is object =>
  typeof value === "object" && value !== null;

/**
 * The same text, as JSON.parse has it as a key. V8 keeps one object for all equal keys, but one for each equal value,
 * and a Map that compares two objects reads both: looking a name up takes several times as long.
 */
export function asKey(text: string): string {
  const own = Object.create(null) as Record<string, true>;
  own[text] = true;
  for (const key in own) return key;
  return text;
}

/** Parses strict JSON. Throws `CannotJudge` with the place of the first error; the text is never quoted. */
function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CannotJudge(jsonObstacle(path, text)!);
  }
}

/** Where and why a text is not JSON; undefined if it is. */
export function jsonObstacle(
  path: string,
  text: string,
): (Obstacle & { readonly at: Location }) | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const { getNodeValue, parseTree, printParseErrorCode } = jsonTrees();
    const errors: ParseError[] = [];
    const tree = parseTree(text, errors, { disallowComments: true });
    if (tree) getNodeValue(tree);
    const [first] = errors;
    const at = { path, ...new TextLines(text).placeOf(first?.offset ?? 0) };
    const what = first ? printParseErrorCode(first.error) : "no value";
    if (what === "InvalidCommentToken")
      return {
        message: `${path} has a comment, but JSON does not allow comments`,
        help: "remove the comment",
        at,
      };
    const words = what.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    return { message: `${path} is not valid JSON: ${words}`, help: "fix the syntax error", at };
  }
}

/** An object, or `CannotJudge`. */
export function parseJsonObject(path: string, text: string): Record<string, unknown> {
  const data = parseJson(path, text);
  if (isObjectOrArray(data) && !Array.isArray(data)) {
    return data as Record<string, unknown>;
  }
  throw new CannotJudge({
    message: `${path} is not a JSON object`,
    at: { path, line: 1, column: 1 },
  });
}
