import { bytesOf } from "./text.ts";

/** A part of the comment: items that are shown as long as there is room, and a word on those that are not. */
export interface Section {
  /** The text before the items; may be empty. */
  readonly open: string;
  readonly items: readonly string[];
  readonly between: "\n" | "\n\n";
  readonly close?: string;
  readonly rest: (left: number) => string;
}

/** Stands before the word on the rest, which is neither an item nor a row. */
const GAP = "\n\n";

/**
 * The sections one after the other in at most so many bytes, cut at the end of an item. Those in front get the room;
 * each later one keeps its word on what is left out.
 */
export function fitted(sections: readonly Section[], budget: number): string {
  const shown = sections.filter(({ items }) => items.length > 0);
  const least = shown.map(({ items, rest }) => bytesOf(rest(items.length)) + GAP.length);
  let kept = least.reduce((sum, bytes) => sum + bytes, 0);
  let room = budget;
  const parts = shown.map((section, i) => {
    kept -= least[i]!;
    const part = fittedOne(section, room - kept);
    room -= bytesOf(part) + GAP.length;
    return part;
  });
  return parts.join(GAP);
}

function fittedOne(section: Section, budget: number): string {
  const { items, between, open, close = "", rest } = section;
  const gap = open === "" ? "" : between === "\n" ? "\n" : GAP;
  const end = close === "" ? "" : `${GAP}${close}`;
  const frame = bytesOf(open) + gap.length + bytesOf(end);
  const word = GAP.length + bytesOf(rest(items.length));
  // Nothing stands after the last item.
  let room = budget - frame + between.length;
  let number = 0;
  for (const item of items) {
    const bytes = bytesOf(item) + between.length;
    const reserved = number + 1 === items.length ? 0 : word;
    if (bytes + reserved > room) break;
    room -= bytes;
    number++;
  }
  if (number === 0) return rest(items.length);
  const left = items.length - number;
  const more = left > 0 ? `${GAP}${rest(left)}` : "";
  return `${open}${gap}${items.slice(0, number).join(between)}${more}${end}`;
}

/** Sections without a close in one fold, one below the other; each keeps its word on what is left out. */
export function foldOf(summary: string, sections: readonly Section[]): Section {
  const shown = sections.filter(({ items }) => items.length > 0);
  return {
    open: `<details><summary>${summary}</summary>\n`,
    between: "\n",
    close: "</details>",
    items: shown.flatMap(({ open, items, between }, i) =>
      items.map((item, j) => {
        const head = j === 0 && open !== "" ? `${open}${between}` : "";
        const isFollowed = j < items.length - 1 ? between === GAP : i < shown.length - 1;
        const tail = isFollowed ? "\n" : "";
        return `${head}${item}${tail}`;
      }),
    ),
    rest: (left) => {
      const words: string[] = [];
      let number = left;
      for (const { items, rest } of shown.toReversed()) {
        const own = Math.min(number, items.length);
        if (own > 0) words.unshift(rest(own));
        number -= own;
      }
      return words.join(GAP);
    },
  };
}
