import { type Node, SyntaxKind } from "typescript/unstable/ast";
import { type Compiled, Compiler, isOfTypeScript } from "./compiler.ts";
import { Declarations } from "./declarations.ts";
import type { Difference } from "./difference.ts";
import { type Element, differenceOf, elementsOf } from "./elements.ts";
import { normalised } from "./normalised.ts";
import { positionsOf } from "./positions.ts";
import { type Break, breaksOf, isGiven, isNarrowed } from "./probes.ts";
import { type LostMember, lostMembers, memberNames } from "./members.ts";
import { markDeclaration, stubsFor } from "./stubs.ts";

/** The declaration files of a package, by path, and the one that is an entry point. */
export interface Surface {
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
}

const MOST_CHARACTERS = 20_000_000;

/** The limits of one comparison; `seconds` is for TypeScript, 60 by default. */
export interface Limits {
  readonly seconds?: number;
}

/** What changed in the public API of an entry point, sorted by path; the rest as `compareAll`. */
export const compareSurfaces = (
  before: Surface,
  after: Surface,
  limits: Limits = {},
): readonly Difference[] => compareAll([{ before, after }], limits)[0]!;

/**
 * The changes of several entry points, in order, each sorted by path. One compiler compares them all, because
 * starting it takes longer than most comparisons. Only the given files are read, and nothing is run. Throws
 * `CannotCompare` if they are too large or nested too deeply, or TypeScript fails or needs too much time or memory.
 */
export function compareAll(
  pairs: readonly { readonly before: Surface; readonly after: Surface }[],
  { seconds = 60 }: Limits = {},
): readonly (readonly Difference[])[] {
  const size = pairs
    .flatMap(({ before, after }) => [before, after])
    .flatMap(({ files }) => Object.values(files))
    .reduce((sum, { length }) => sum + length, 0);
  if (size > MOST_CHARACTERS)
    throw new CannotCompare(`the declarations have ${size} characters (limit: ${MOST_CHARACTERS})`);
  let compiler: Compiler | undefined;
  try {
    compiler = new Compiler(seconds);
    const open = compiler;
    return pairs.map(({ before, after }, i) => {
      const differences = compareIn(`/${i}`, open, before, after);
      open.forget();
      return differences;
    });
  } catch (error) {
    if (compiler?.isExhausted)
      throw new CannotCompare(
        `TypeScript needs too long or too much memory for the declarations (limit: ${seconds} s, 2 GB)`,
      );
    // The only recursion is over what the declarations nest.
    if (error instanceof RangeError)
      throw new CannotCompare("the declarations are nested too deeply");
    if (isOfTypeScript(error))
      throw new CannotCompare(`TypeScript has failed: ${error.message.split("\n")[0]}`);
    throw error;
  } finally {
    compiler?.close();
  }
}

/** The declarations of a package are not fit to be compared. */
export class CannotCompare extends Error {
  override readonly name = "CannotCompare";
}

/** The same in a folder of a compiler that stays open, one for each comparison. */
export function compareIn(
  folder: string,
  compiler: Compiler,
  before: Surface,
  after: Surface,
): readonly Difference[] {
  const raw = bothRead(compiler, folder, { before, after });
  const names = new Set([...raw.before.elements.keys(), ...raw.after.elements.keys()]);
  const differences: Difference[] = [];
  const both: (readonly [Element, Element])[] = [];
  for (const name of names) {
    const [old, now] = [raw.before.elements.get(name), raw.after.elements.get(name)];
    if (old && now) {
      both.push([old, now]);
      if (old.isDeprecated !== now.isDeprecated)
        differences.push(
          differenceOf(
            now.isDeprecated ? "deprecated" : "undeprecated",
            old,
            now,
            name,
            now.isDeprecated ? "is deprecated now" : "is no longer deprecated",
          ),
        );
    } else if (old)
      differences.push(differenceOf("removed", old, undefined, name, "is no longer exported"));
    else differences.push(differenceOf("added", undefined, now, name, "is exported now"));
  }
  const alone = new Set(both.filter(([old]) => old.isType).map(([old]) => old.declared));
  const rewritten = raw.before.declarations.rewrittenIn(raw.after.declarations);
  const uses = ({ declarations }: Read, { declared }: Element): boolean =>
    rewritten.size > 0 &&
    [...declarations.reached(declared, alone)].some((name) => rewritten.has(name));
  const changed = both.filter(
    ([old, now]) =>
      (old.isValue || old.isType) &&
      (old.isValue !== now.isValue ||
        old.isType !== now.isType ||
        old.declared !== now.declared ||
        uses(raw.before, old) ||
        uses(raw.after, now)),
  );
  if (changed.length > 0)
    differences.push(...judged(compiler, folder, raw, { changed, alone, rewritten }));
  return differences.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

interface Read {
  readonly folder: string;
  readonly entry: string;
  readonly program: Compiled;
  readonly elements: ReadonlyMap<string, Element>;
  readonly declarations: Declarations;
}

/** One program has both: most of what a program costs is TypeScript's own libraries. */
function bothRead(
  compiler: Compiler,
  root: string,
  sides: { readonly before: Surface; readonly after: Surface },
): { readonly before: Read; readonly after: Read } {
  const entries = Object.entries(sides).map(([side, { entry, files }]) => {
    for (const [path, text] of Object.entries(files))
      compiler.write(`${root}/${side}/${path}`, text);
    return `${root}/${side}/${entry}`;
  });
  const program = compiler.program(`${root}/raw`, entries);
  const read = (side: "before" | "after"): Read => {
    const [folder, { entry }] = [`${root}/${side}`, sides[side]];
    const elements = elementsOf(program, `${folder}/${entry}`);
    return { folder, entry, program, elements, declarations: new Declarations(program, folder) };
  };
  return { before: read("before"), after: read("after") };
}

function judged(
  compiler: Compiler,
  root: string,
  raw: { readonly before: Read; readonly after: Read },
  {
    changed,
    alone,
    rewritten,
  }: {
    readonly changed: readonly (readonly [Element, Element])[];
    readonly alone: ReadonlySet<string>;
    readonly rewritten: ReadonlySet<string>;
  },
): readonly Difference[] {
  const [old, now] = [raw.before.declarations, raw.after.declarations];
  const affected = old.leadingTo(rewritten);
  const marked = new Set([...alone].filter((name) => affected.has(name)));
  for (const [element] of changed) if (element.isType) marked.add(element.declared);
  for (const [side, { program, folder }] of Object.entries(raw))
    for (const path of program.filesIn(folder)) {
      const source = program.source(path)!;
      const inside = `${side}${path.slice(folder.length)}`;
      const any = side === "before" ? "unknown" : "kept";
      const strict = normalised(source, { marked, any, methods: "properties" });
      compiler.write(`${root}/strict/${inside}`, strict);
      compiler.write(`${root}/made/${inside}`, normalised(source, { marked, methods: "kept" }));
    }
  const stubs = [stubsFor(Object.values(raw)), ...[...marked].map(markDeclaration)].join("\n");
  const entries = { before: `before/${raw.before.entry}`, after: `after/${raw.after.entry}` };
  const breaks = breaksOf(compiler, root, stubs, entries, changed);
  const exported = new Set([...raw.before.elements.values()].map(({ declared }) => declared));
  const values = [...raw.before.elements.values()].filter(({ isValue }) => isValue);
  const positions = positionsOf(
    old,
    values.map(({ declared }) => declared),
  );
  return changed.flatMap(([a, b]): Difference[] => {
    // Of another package, or a mistake of the build: its type is not known.
    if (b.isUnresolved && !a.isUnresolved)
      return [possible(a, b, { member: "", because: "is exported, but declared nowhere here" })];
    const found = breaks.get(a.name) ?? [];
    const lost = lostIn(a, b);
    const certain = found.filter((one) => isCertain(a, one));
    const [first] = [...certain, ...lost.filter((one) => one.isCertain)];
    if (first) return [differenceOf("breaking", a, b, `${a.name}${first.member}`, first.because)];
    const [other] = [
      ...found.filter((one) => one.way !== "made" || !isClass(a) || isNarrowed(one)),
      ...lost,
    ];
    if (other) return [possible(a, b, other)];
    if (old.text(a.declared) === now.text(b.declared)) return [];
    if (hasBranches(a))
      return [possible(a, b, { member: "", because: "is computed in another way" })];
    return [differenceOf("compatible", a, b, a.name, "changed, but existing uses still compile")];
  });

  /** Of an element, and of its unexported dependencies. */
  function lostIn(a: Element, b: Element): readonly LostMember[] {
    const lost = (name: string, nowName: string, isNested: boolean) =>
      lostMembers(old.named(name), now.named(nowName), {
        isNested,
        isElsewhere: (member) =>
          [...now.reached(nowName, new Set())].some((one) =>
            memberNames(now.named(one)).has(member),
          ),
      });
    const hidden = [...old.reached(a.declared, alone)].filter(
      (name) => name !== a.declared && !exported.has(name) && old.text(name) !== now.text(name),
    );
    return [
      ...lost(a.declared, b.declared, false),
      ...hidden.flatMap((name) => {
        // Of namespaces with declarations of one name, which is which is not known.
        const isOne = old.named(name).length === now.named(name).length;
        return lost(name, name, true).map((one) => ({ ...one, isCertain: one.isCertain && isOne }));
      }),
    ];
  }

  function isCertain(element: Element, { way, because, member }: Break): boolean {
    const { isMade, isRead } = positions;
    const name = element.declared;
    // A consumer that handles each member of an enum may miss one now, but still compiles.
    if (isEnum(element)) return false;
    // A unique symbol that is another type now matters to those who name it in a type only.
    if (way === "unknown" || way === "narrowed" || because.includes(`"@@`)) return false;
    // An object literal has one, and only what was declared as an interface has none.
    if (because.startsWith("Index signature") && isGiven(member)) return false;
    // Every object still has the members of Object, declared or not.
    if (way === "names" && OF_OBJECT.test(because)) return false;
    if (way === "value" || way === "implemented") return true;
    if (way === "read") return isClass(element) || !isMade(name) || isRead(name);
    if (isClass(element)) return way === "names";
    if (way === "names") return isMade(name) || !isRead(name);
    if (because.startsWith("Index signature")) return false;
    // Consumers do not write values of computed types by hand.
    if (isComputed(element) && !isMade(name)) return false;
    // Whoever implements an interface that a package gives has to have each of its members.
    return isMade(name) || !isRead(name) || / is missing in type /.test(because);
  }
}

/** It is made by `new`, and seldom in another way. */
const isClass = ({ isType, isValue }: Element): boolean => isType && isValue;
const isEnum = ({ node }: Element): boolean => node?.kind === SyntaxKind.EnumDeclaration;

const OF_OBJECT =
  /^Type '"(?:constructor|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable)"'/;

const isComputed = ({ node }: Element): boolean =>
  node?.kind === SyntaxKind.TypeAliasDeclaration &&
  (node as Node & { readonly typeParameters?: readonly Node[] }).typeParameters !== undefined;

/** A type that says other things for other arguments, of which only some were tried. */
const hasBranches = ({ isType, node }: Element): boolean =>
  isType && node !== undefined && / \? [^]* : |\binfer\b|\bin keyof\b/.test(node.getText());

const possible = (
  a: Element,
  b: Element,
  { member, because }: { readonly member: string; readonly because: string },
): Difference => differenceOf("possibly breaking", a, b, `${a.name}${member}`, because);
