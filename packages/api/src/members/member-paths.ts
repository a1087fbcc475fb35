import { type Node, SyntaxKind } from "typescript/unstable/ast";

export type TypeParameter = Node & {
  readonly name?: Node;
  readonly constraint?: Node;
  readonly defaultType?: Node;
};
export type Member = Node & {
  readonly name?: Node;
  readonly modifiers?: readonly Node[];
  readonly typeParameters?: readonly TypeParameter[];
  readonly parameters?: readonly (Member & { readonly dotDotDotToken?: Node })[];
  readonly type?: Member;
  readonly members?: readonly Member[];
  readonly heritageClauses?: readonly Node[];
  readonly readonlyToken?: Node;
  readonly elementType?: Member;
};
/** The declarations of one member: several if it is overloaded or merged. */
export type Members = ReadonlyMap<string, readonly Member[]>;

export const has = ({ modifiers }: Member, kind: SyntaxKind): boolean =>
  (modifiers ?? []).some((one) => one.kind === kind);

/** The function that a constant or property is declared to be. */
export const callable = (member: Member): Member =>
  member.type?.kind === SyntaxKind.FunctionType && !member.parameters ? member.type : member;

/** The text of a node without its spaces. */
export const normal = (node: Node): string => node.getText().replaceAll(/\s+/g, "");

/**
 * The members of interfaces, classes and types by path, the declaration itself as "". A namespace of the same name takes no
 * arguments, and what it exports is compared separately.
 */
export function membersOf(declarations: readonly Member[]): Members {
  const all = new Map<string, Member[]>();
  const visit = (node: Member, path: string, depth: number): void => {
    all.set(path, [...(all.get(path) ?? []), node]);
    if (depth > MOST_DEPTH) return;
    for (const member of node.members ?? []) {
      const name = nameOfMember(member);
      if (name !== undefined) visit(member, `${path}.${name}`, depth + 1);
    }
    const { parameters } = callable(node);
    for (const [i, parameter] of (parameters ?? []).entries())
      for (const given of literalsOf(parameter)) visit(given, `${path}(${i})`, depth + 1);
    for (const literal of literalsOf(callable(node)))
      if (parameters) visit(literal, `${path}()`, depth + 1);
      else
        for (const member of literal.members!) {
          const name = nameOfMember(member);
          if (name !== undefined) visit(member, `${path}.${name}`, depth + 1);
        }
    if (node.type?.kind === SyntaxKind.MappedType) visit(node.type, `${path}.[mapped]`, depth + 1);
  };
  for (const node of declarations)
    if (node.kind !== SyntaxKind.ModuleDeclaration) visit(node, "", 0);
  return all;
}

/** `{ … }` if it is the type of a member, of a parameter, or of the elements of its array. */
export function literalOf({ type }: Member): Member | undefined {
  const of = type?.kind === SyntaxKind.ArrayType ? type.elementType : type;
  return of?.kind === SyntaxKind.TypeLiteral ? of : undefined;
}

/** The same for a part of an intersection. */
function literalsOf(member: Member): readonly Member[] {
  const { types = [] } = (member.type ?? {}) as { readonly types?: readonly Member[] };
  const own = literalOf(member);
  if (own) return [own];
  if (member.type?.kind !== SyntaxKind.IntersectionType) return [];
  return types.filter(({ kind }) => kind === SyntaxKind.TypeLiteral);
}

const MOST_DEPTH = 8;

/** Distinguishes a setter from its getter, and a static member from an instance's. */
function nameOfMember(member: Member): string | undefined {
  const { kind, name } = member;
  if (kind === SyntaxKind.Constructor) return "new";
  if (kind === SyntaxKind.IndexSignature) return "[index]";
  if (kind === SyntaxKind.CallSignature) return "call";
  if (kind === SyntaxKind.ConstructSignature) return "construct";
  const text = name?.getText();
  if (text === undefined) return undefined;
  const own = kind === SyntaxKind.SetAccessor ? `${text}=` : text;
  return has(member, SyntaxKind.StaticKeyword) ? `static ${own}` : own;
}
