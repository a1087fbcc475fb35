import { type Node, SyntaxKind } from "typescript/unstable/ast";
import { type Member, type TypeParameter, callable, normal } from "./member-paths.ts";

const required = ({ typeParameters = [] }: Member): number =>
  typeParameters.filter(({ defaultType }) => !defaultType).length;

/** Whether type arguments as they were written still fit in number. */
export function takes(member: Member, was: Member): boolean {
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

/** Whether type parameters with the same names are in a different order. */
export function areSwapped(was: Member, now: Member): boolean {
  const [old, names] = [was, now].map((one) =>
    ownParameters(one).map(({ name }) => name?.getText() ?? ""),
  ) as [string[], string[]];
  return old.join() !== names.join() && old.toSorted().join() === names.toSorted().join();
}

/** Whether a type parameter that has a default still has one, but another. */
export const haveOtherDefaults = (were: readonly Member[], are: readonly Member[]): boolean =>
  pairsOf(listsIn(were), listsIn(are)).some(
    ([{ defaultType: was }, now]) =>
      was && now?.defaultType && normal(was) !== normal(now.defaultType),
  );

/**
 * Whether a type parameter, of the functions inside too, is constrained otherwise; not if it takes all that it took, or if it has a
 * default and follows those that were there before: no use names it.
 */
export function haveOtherConstraints(were: readonly Member[], are: readonly Member[]): boolean {
  const [old, now] = [listsIn(were), listsIn(are)];
  return (
    old.length !== now.length ||
    pairsOf(old, now).some(([was, is]) => !is || !constrainsLess(was, is)) ||
    now.some((list, i) => list.slice(old[i]!.length).some(({ defaultType }) => !defaultType))
  );
}

/** Whether a callback that type arguments are inferred from has another number of parameters: TypeScript may infer others. */
export const infersOtherwise = (was: Member, now: Member): boolean =>
  (callable(was).parameters ?? []).some(({ type }, i) => {
    const next = callable(now).parameters?.[i]?.type;
    return (
      type?.parameters &&
      next?.parameters &&
      type.parameters.length !== next.parameters.length &&
      ownParameters(was).some(({ name }) => mentions(type, name!.getText()))
    );
  });

const mentions = (node: Node, word: string): boolean =>
  node.forEachChild((child) => child.getText() === word || mentions(child, word) || undefined) ??
  false;

type List = readonly TypeParameter[];

const pairsOf = (old: readonly List[], now: readonly List[]) =>
  old.flatMap((list, i) => list.map((was, k) => [was, now[i]?.[k]] as const));

/** The same constraint, or a wider one where nothing is inferred by it. */
function constrainsLess({ constraint: was }: TypeParameter, now: TypeParameter): boolean {
  const { constraint: is, parent } = now;
  const [old, next] = [was, is].map(unionOf) as [readonly string[], readonly string[]];
  if (old.join("|") === next.join("|")) return true;
  return (
    (parent.kind === SyntaxKind.InterfaceDeclaration ||
      parent.kind === SyntaxKind.TypeAliasDeclaration) &&
    (!is || (was !== undefined && old.every((one) => next.includes(one))))
  );
}

const unionOf = (type: Node | undefined): readonly string[] =>
  type?.kind === SyntaxKind.UnionType
    ? (type as Node & { readonly types: readonly Node[] }).types.map(normal)
    : type
      ? [normal(type)]
      : [];

/** The type parameters in members: of each declaration and function, and each that a type introduces. */
function listsIn(members: readonly Member[]): readonly List[] {
  const found: List[] = [];
  const visit = (node: Node): void => {
    const { typeParameters } = node as Member;
    if (typeParameters) found.push(typeParameters);
    else if (node.kind === SyntaxKind.TypeParameter && !isListed(node)) found.push([node]);
    node.forEachChild(visit);
  };
  members.forEach(visit);
  return found;
}

/** Not that of `infer T` or `[K in T]`. */
const isListed = ({ parent }: Node): boolean => (parent as Member).typeParameters !== undefined;

const ownParameters = (member: Member): readonly TypeParameter[] =>
  (member.typeParameters ? member : callable(member)).typeParameters ?? [];
