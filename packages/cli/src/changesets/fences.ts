import type { PlannerId } from "@release-policy/core/types";

/** The parts of a changeset, as its planner takes them apart. */
interface Fenced {
  /** Where the first fence begins: a planner of Changesets looks for it anywhere. */
  readonly open: number;
  /** Where the front matter begins. */
  readonly start: number;
  readonly frontMatter: string;
  /** The text after the last fence. */
  readonly rest: string;
}

/** Undefined where the planner finds no front matter. One way through the text: its own pattern tries every start with every end. */
export const fencedIn = (text: string, planner: PlannerId): Fenced | undefined =>
  planner === "pnpm" ? ofPnpm(text) : ofChangesets(text, planner);

/** Between the first `---`, and the next with white space alone around it from one line end to another. */
function ofChangesets(text: string, planner: Exclude<PlannerId, "pnpm">): Fenced | undefined {
  const open = text.indexOf("---");
  if (open === -1) return undefined;
  const start = open + 3;
  const words = /\S+/g;
  words.lastIndex = start;
  let end = start;
  for (let word = words.exec(text); word; word = words.exec(text)) {
    const gap = word[0] === "---" ? text.slice(end, word.index).indexOf("\n") : -1;
    if (gap >= 0 && endsLine(text, words.lastIndex)) {
      const lineEnd = end + gap;
      const ofReturn = planner === "changesets@3" && lineEnd > start && text[lineEnd - 1] === "\r";
      const frontMatter = text.slice(start, ofReturn ? lineEnd - 1 : lineEnd);
      return { open, start, frontMatter, rest: text.slice(words.lastIndex) };
    }
    end = words.lastIndex;
  }
  return undefined;
}

/** White space alone up to the end of the line. */
function endsLine(text: string, offset: number): boolean {
  const next = text.indexOf("\n", offset);
  return text.slice(offset, next === -1 ? text.length : next).trim() === "";
}

/** Between the first line and the next one that is `---`. */
function ofPnpm(text: string): Fenced | undefined {
  const lines = text.split("\n");
  if (lines[0]?.trim() !== "---") return undefined;
  const close = lines.findIndex((line, i) => i > 0 && line.trim() === "---");
  if (close === -1) return undefined;
  const frontMatter = lines.slice(1, close).join("\n");
  const rest = lines.slice(close + 1).join("\n");
  return { open: 0, start: lines[0].length + 1, frontMatter, rest };
}
