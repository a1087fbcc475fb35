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
export function haveOtherDefaults(were: readonly Member[], are: readonly Member[]): boolean {
  const [old, now] = [parametersIn(were), parametersIn(are, were)].map((some) =>
    some.map(({ defaultType }) => (defaultType ? normal(defaultType) : "")),
  ) as [string[], string[]];
  return old.some((one, i) => one !== "" && (now[i] ?? "") !== "" && one !== now[i]);
}

/** Whether a type parameter, of the functions inside too, is constrained otherwise; not if it takes all that it took. */
export function haveOtherConstraints(were: readonly Member[], are: readonly Member[]): boolean {
  const [old, now] = [parametersIn(were), parametersIn(are, were)];
  return old.length !== now.length || old.some((one, i) => !constrainsLess(one, now[i]!));
}

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

/** All type parameters in members, but not those with a default that follow the ones that they had before: no use names them. */
function parametersIn(
  members: readonly Member[],
  were: readonly Member[] = [],
): readonly TypeParameter[] {
  const found: TypeParameter[] = [];
  const visit = (node: Node): void => {
    if (node.kind === SyntaxKind.TypeParameter) found.push(node);
    node.forEachChild(visit);
  };
  members.forEach(visit);
  const more = members.flatMap((one, i) => {
    const was = were[i] && ownParameters(were[i]);
    const isGeneric = was !== undefined && was.length > 0;
    return isGeneric ? ownParameters(one).slice(was.length) : [];
  });
  return found.filter((one) => !more.includes(one) || !one.defaultType);
}

const ownParameters = (member: Member): readonly TypeParameter[] =>
  (member.typeParameters ? member : callable(member)).typeParameters ?? [];
