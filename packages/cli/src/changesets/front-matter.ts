import type { Bump } from "@release-policy/core/types";
import { asKey } from "../files/json.ts";

/** The front matter of a changeset in its plain form, as nearly every changeset is written. */
export interface PlainChangeset {
  readonly bumps: readonly PlainBump[];
  readonly summary: string;
  /** Where the summary begins, counted from 1. */
  readonly summaryLine: number;
  /** The text before the summary on its first line. */
  readonly indent?: string;
}

export interface PlainBump {
  readonly name: string;
  readonly bump: Bump;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly nameColumn: number;
  readonly nameLength: number;
}

const ENTRY =
  /^(?:"([^"\\\n]+)"|'([^'\n]+)'|([A-Za-z][\w./-]*)) *: +(?:"(major|minor|patch|none)"|'(major|minor|patch|none)'|(major|minor|patch|none)) *$/;
const YAML_WORD = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
/** Names that mean something else as the key of an object. */
const ODD_KEY = /^(?:__proto__|\d+)$/;

/**
 * Reads a changeset of the plain form: a line `"name": bump` for each package between two fences, nothing
 * else. Undefined for every other form, which the planner's own parser reads; both agree where this one
 * answers (a property test), and this one takes a fifteenth of the time.
 */
export function readPlainChangeset(text: string): PlainChangeset | undefined {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== "---") return undefined;
  const bumps: PlainBump[] = [];
  const seen = new Set<string>();
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    if (line === "---") {
      const rest = lines.slice(i + 1);
      const blank = rest.findIndex((candidate) => candidate.trim() !== "");
      const summary = rest.join("\n").trim();
      const indent = /^\s*/.exec(rest[blank] ?? "")![0];
      return { bumps, summary, summaryLine: i + 2 + Math.max(blank, 0), indent };
    }
    const match = ENTRY.exec(line);
    const name = match?.[1] ?? match?.[2] ?? match?.[3];
    if (!match || name === undefined || name.trim() === "" || seen.has(name)) return undefined;
    if ((match[3] !== undefined && YAML_WORD.test(name)) || ODD_KEY.test(name)) return undefined;
    seen.add(name);
    const bump = (match[4] ?? match[5] ?? match[6]) as Bump;
    const column = line.lastIndexOf(bump) + 1;
    bumps.push({
      name: asKey(name),
      bump,
      line: i + 1,
      column,
      length: bump.length,
      nameColumn: 1,
      nameLength: match[3] === undefined ? name.length + 2 : name.length,
    });
  }
  return undefined;
}
