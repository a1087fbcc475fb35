import type { Section } from "@release-policy/core";
import { breakingAt } from "./declaration-words.ts";
import { endOf, startOf, type Node, type Source } from "./markdown-source.ts";

export type Entry = Section["entries"][number];

/** A paragraph is an entry, unless it only leads to what follows; so is each item of a list. */
export function entriesOf(node: Node, next: Node | undefined, source: Source): readonly Entry[] {
  if (node.type === "list") {
    return node.children.flatMap(({ children }) => {
      const first = children.find(({ type }) => type === "paragraph");
      return first ? entriesOf(first, undefined, source) : [];
    });
  }
  if (node.type !== "paragraph") return [];
  const text = source.textOf(node).replaceAll(/\s+/g, " ").trim();
  if (text.endsWith(":") && (next?.type === "list" || next?.type === "code")) return [];
  return [{ text, at: source.at(startOf(node), endOf(node)) }];
}

/** The first line of a block, to stand for an entry where a section has none. */
export const spareOf = (node: Node, source: Source): Entry => ({
  text: source.textOf(node).split(/\r?\n/, 1)[0]!.trim(),
  at: source.at(startOf(node), endOf(node)),
});

/** A label with nothing after it, and what it is a label of. */
export function leadsTo(node: Node, next: Node, source: Source): boolean {
  if (node.type !== "paragraph") return false;
  const { text, hidden } = source.linesOf(node).at(-1)!;
  const label = hidden ? undefined : breakingAt(text);
  const bare = label !== undefined && label.kind === "breaking" && text.length <= label.end;
  return bare && entriesOf(next, undefined, source).length > 0;
}
