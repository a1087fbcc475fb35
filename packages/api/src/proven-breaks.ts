import { type Identifier, type Node, SyntaxKind } from "typescript/unstable/ast";
import type { Compiler } from "./compiler.ts";
import { normalised } from "./normalised.ts";
import { type Change, type OpenChange, type Side, type Sides, isCertain } from "./verdict.ts";
import { type Break, type ElementBreaks, breaksOf } from "./probes.ts";
import { markDeclaration, stubsFor } from "./stubs.ts";

/** A pair that has changed, and its folder. */
export interface OpenPair {
  readonly folder: string;
  readonly sides: Sides;
  readonly change: OpenChange;
}

const MOST_ROUNDS = 3;

/**
 * The breaks of each pair. A type that is compared by itself is first a mark in all others. A mark proves nothing about another type,
 * which may hold the same: where it has a part in a break, the assignment is tried again with what the type holds.
 */
export function provenBreaks(
  compiler: Compiler,
  root: string,
  open: readonly OpenPair[],
): readonly ElementBreaks[] {
  const marked = new Set(open.flatMap(({ change }) => [...change.marked]));
  const stubs = [
    stubsFor(open.flatMap(({ sides }) => Object.values(sides) as Side[])),
    ...[...marked].map(markDeclaration),
  ].join("\n");
  let tries = open.map(({ change: { changed, marked: all } }) => firstTry(changed, all));
  for (let round = 0; round <= MOST_ROUNDS; round++) {
    const questions = open.flatMap(({ folder: of, sides }, i) => {
      const { changed, marked: some } = tries[i]!;
      if (changed.length === 0) return [];
      const folder = `${of}/${round}`;
      writeNormalised(compiler, folder, sides, { changed, marked: some });
      const [before, after] = [sides.before.entry, sides.after.entry];
      return [{ i, folder, before, after, changed }];
    });
    if (questions.length === 0) break;
    const found = breaksOf(compiler, `${root}/round-${round}`, stubs, questions);
    tries = open.map((pair, i) => {
      const now = found[questions.findIndex((one) => one.i === i)];
      return now ? nextTry(pair, tries[i]!, now) : tries[i]!;
    });
  }
  return tries.map(({ breaks }) => breaks);
}

interface Try extends Pick<Change, "changed" | "marked"> {
  readonly breaks: ElementBreaks;
  /** The breaks that count and that a mark has a part in, by their assignments; undefined before the first try. */
  readonly doubtful?: ReadonlySet<string>;
}

const firstTry = (changed: Try["changed"], marked: Try["marked"]): Try => ({
  changed,
  marked,
  breaks: new Map(),
});

/** What is known after a try, and what to try again, with fewer marks. */
function nextTry(
  { sides: { before, after }, change: { positions } }: OpenPair,
  { marked, breaks, doubtful, changed }: Try,
  now: ElementBreaks,
): Try {
  const known = doubtful
    ? new Map([...breaks].map(([name, some]) => [name, some.map((one) => retried(name, one))]))
    : now;
  const opaque = ({ marks, words }: Break): readonly string[] => {
    const named = [...marks].filter((name) => marked.has(name));
    if (named.length > 0) return named;
    return [...words].flatMap((word) =>
      [before.declarations, after.declarations].flatMap((all) =>
        all.named(word).some(computes)
          ? [word, ...all.references(word)].filter((name) => marked.has(name))
          : [],
      ),
    );
  };
  const open = [...known].flatMap(([name, some]) => {
    const certain = some.filter((one) => isCertain(positions, before.elements.get(name)!, one));
    const doubts = certain.map((one) => ({ name, line: one.line, names: opaque(one) }));
    // One break without a mark is enough.
    return doubts.every(({ names }) => names.length > 0) ? doubts : [];
  });
  const seen = new Set(open.flatMap(({ names }) => names));
  return {
    breaks: known,
    changed: changed.filter(([{ name }]) => open.some((one) => one.name === name)),
    marked: new Set([...marked].filter((name) => !seen.has(name))),
    doubtful: new Set(open.map(({ line }) => line)),
  };

  function retried(name: string, one: Break): Break {
    if (!doubtful!.has(one.line)) return one;
    return now.get(name)?.find(({ line }) => line === one.line) ?? { ...one, isRefuted: true };
  }
}

/** Whether an error about a type may be about a mark without a mention of it. */
const computes = (node: Node): boolean =>
  node.kind === SyntaxKind.TypeAliasDeclaration ||
  /\s\?\s|\bkeyof\b|[\w>\])]\[[^\]]/.test(node.getText());

function writeNormalised(
  compiler: Compiler,
  root: string,
  sides: Sides,
  { changed, marked }: Pick<Change, "changed" | "marked">,
): void {
  for (const [side, { program, folder, declarations }] of Object.entries(sides) as [
    string,
    Side,
  ][]) {
    const needed = declarations.allReached(changed.flat().map(({ declared }) => declared));
    const common = { needed, marked, nameOf: (word: Identifier) => declarations.typeName(word) };
    for (const path of program.filesIn(folder)) {
      const source = program.source(path)!;
      const inside = `${side}${path.slice(folder.length)}`;
      const any = side === "before" ? "unknown" : "kept";
      const strict = normalised(source, { ...common, any, methods: "properties" });
      compiler.rewrite(`${root}/strict/${inside}`, strict);
      const made = normalised(source, { ...common, methods: "kept" });
      compiler.rewrite(`${root}/made/${inside}`, made);
    }
  }
}
