import { type Node, SyntaxKind } from "typescript/unstable/ast";
import {
  type Member,
  type Members,
  callable,
  has,
  literalOf,
  membersOf,
  normal,
} from "./member-paths.ts";
import {
  areSwapped,
  haveOtherConstraints,
  haveOtherDefaults,
  infersOtherwise,
  takes,
} from "./type-parameters.ts";
import { isHidden } from "../normalised.ts";

/** What assignability does not see: a break that a declaration shows by its modifiers or its parameters. */
export interface LostMember {
  readonly member: string;
  readonly because: string;
  /** Whether each use of the member is broken, or only some that cannot be named. */
  readonly isCertain: boolean;
}

/**
 * Members that are removed, now read-only or protected, new abstract members, and type parameters that consumers have
 * to write differently. `isNested`: for an unexported declaration, whose own members are not checked. `isElsewhere`:
 * whether the declaration now gets a member of this name from elsewhere.
 */
export function lostMembers(
  before: readonly Node[],
  after: readonly Node[],
  {
    isNested,
    isGiven,
    isElsewhere,
  }: {
    readonly isNested: boolean;
    readonly isGiven: boolean;
    readonly isElsewhere: (member: string) => boolean;
  },
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
      } else if (parents.some(({ kind }) => kind === SyntaxKind.EnumDeclaration))
        lost(path, "is gone");
      else if (!isRoot && (hasAll(parents) || !isElsewhere(path.slice(path.lastIndexOf(".") + 1))))
        lost(path, "is gone", hasAll(parents));
    }
  }
  const [made] = now.get(".new") ?? [];
  const type = old.get("")?.find(({ kind }) => kind === SyntaxKind.ClassDeclaration);
  // A class that declares no constructor has that of its base, or a public one.
  if (made && type && !isNested && !old.has(".new")) {
    if (isProtected(made)) lost(".new", "is protected now", !isDerived(type));
    if (has(made, SyntaxKind.PrivateKeyword)) lost(".new", "is private now", !isDerived(type));
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
    if (isHidden(member) && !isHidden(was)) lost(path, "is private now");
    if (most(are) < most(were)) lost(path, "takes fewer arguments now");
    const isTaken = (path.match(/\(\d/g) ?? []).length % 2 === 1;
    if (
      isGiven &&
      !isTaken &&
      isWritable(was) &&
      isReadOnly(member, now, path) &&
      !isReadOnly(was, old, path)
    )
      lost(path, "is read-only now");
    // The package itself provides the arguments of what it does not export.
    if (!(isNested && path === "") && !takes(member, was))
      lost(path, "takes other type arguments now");
    if (areSwapped(was, member)) lost(path, "takes its type arguments in another order now", false);
    if (infersOtherwise(was, member))
      lost(path, "may infer other type arguments from a callback now", false);
    if (haveOtherConstraints(were, are))
      lost(path, "has other constraints on its type arguments now", false);
    if (haveOtherDefaults(were, are))
      lost(path, "has other defaults of its type arguments now", false);
    for (const [i, parameter] of (callable(was).parameters ?? []).entries()) {
      const takenNow = callable(member).parameters?.[i]?.type;
      const removed = parameter.type && takenNow && removedFrom(parameter.type, takenNow);
      if (removed?.kind === SyntaxKind.TypeLiteral)
        lost(path, `its parameter ${i + 1} takes fewer properties now`, false);
    }
    // TypeScript compares the parameters of its own libraries' methods in both directions.
    const removed = !was.members && was.type && member.type && removedFrom(was.type, member.type);
    if (removed) lost(path, `its type no longer includes ${normal(removed)}`, false);
    // Each member of an exported element is compared separately.
    const left =
      isNested && path === ""
        ? basesOf(were).find((one) => !basesOf(are).includes(one))
        : undefined;
    if (left !== undefined) lost(path, `no longer extends ${left}`, false);
    const [texts, theirs] = [were, are].map((some) =>
      some.map((one) => one.getText().replaceAll(/\s+/g, " ")),
    );
    const isOverloaded =
      Math.max(were.length, are.length) > 1 && were.every((one) => callable(one).parameters);
    if (isOverloaded && texts!.some((text, i) => text !== theirs![i]))
      lost(path, "has other overloads, so a call may resolve to another one", false);
  }
}

/** What an intersection has lost while something else of it is still there, an object literal first. */
function removedFrom(was: Node, now: Node): Node | undefined {
  const text = normal(now);
  // An object literal that has each of its members has only gained some.
  const isIn = (node: Node): boolean => {
    const members = node.kind === SyntaxKind.TypeLiteral ? ((node as Member).members ?? []) : [];
    return (
      text.includes(normal(node)) ||
      (members.length > 0 &&
        members.every((one) => text.includes(normal(one).replace(/[;,]$/, ""))))
    );
  };
  const visit = (node: Node): Node | undefined => {
    const { types = [] } = node as Node & { readonly types?: readonly Node[] };
    const removed = types.filter((one) => !isIn(one));
    if (node.kind === SyntaxKind.IntersectionType && removed.length < types.length)
      return removed.find(({ kind }) => kind === SyntaxKind.TypeLiteral) ?? removed[0];
    return node.forEachChild(visit);
  };
  return visit(was);
}

/** What interfaces and classes extend. */
const basesOf = (members: readonly Member[]): readonly string[] =>
  members.flatMap(({ heritageClauses = [] }) =>
    (
      heritageClauses as readonly (Node & {
        readonly token?: SyntaxKind;
        readonly types?: readonly Node[];
      })[]
    )
      .filter(({ token }) => token === SyntaxKind.ExtendsKeyword)
      .flatMap(({ types = [] }) => types.map(normal)),
  );

/** The names of all members in declarations, however deep. */
export function memberNames(declarations: readonly Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: Node): void => {
    const { name } = node as Member;
    if (name && MEMBERS.has(node.kind)) names.add(name.getText());
    node.forEachChild(visit);
  };
  declarations.forEach(visit);
  return names;
}

const MEMBERS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.PropertySignature,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.MethodSignature,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.GetAccessor,
]);

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
