import { type Node, SyntaxKind } from "typescript/unstable/ast";
import { isHidden } from "./normalised.ts";

/** What assignability does not see: a break that a declaration shows by its modifiers or its parameters. */
export interface LostMember {
  readonly member: string;
  readonly because: string;
  /** Whether each use of the member is broken, or only some that cannot be named. */
  readonly isCertain: boolean;
}

type TypeParameter = Node & { readonly constraint?: Node; readonly defaultType?: Node };
type Member = Node & {
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
/** The declarations of one member: more than one where it is overloaded or merged. */
type Members = ReadonlyMap<string, readonly Member[]>;

/**
 * Members that are gone, read-only or protected now, abstract members that are new, and type parameters that consumers have to
 * write otherwise. `isNested`: of a declaration that is not exported, whose own members the checker is not asked for.
 */
export function lostMembers(
  before: readonly Node[],
  after: readonly Node[],
  { isNested = false }: { readonly isNested?: boolean } = {},
): readonly LostMember[] {
  const [old, now] = [membersOf(before), membersOf(after)];
  const found: LostMember[] = [];
  const lost = (path: string, because: string, isCertain = true) =>
    found.push({ member: shownPath(path, old.get(path) ?? now.get(path)!), because, isCertain });
  for (const [path, were] of old) {
    // What is not exported is made by the package alone.
    if (isNested && path.startsWith(".new")) continue;
    const are = now.get(path);
    const [was] = were as readonly [Member];
    const parents = now.get(parentOf(path));
    if (are) compare(path, were, are);
    else if (path !== "" && !path.endsWith(")") && parents && !isHidden(was)) {
      const isRoot = parentOf(path) === "" && !isNested;
      if (isNew(was)) {
        if ((was.parameters?.length ?? 0) > 0 && !parents.some(isDerived))
          lost(path, "takes fewer arguments now");
      } else if (
        parents.some(({ kind }) => kind === SyntaxKind.EnumDeclaration) ||
        (!isRoot && hasAll(parents))
      )
        lost(path, "is gone");
    }
  }
  for (const [path, are] of now)
    if (
      path !== "" &&
      are.some((one) => has(one, SyntaxKind.AbstractKeyword)) &&
      !old.get(path)?.some((one) => has(one, SyntaxKind.AbstractKeyword))
    )
      lost(path, "is abstract now: every subclass must implement it");
  return found;

  function compare(path: string, were: readonly Member[], are: readonly Member[]): void {
    const [was, member] = [were[0]!, are[0]!];
    if (isProtected(member) && !isProtected(was) && !isHidden(was)) lost(path, "is protected now");
    if (most(are) < most(were)) lost(path, "takes fewer arguments now");
    if (isWritable(was) && isReadOnly(member, now, path) && !isReadOnly(was, old, path))
      lost(path, "is read-only now");
    if (!takes(member, was)) lost(path, "takes other type arguments now");
    if (constraints(were) !== constraints(are))
      lost(path, "has other constraints on its type arguments now", false);
    const [texts, theirs] = [were, are].map((some) =>
      some.map((one) => one.getText().replaceAll(/\s+/g, " ")),
    );
    const isOverloaded =
      Math.max(were.length, are.length) > 1 && were.every((one) => callable(one).parameters);
    if (isOverloaded && texts!.some((text, i) => text !== theirs![i]))
      lost(path, "has other overloads, so a call may resolve to another one", false);
  }
}

const parentOf = (path: string): string =>
  path.slice(0, Math.max(path.lastIndexOf("."), path.lastIndexOf("("), 0));

/** With the names of parameters in place of their numbers. */
function shownPath(path: string, [member]: readonly Member[]): string {
  let at: Member | undefined = member;
  const parts = path
    .split(/(?=\()/)
    .toReversed()
    .map((part) => {
      const number = /^\((\d+)\)/.exec(part)?.[1];
      if (number === undefined) return part;
      while (at && at.kind !== SyntaxKind.Parameter) at = at.parent as Member | undefined;
      const name = at?.name?.getText() ?? number;
      at = at?.parent;
      return part.replace(/^\(\d+\)/, `(${/^\w+$/.test(name) ? name : number})`);
    });
  return parts
    .toReversed()
    .join("")
    .replaceAll(/static |\.(?:call|construct)\b/g, "");
}

const has = ({ modifiers }: Member, kind: SyntaxKind): boolean =>
  (modifiers ?? []).some((one) => one.kind === kind);
const isProtected = (member: Member): boolean => has(member, SyntaxKind.ProtectedKeyword);
const isNew = ({ kind }: Node): boolean => kind === SyntaxKind.Constructor;
const isDerived = ({ heritageClauses = [] }: Member): boolean => heritageClauses.length > 0;

/** Whether what is not among the members is nowhere. */
const hasAll = (parents: readonly Member[]): boolean =>
  parents.every((parent) => {
    const of = literalOf(parent) ?? parent;
    return (
      (of.members?.length ?? 0) > 0 &&
      !isDerived(of) &&
      !of.members!.some(({ kind }) => kind === SyntaxKind.IndexSignature)
    );
  });

const isReadOnly = (member: Member, all: Members, path: string): boolean =>
  has(member, SyntaxKind.ReadonlyKeyword) ||
  member.readonlyToken !== undefined ||
  (member.kind === SyntaxKind.GetAccessor && !all.has(`${path}=`));

/** The function that a constant or property is declared to be. */
const callable = (member: Member): Member =>
  member.type?.kind === SyntaxKind.FunctionType && !member.parameters ? member.type : member;

/** How many arguments a call can give. */
const most = (members: readonly Member[]): number =>
  Math.max(
    ...members.map((member) => {
      const { parameters } = callable(member);
      // Not declared as a function: the checker compares its type.
      if (!parameters) return Infinity;
      return parameters.some(({ dotDotDotToken }) => dotDotDotToken) ? Infinity : parameters.length;
    }),
  );

const isWritable = ({ kind }: Node): boolean =>
  kind === SyntaxKind.PropertySignature ||
  kind === SyntaxKind.PropertyDeclaration ||
  kind === SyntaxKind.IndexSignature ||
  kind === SyntaxKind.MappedType;

const required = ({ typeParameters = [] }: Member): number =>
  typeParameters.filter(({ defaultType }) => !defaultType).length;

/** Whether type arguments as they were written still fit in number. */
function takes(member: Member, was: Member): boolean {
  const [now, old] = [member, was].map((one) => (one.typeParameters ? one : callable(one))) as [
    Member,
    Member,
  ];
  const [least, all] = [required(old), old.typeParameters?.length ?? 0];
  // Without type parameters, a class, interface or type takes no arguments; the type of a constant may still take some.
  if (all === 0 || (!now.typeParameters && now.kind === SyntaxKind.VariableDeclaration))
    return true;
  const count = now.typeParameters?.length ?? 0;
  return required(now) <= least && count >= all;
}

/** What the type parameters in it have to be, those of the functions inside of it too. */
function constraints(members: readonly Member[]): string {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.kind === SyntaxKind.TypeParameter)
      found.push((node as TypeParameter).constraint?.getText().replaceAll(/\s+/g, "") ?? "");
    node.forEachChild(visit);
  };
  members.forEach(visit);
  return found.join();
}

/** The members of interfaces, classes and types by path, the declaration itself as "". */
function membersOf(declarations: readonly Member[]): Members {
  const all = new Map<string, Member[]>();
  const visit = (node: Member, path: string, depth: number): void => {
    all.set(path, [...(all.get(path) ?? []), node]);
    if (depth > MOST_DEPTH) return;
    for (const member of node.members ?? []) {
      const name = nameOfMember(member);
      if (name !== undefined) visit(member, `${path}.${name}`, depth + 1);
    }
    const { parameters } = callable(node);
    for (const [i, parameter] of (parameters ?? []).entries()) {
      const given = literalOf(parameter);
      if (given) visit(given, `${path}(${i})`, depth + 1);
    }
    const literal = literalOf(callable(node));
    if (literal && parameters) visit(literal, `${path}()`, depth + 1);
    else if (literal)
      for (const member of literal.members!) {
        const name = nameOfMember(member);
        if (name !== undefined) visit(member, `${path}.${name}`, depth + 1);
      }
    if (node.type?.kind === SyntaxKind.MappedType) visit(node.type, `${path}.[mapped]`, depth + 1);
  };
  for (const node of declarations) visit(node, "", 0);
  return all;
}

/** `{ … }` where it is the type of a member, of a parameter, or of the elements of its array. */
function literalOf({ type }: Member): Member | undefined {
  const of = type?.kind === SyntaxKind.ArrayType ? type.elementType : type;
  return of?.kind === SyntaxKind.TypeLiteral ? of : undefined;
}

const MOST_DEPTH = 8;

/** A setter stands beside its getter, and a static member beside the one of an instance. */
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
