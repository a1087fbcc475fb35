import type { Location } from "@release-policy/core/types";
import { printable } from "./escape.ts";
import { paint, type Style } from "./style.ts";

/** Spaces before the bar under `at.line`. */
export const gutterOf = (at: Location): number => String(at.line).length + 1;

/** Where something is, with the line that stands there and marks under it: lines in rustc's grammar. */
export function frame(
  { at, source }: { readonly at: Location; readonly source?: string },
  style: Style,
  color: "red" | "yellow",
): string[] {
  const gutter = " ".repeat(gutterOf(at));
  const place = printable(`${at.path}:${at.line}:${at.column}`);
  const arrow = `${paint(style, "blue", `${gutter}-->`)} ${place}`;
  if (source === undefined) return [arrow];
  const before = shown(source.slice(0, at.column - 1));
  const marked = shown(source.slice(at.column - 1, at.column - 1 + (at.length ?? 1)));
  const marks = paint(style, [color, "bold"], "^".repeat(Math.max(1, marked.length)));
  const bar = paint(style, "blue", `${gutter} |`);
  return [
    arrow,
    bar,
    `${paint(style, "blue", ` ${at.line} |`)} ${shown(source)}`,
    `${bar} ${" ".repeat(before.length)}${marks}`,
  ];
}

const shown = (text: string): string => printable(text.replaceAll("\t", "  "));
