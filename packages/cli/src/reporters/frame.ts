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
  const line = fitting(shown(source), before.length, style.width - gutter.length - 3);
  const most = line.length - before.length;
  const marks = "^".repeat(Math.max(1, Math.min(marked.length, most)));
  const bar = paint(style, "blue", `${gutter} |`);
  return [
    arrow,
    bar,
    `${paint(style, "blue", ` ${at.line} |`)} ${line}`,
    `${bar} ${" ".repeat(before.length)}${paint(style, [color, "bold"], marks)}`,
  ];
}

/** The line, cut where it is wider than the terminal and what is meant begins before that. */
const fitting = (line: string, start: number, room: number): string =>
  line.length > room && start < room
    ? `${line.slice(0, room - 1).replace(/[\uD800-\uDBFF]$/, "")}…`
    : line;

const shown = (text: string): string => printable(text.replaceAll("\t", "  "));
