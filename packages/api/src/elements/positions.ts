import { type Node, SyntaxKind, isIdentifier, isTypeReferenceNode } from "typescript/unstable/ast";
import type { Declarations } from "./declarations.ts";

/** How consumers meet a type: they get values of it, or they make them. */
export interface Positions {
  readonly isRead: (name: string) => boolean;
  readonly isMade: (name: string) => boolean;
  /** They make a copy of some of its members, as with `Partial`; a class, too, is then only its members. */
  readonly isCopied: (name: string) => boolean;
}

type Way = "read" | "made";
const turned = (way: Way): Way => (way === "read" ? "made" : "read");

/**
 * Walks what the exported values give and take: a parameter turns the direction, and one of a callback turns it back. Only
 * what is `affected` is walked: the names that are asked about with all that leads to them.
 */
export function positionsOf(
  declarations: Declarations,
  values: readonly string[],
  affected: ReadonlySet<string>,
): Positions {
  const seen: Record<Way, Set<string>> = { read: new Set(), made: new Set() };
  const copied = new Set<string>();
  for (const name of values) reach(name, "read");
  return {
    isRead: (name) => seen.read.has(name),
    isMade: (name) => seen.made.has(name),
    isCopied: (name) => copied.has(name),
  };

  function reach(name: string, way: Way): void {
    if (seen[way].has(name) || !affected.has(name)) return;
    seen[way].add(name);
    for (const node of declarations.named(name)) walk(node, way);
  }

  function walk(node: Node, way: Way): void {
    if (
      isTypeReferenceNode(node) ||
      node.kind === SyntaxKind.ExpressionWithTypeArguments ||
      node.kind === SyntaxKind.TypeQuery
    )
      nameIn(node, way);
    // What a class implements gives it no members.
    const { token } = node as Node & { readonly token?: SyntaxKind };
    if (node.kind === SyntaxKind.HeritageClause && token === SyntaxKind.ImplementsKeyword) return;
    if (way === "made") readCopied(node);
    const isTurning = TURNING.has(node.kind);
    node.forEachChild((child) => {
      // Who makes an instance does not make the class.
      if (way === "made" && child.kind === SyntaxKind.Constructor) return;
      walk(child, isTurning ? turned(way) : way);
    });
  }

  /** `Partial<Name>`, or the `keyof Name` of a mapped type. */
  function readCopied(node: Node): void {
    const { typeName, expression, typeParameter } = node as Node & {
      readonly [key in "typeName" | "expression" | "typeParameter"]?: Node;
    };
    const isCopying = COPYING.has((typeName ?? expression)?.getText() ?? "");
    const from = isCopying ? node : node.kind === SyntaxKind.MappedType ? typeParameter : undefined;
    if (!from) return;
    const visit = (one: Node): void => {
      if (isIdentifier(one)) for (const name of declarations.meanings(one)) copied.add(name);
      one.forEachChild(visit);
    };
    visit(from);
  }

  function nameIn(node: Node, way: Way): void {
    node.forEachChild((child) => {
      if (isIdentifier(child)) for (const one of declarations.meanings(child)) reach(one, way);
      else if (
        child.kind === SyntaxKind.QualifiedName ||
        child.kind === SyntaxKind.PropertyAccessExpression
      )
        nameIn(child, way);
    });
  }
}

/** Their contents are provided by users of the declaration. */
const TURNING: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.Parameter, SyntaxKind.TypeParameter]);

/** TypeScript's own types that take only the members of a type. */
const COPYING: ReadonlySet<string> = new Set(["Partial", "Required", "Readonly", "Pick", "Omit"]);
