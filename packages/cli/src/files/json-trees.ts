import type { Location } from "@release-policy/core/types";
import { type JSONVisitor, visit } from "jsonc-parser";
import { TextLines } from "./text-lines.ts";

export {
  getNodeValue,
  parse,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";

/** Returns a function that finds the place of a JSON pointer's value; the location itself if there is none. */
export function pointersIn(text: string): (at: Location) => Location {
  const lines = new TextLines(text);
  return (at) => {
    const span = spanOf(text, at.pointer ?? []);
    if (!span) return at;
    return {
      path: at.path,
      ...lines.placeOf(span.start),
      length: lines.lengthWithin(span.start, span.end),
    };
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Of the first value at some keys, with its key if it has one. Nothing behind it is read: most are near the start. */
function spanOf(text: string, keys: readonly string[]): Span | undefined {
  let start: number | undefined;
  let depth = 0;
  const isAt = (path: readonly (string | number)[]): boolean =>
    path.length === keys.length && keys.every((key, i) => String(path[i]) === key);
  const begin: JSONVisitor["onArrayBegin"] = (offset, _, __, ___, path) => {
    if (start === undefined && isAt(path())) start = offset;
    if (start !== undefined) depth++;
  };
  const end: JSONVisitor["onArrayEnd"] = (offset, length) => {
    if (start !== undefined && --depth === 0) throw new Found({ start, end: offset + length });
  };
  try {
    visit(text, {
      onObjectProperty(key, offset, _, __, ___, path) {
        if (start === undefined && isAt([...path(), key])) start = offset;
      },
      onLiteralValue(_, offset, length, __, ___, path) {
        if (start === undefined && isAt(path())) start = offset;
        if (start !== undefined && depth === 0) throw new Found({ start, end: offset + length });
      },
      onObjectBegin: begin,
      onObjectEnd: end,
      onArrayBegin: begin,
      onArrayEnd: end,
    });
  } catch (thrown) {
    if (thrown instanceof Found) return thrown.span;
    throw thrown;
  }
  return undefined;
}

/** Ends the visit, which has no other way to end early. */
class Found {
  readonly span: Span;

  constructor(span: Span) {
    this.span = span;
  }
}
