import {
  BUMPS,
  type Bump,
  type PlannerId,
  type Sentence,
  type UnreadableChangeset,
  closest,
  say,
} from "@release-policy/core";
import { type Pair, type Scalar, isMap, isScalar } from "yaml";
import { messageOf } from "../errors.ts";
import { YamlText } from "../files/yaml-text.ts";
import { firstLine } from "../workspace/workspace-file.ts";
import { fencedIn } from "./fences.ts";
import { MOST_PARSED, type ParsingBudget } from "./parsing-budget.ts";
import type { PlainBump, PlainChangeset } from "./front-matter.ts";

/**
 * Of a front matter that is not of the plain form, in characters: the planner's own parser takes time by the square of it.
 * Two hundred packages in the longest form stay below.
 */
const LONGEST_FRONT_MATTER = 16 * 1024;

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
  budget: ParsingBudget,
): Promise<PlainChangeset | UnreadableChangeset> {
  const fault = (kind: UnreadableChangeset["kind"], reason: Sentence, line = 1, column = 1) => ({
    path,
    kind,
    reason,
    at: { path, line, column },
  });
  const fenced = fencedIn(text, planner);
  if (!fenced) {
    const reason =
      text.trim() === ""
        ? say`it is empty`
        : say`it has no front matter between two lines of ${"---"}`;
    return fault("front-matter", reason);
  }
  const { open, start, frontMatter, rest } = fenced;
  if (frontMatter.length > LONGEST_FRONT_MATTER)
    return fault(
      "too-large",
      say`its front matter has more than ${LONGEST_FRONT_MATTER} characters, and not only lines such as ${'"@acme/ui": patch'}`,
    );
  if (!budget.take(frontMatter.length))
    return fault(
      "too-large",
      say`the changesets before it have all of the ${MOST_PARSED} characters that are parsed`,
    );
  const before = lineBreaks(text.slice(0, start));
  const yaml = new YamlText(frontMatter);
  const placeOf = (offset: number) => {
    const { line, column } = yaml.placeOf(offset);
    return { line: line + before, column };
  };
  let parsed: Parsed;
  try {
    parsed = await parserOf(planner)(text.slice(open), path);
  } catch (error) {
    return (
      whyNot(yaml, placeOf, fault) ?? fault("front-matter", say`${firstLine(messageOf(error))}`)
    );
  }
  const summaryStart = text.length - rest.trimStart().length;
  const pairs = new Map(
    pairsOf(yaml)
      .toReversed()
      .map((pair) => [isScalar(pair.key) ? String(pair.key.value) : undefined, pair]),
  );
  return {
    bumps: parsed.releases.map(({ name, type }) =>
      toBump(pairs.get(name), placeOf, name, type as Bump),
    ),
    summary: parsed.summary,
    summaryLine: lineBreaks(text.slice(0, summaryStart)) + 1,
    indent: text.slice(text.lastIndexOf("\n", summaryStart - 1) + 1, summaryStart),
  };
}

type PlaceOf = (offset: number) => { readonly line: number; readonly column: number };
type Fault = (
  kind: UnreadableChangeset["kind"],
  reason: Sentence,
  line?: number,
  column?: number,
) => UnreadableChangeset;

function whyNot(yaml: YamlText, placeOf: PlaceOf, fault: Fault): UnreadableChangeset | undefined {
  const [error] = yaml.faults;
  if (error) {
    const { line, column } = placeOf(error.offset);
    const { duplicate } = error;
    if (!duplicate) return fault("yaml", say`${error.message}`, line, column);
    const name = isScalar(duplicate) ? String(duplicate.value) : "a key";
    return fault("duplicate-key", say`${name}`, line, column);
  }
  for (const { key, value } of pairsOf(yaml)) {
    const word = isScalar(value) ? value.value : undefined;
    if (typeof word === "string" && (BUMPS as readonly string[]).includes(word)) continue;
    const { line, column } = placeOf(yamlStart(value) ?? yamlStart(key) ?? 0);
    const meant = typeof word === "string" ? closest(word, BUMPS) : undefined;
    const said = typeof word === "string" ? say`${word} is no bump` : say`a package has no bump`;
    return fault("bump", meant ? say`${said}; did you mean ${meant}?` : said, line, column);
  }
  return isMap(yaml.contents)
    ? undefined
    : fault("yaml", say`the front matter is no mapping of packages to bumps`);
}

function toBump(pair: Pair | undefined, placeOf: PlaceOf, name: string, bump: Bump): PlainBump {
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

const pairsOf = ({ contents }: YamlText): readonly Pair[] =>
  isMap(contents) ? contents.items : [];

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
