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
import { YamlText } from "../files/yaml/yaml-text.ts";
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
): Promise<PlainChangeset | readonly UnreadableChangeset[]> {
  const fault = (kind: UnreadableChangeset["kind"], reason: Sentence, line = 1, column = 1) => ({
    path,
    kind,
    reason,
    at: { path, line, column },
  });
  const conflict = /^<{7}(?: |\r?$)/m.exec(text);
  const inConflict = conflict && [
    fault(
      "conflict",
      say`it has an unresolved merge conflict`,
      lineBreaks(text.slice(0, conflict.index)) + 1,
    ),
  ];
  const fenced = fencedIn(text, planner);
  if (!fenced) return inConflict ?? [unfenced(text, planner, fault)];
  const { open, start, frontMatter, rest } = fenced;
  if (frontMatter.length > LONGEST_FRONT_MATTER)
    return [
      fault(
        "too-large",
        say`its front matter has more than ${LONGEST_FRONT_MATTER} characters and lines other than ${'"@acme/ui": patch'}`,
      ),
    ];
  if (!budget.take(frontMatter.length))
    return [
      fault(
        "too-large",
        say`the changesets before it already contain ${MOST_PARSED} characters (limit for all changesets)`,
      ),
    ];
  const before = lineBreaks(text.slice(0, start));
  // The break before the second fence may leave half of itself.
  const yaml = new YamlText(frontMatter.replace(/\r$/, ""));
  const placeOf = (offset: number) => {
    const { line, column } = yaml.placeOf(offset);
    return { line: line + before, column };
  };
  let parsed: Parsed;
  try {
    parsed = await parserOf(planner)(text.slice(open), path);
  } catch (error) {
    const faults = inConflict ?? frontMatterFaults(yaml, placeOf, fault);
    return faults.length > 0
      ? faults
      : [fault("front-matter", say`${firstLine(messageOf(error))}`)];
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

/** What the planner does not find: where the first line is `---`, the second one. */
function unfenced(text: string, planner: PlannerId, fault: Fault): UnreadableChangeset {
  if (text.trim() === "") return fault("incomplete", say`it is empty`);
  if (planner === "pnpm" && fencedIn(text, "changesets@3"))
    return fault("front-matter", say`its front matter does not start on the first line`);
  if (!/^\s*---[ \t]*\r?\n/.test(text))
    return fault("front-matter", say`it has no front matter (expected two lines ${"---"})`);
  const [, ...lines] = text.trim().split("\n");
  const isOpen = lines.some((line) => line.trim() !== "" && !/^["'@]?[\w@/.-]+["']? *:/.test(line));
  return fault(
    isOpen ? "not-closed" : "incomplete",
    say`its front matter is not closed (expected a second line ${"---"})`,
  );
}

/** What the parser says of the usual mistakes, in the words of a changeset. */
const PLAIN_WORDS: Readonly<Record<string, Sentence>> = {
  "Unexpected scalar at node end": say`a colon and a space are missing here`,
  "Implicit map keys need to be followed by map values": say`a colon and a bump are missing here`,
};

/** Of what is not YAML the first fault, since the others follow from it; of names without quotes and of bumps all. */
function frontMatterFaults(yaml: YamlText, placeOf: PlaceOf, fault: Fault): UnreadableChangeset[] {
  const unquoted = yaml.faults.filter(({ isUnquoted }) => isUnquoted);
  const errors = unquoted.length > 0 ? unquoted : yaml.faults.slice(0, 1);
  if (errors.length > 0) {
    return errors.map(({ offset, message, duplicate }) => {
      const { line, column } = placeOf(offset);
      if (!duplicate) return fault("yaml", PLAIN_WORDS[message] ?? say`${message}`, line, column);
      const name = isScalar(duplicate) ? String(duplicate.value) : "a key";
      return fault("duplicate-key", say`${name}`, line, column);
    });
  }
  if (!isMap(yaml.contents)) {
    const { line, column } = placeOf(yamlStart(yaml.contents) ?? 0);
    return [
      fault("yaml", say`the front matter is not a mapping of packages to bumps`, line, column),
    ];
  }
  return pairsOf(yaml).flatMap(({ key, value }) => {
    const word = isScalar(value) ? value.value : undefined;
    if (typeof word === "string" && (BUMPS as readonly string[]).includes(word)) return [];
    const { line, column } = placeOf(yamlStart(value) ?? yamlStart(key) ?? 0);
    const suggestion =
      typeof word === "string" ? closest(word.toLowerCase().split("-")[0]!, BUMPS) : undefined;
    const name = isScalar(key) ? String(key.value) : "a package";
    const problem =
      typeof word === "string" ? say`${word} is not a bump` : say`${name} has no bump`;
    return [
      fault(
        "bump",
        suggestion ? say`${problem}; did you mean ${suggestion}?` : problem,
        line,
        column,
      ),
    ];
  });
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
      return async (text) => (await import("changesets-parse-0")).default(text);
    case "changesets@3":
      return async (text) => {
        const { parseChangesetFile } = await import("@changesets/parse");
        return withoutWarnings(() => parseChangesetFile(text));
      };
    case "pnpm":
      return async (text, path) => {
        const { parseChangeIntent } = await import("@pnpm/releasing.versioning");
        const { releases, summary } = withoutWarnings(() => parseChangeIntent(text, path, path));
        return {
          releases: Object.entries(releases).map(([name, type]) => ({ name, type })),
          summary,
        };
      };
  }
}

/** `yaml` has Node print its warnings, with the lines of a stranger as they are. */
function withoutWarnings<T>(parse: () => T): T {
  const emitWarning: unknown = Reflect.get(process, "emitWarning");
  process.emitWarning = () => {};
  try {
    return parse();
  } finally {
    Object.assign(process, { emitWarning });
  }
}
