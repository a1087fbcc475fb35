import {
  BUMPS,
  type Bump,
  type PlannerId,
  type Sentence,
  type UnreadableChangeset,
  closest,
  say,
} from "@release-policy/core";
import {
  type Document,
  LineCounter,
  type Pair,
  type Scalar,
  isMap,
  isScalar,
  parseDocument,
} from "yaml";
import { messageOf } from "../errors.ts";
import { firstLine } from "../workspace/workspace-file.ts";
import type { PlainBump, PlainChangeset } from "./front-matter.ts";

/** What each planner takes for front matter. */
const FENCES: Readonly<Record<PlannerId, RegExp>> = {
  "changesets@2": /\s*---([^]*?)\n\s*---(\s*(?:\n|$)[^]*)/,
  "changesets@3": /\s*---([^]*?)\r?\n\s*---(\s*(?:\n|$)[^]*)/,
  pnpm: /^\s*---[^\S\n]*(\n[^]*?)\n[^\S\n]*---[^\S\n]*(?:\r?\n|$)([^]*)/,
};

interface Parsed {
  readonly releases: readonly { readonly name: string; readonly type: string }[];
  readonly summary: string;
}

/**
 * Reads a changeset that is not of the plain form with the planner's own parser, and finds the places with
 * YAML's. Where the parser refuses, says why, and at which line.
 */
export async function readOtherChangeset(
  path: string,
  text: string,
  planner: PlannerId,
): Promise<PlainChangeset | UnreadableChangeset> {
  const fault = (kind: UnreadableChangeset["kind"], reason: Sentence, line = 1, column = 1) => ({
    path,
    kind,
    reason,
    at: { path, line, column },
  });
  const match = FENCES[planner].exec(text);
  if (!match) {
    const reason =
      text.trim() === ""
        ? say`it is empty`
        : say`it has no front matter between two lines of ${"---"}`;
    return fault("front-matter", reason);
  }
  const [, frontMatter = "", rest = ""] = match;
  const frontStart = match.index + match[0].indexOf(frontMatter, match[0].indexOf("---") + 3);
  const before = lineBreaks(text.slice(0, frontStart));
  const lines = new LineCounter();
  const doc = parseDocument(frontMatter, { lineCounter: lines });
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: line + before, column: col };
  };
  let parsed: Parsed;
  try {
    parsed = await parserOf(planner)(text, path);
  } catch (error) {
    return (
      whyNot(doc, placeOf, fault) ?? fault("front-matter", say`${firstLine(messageOf(error))}`)
    );
  }
  const summaryStart = text.length - rest.trimStart().length;
  return {
    bumps: parsed.releases.map(({ name, type }) => toBump(doc, placeOf, name, type as Bump)),
    summary: parsed.summary,
    summaryLine: lineBreaks(text.slice(0, summaryStart)) + 1,
    indent: /[^\n]*$/.exec(text.slice(0, summaryStart))![0],
  };
}

type PlaceOf = (offset: number) => { readonly line: number; readonly column: number };
type Fault = (
  kind: UnreadableChangeset["kind"],
  reason: Sentence,
  line?: number,
  column?: number,
) => UnreadableChangeset;

function whyNot(doc: Document, placeOf: PlaceOf, fault: Fault): UnreadableChangeset | undefined {
  const [error] = doc.errors;
  if (error) {
    const { line, column } = placeOf(error.pos[0]);
    if (error.code !== "DUPLICATE_KEY")
      return fault("yaml", say`${firstLine(error.message)}`, line, column);
    const key = pairsOf(doc).find((pair) => yamlStart(pair.key) === error.pos[0])?.key;
    return fault(
      "duplicate-key",
      say`${isScalar(key) ? String(key.value) : "a key"}`,
      line,
      column,
    );
  }
  for (const { key, value } of pairsOf(doc)) {
    const word = isScalar(value) ? value.value : undefined;
    if (typeof word === "string" && (BUMPS as readonly string[]).includes(word)) continue;
    const { line, column } = placeOf(yamlStart(value) ?? yamlStart(key) ?? 0);
    const meant = typeof word === "string" ? closest(word, BUMPS) : undefined;
    const said = typeof word === "string" ? say`${word} is no bump` : say`a package has no bump`;
    return fault("bump", meant ? say`${said}; did you mean ${meant}?` : said, line, column);
  }
  return isMap(doc.contents)
    ? undefined
    : fault("yaml", say`the front matter is no mapping of packages to bumps`);
}

function toBump(doc: Document, placeOf: PlaceOf, name: string, bump: Bump): PlainBump {
  const pair = pairsOf(doc).find(({ key }) => isScalar(key) && String(key.value) === name);
  const [nameStart = 0, nameEnd = nameStart] = (pair?.key as Scalar | undefined)?.range ?? [];
  const { line, column } = placeOf(yamlStart(pair?.value) ?? nameStart);
  const nameColumn = placeOf(nameStart).column;
  return {
    name,
    bump,
    line,
    column,
    length: bump.length,
    nameColumn,
    nameLength: nameEnd - nameStart,
  };
}

const pairsOf = (doc: Document): readonly Pair[] => (isMap(doc.contents) ? doc.contents.items : []);

const yamlStart = (node: unknown): number | undefined => (node as Scalar | undefined)?.range?.[0];

const lineBreaks = (text: string): number => text.split("\n").length - 1;

function parserOf(planner: PlannerId): (text: string, path: string) => Promise<Parsed> {
  switch (planner) {
    case "changesets@2":
      return async (text) => (await import("../workspace/changesets-2.ts")).parseChangeset2(text);
    case "changesets@3":
      return async (text) => (await import("@changesets/parse")).parseChangesetFile(text);
    case "pnpm":
      return async (text, path) => {
        const { parseChangeIntent } = await import("@pnpm/releasing.versioning");
        const { releases, summary } = parseChangeIntent(text, path, path);
        return {
          releases: Object.entries(releases).map(([name, type]) => ({ name, type })),
          summary,
        };
      };
  }
}
