import { type Node, SyntaxKind } from "typescript/unstable/ast";
import type { Compiled } from "./compiler.ts";
import type { Declarations } from "./elements/declarations.ts";
import type { Difference } from "./difference.ts";
import { type Element, differenceOf } from "./elements/elements.ts";
import { type LostMember, lostMembers, memberNames } from "./members/members.ts";
import type { Positions } from "./elements/positions.ts";
import { type Break, type ElementBreaks, isGiven, isNarrowed } from "./probes.ts";

/** One version of an entry point, as a program has it. */
export interface Side {
  readonly folder: string;
  readonly entry: string;
  readonly program: Compiled;
  readonly elements: ReadonlyMap<string, Element>;
  readonly declarations: Declarations;
}

export interface Sides {
  readonly before: Side;
  readonly after: Side;
}

/** What can be said of two versions before TypeScript is asked about it, and what it has to be asked about. */
export interface Change {
  readonly differences: readonly Difference[];
  /** The elements that both versions have, but not the same. */
  readonly changed: readonly (readonly [Element, Element])[];
  /** The names of types that are compared by themselves. */
  readonly alone: ReadonlySet<string>;
  /** Those of them that are other types now. */
  readonly marked: ReadonlySet<string>;
  /** The names in the version before that are others now or that lead to one. */
  readonly affected: ReadonlySet<string>;
}

/** A change that TypeScript is asked about. */
export interface OpenChange extends Change {
  /** How consumers met the types of the version before. */
  readonly positions: Positions;
}

/** Finds what is new, gone, deprecated or changed by name and text alone. */
export function changeOf({ before, after }: Sides): Change {
  const names = new Set([...before.elements.keys(), ...after.elements.keys()]);
  const differences: Difference[] = [];
  const both: (readonly [Element, Element])[] = [];
  for (const name of names) {
    const [old, now] = [before.elements.get(name), after.elements.get(name)];
    if (old && now) {
      both.push([old, now]);
      if (old.isDeprecated !== now.isDeprecated)
        differences.push(
          now.isDeprecated
            ? differenceOf("deprecated", old, now, name, "is deprecated now")
            : differenceOf("undeprecated", old, now, name, "is no longer deprecated"),
        );
    } else if (old)
      differences.push(differenceOf("removed", old, undefined, name, "is no longer exported"));
    else differences.push(differenceOf("added", undefined, now, name, "is exported now"));
  }
  const alone = new Set(both.filter(([old]) => old.isType).map(([old]) => old.declared));
  const rewritten = before.declarations.rewrittenIn(after.declarations);
  const uses = ({ declarations }: Side, { declared }: Element): boolean =>
    rewritten.size > 0 &&
    [...declarations.reached(declared, alone)].some((name) => rewritten.has(name));
  const changed = both.filter(
    ([old, now]) =>
      (old.isValue || old.isType) &&
      (old.isValue !== now.isValue ||
        old.isType !== now.isType ||
        old.declared !== now.declared ||
        uses(before, old) ||
        uses(after, now)),
  );
  const affected: ReadonlySet<string> =
    changed.length > 0 ? before.declarations.leadingTo(rewritten) : new Set();
  const marked = new Set([...alone].filter((name) => affected.has(name)));
  for (const [element] of changed) if (element.isType) marked.add(element.declared);
  return { differences, changed, alone, marked, affected };
}

/** The differences of what changed, by what TypeScript refuses. */
export function verdictsOf(
  { before, after }: Sides,
  { changed, alone, positions }: OpenChange,
  breaks: ElementBreaks,
): readonly Difference[] {
  const [old, now] = [before.declarations, after.declarations];
  const exported = new Set([...before.elements.values()].map(({ declared }) => declared));
  return changed.flatMap(([a, b]): Difference[] => {
    // Of another package, or a mistake of the build: its type is not known.
    if (b.isUnresolved && !a.isUnresolved)
      return [possible(a, b, { member: "", because: "is exported, but declared nowhere here" })];
    const found = breaks.get(a.name) ?? [];
    const lost = lostIn(a, b);
    const certain = found.filter((one) => isCertain(positions, a, one));
    const [first] = [...certain, ...lost.filter((one) => one.isCertain)];
    if (first) return [differenceOf("breaking", a, b, `${a.name}${first.member}`, first.because)];
    const [other] = [
      ...found.filter(
        (one) =>
          one.way !== "made" || !isClass(a) || isNarrowed(one) || positions.isCopied(a.declared),
      ),
      ...lost,
    ];
    if (other) return [possible(a, b, other)];
    const isSame = old.text(a.declared) === now.text(b.declared);
    const others = [...(isSame ? [] : [a.declared]), ...hiddenIn(a)];
    if (others.some((name) => old.named(name).some(hasBranches)))
      return [possible(a, b, { member: "", because: "is computed in another way" })];
    if (isSame) return [];
    return [differenceOf("compatible", a, b, a.name, "changed, but existing uses still compile")];
  });

  /** Of an element, and of its unexported dependencies. */
  function lostIn(a: Element, b: Element): readonly LostMember[] {
    const lost = (name: string, nowName: string, isNested: boolean) =>
      lostMembers(old.named(name), now.named(nowName), {
        isNested,
        // What is not exported cannot be named: consumers have no values of it that the package does not give.
        isGiven: !isNested || positions.isRead(name),
        isElsewhere: (member) =>
          [...now.reached(nowName, new Set())].some((one) =>
            memberNames(now.named(one)).has(member),
          ),
      });
    return [
      ...lost(a.declared, b.declared, false),
      ...hiddenIn(a).flatMap((name) => {
        // Of namespaces with declarations of one name, which is which is not known.
        const isOne = old.named(name).length === now.named(name).length;
        return lost(name, name, true).map((one) => ({ ...one, isCertain: one.isCertain && isOne }));
      }),
    ];
  }

  /** What an element uses that is not exported, and is something else now. */
  function hiddenIn({ declared }: Element): readonly string[] {
    return [...old.reached(declared, alone)].filter(
      (name) => !exported.has(name) && old.text(name) !== now.text(name),
    );
  }
}

/** Whether a break is one for all consumers, and not only for some that are unusual. */
export function isCertain(
  { isMade, isRead }: Positions,
  element: Element,
  { way, because, member, isRefuted }: Break,
): boolean {
  if (isRefuted) return false;
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
  if (isClass(element) || isTypeOfValue(element)) return way === "names";
  if (way === "names") return isMade(name) || !isRead(name);
  if (because.startsWith("Index signature")) return false;
  // Consumers do not write values of computed types by hand.
  if (isComputed(element) && !isMade(name)) return false;
  // Whoever implements an interface that a package gives has to have each of its members.
  return isMade(name) || !isRead(name) || / is missing in type /.test(because);
}

/** It is made by `new`, and seldom in another way; by the package alone where only its type is exported. */
const isClass = ({ isType, isValue, node }: Element): boolean =>
  isType && (isValue || node?.kind === SyntaxKind.ClassDeclaration);
const isEnum = ({ node }: Element): boolean => node?.kind === SyntaxKind.EnumDeclaration;

const OF_OBJECT =
  /^Type '"(?:constructor|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable)"'/;

const isComputed = ({ node }: Element): boolean =>
  node?.kind === SyntaxKind.TypeAliasDeclaration && (node as Alias).typeParameters !== undefined;

/** `typeof create`: consumers pass on what the package gives them. */
const isTypeOfValue = ({ node }: Element): boolean =>
  node?.kind === SyntaxKind.TypeAliasDeclaration &&
  (node as Alias).type.kind === SyntaxKind.TypeQuery;

type Alias = Node & { readonly typeParameters?: readonly Node[]; readonly type: Node };

/** A type that says other things for other arguments, of which only some were tried. */
const hasBranches = (node: Node): boolean =>
  TYPES.has(node.kind) && / \? [^]* : |\binfer\b|\bin keyof\b/.test(node.getText());

const TYPES: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.ClassDeclaration,
]);

const possible = (
  a: Element,
  b: Element,
  { member, because }: { readonly member: string; readonly because: string },
): Difference => differenceOf("possibly breaking", a, b, `${a.name}${member}`, because);
