import type { Signature, Type } from "typescript/unstable/sync";
import { TypeFlags } from "typescript/unstable/sync";
import type { Node } from "typescript/unstable/ast";
import { written } from "./printing.ts";
import { Surface } from "./surface.ts";

const MOST_LISTS = 16;

/** What a consumer passes where anything is accepted: a plain type, and one with its own members, which have members, too. */
const OWN = "{ own: { x: string; run(): string }; act(a: number): string }";
const ANYTHING = ["string", OWN];

/** The type arguments that a consumer writes in a call, without those that have defaults too; none for a plain function. */
export function typeArgumentsOf(surface: Surface, one: Signature): readonly string[] {
  const parameters = one.getTypeParameters();
  if (parameters.length === 0) return [];
  const lists = combined(
    parameters.map((parameter) => choices(surface, surface.constraintOf(parameter), 16)),
  );
  const defaults = parameters.map((parameter) =>
    Surface.nodesOf(parameter.getSymbol()!).some(
      (node) => (node as { defaultType?: Node }).defaultType,
    ),
  );
  return shortened(lists, defaults);
}

/** What fits the parameters of any type arguments; a literal says which overload is meant. */
export const emptyArguments = (surface: Surface, one: Signature): string =>
  one
    .getParameters()
    .map((parameter) => surface.checker.getTypeOfSymbol(parameter))
    .map((type) => (type?.isStringLiteralType() ? JSON.stringify(type.value) : "null!"))
    .join(", ");

/** The type arguments of a type, in brackets; empty without any. */
export function listsFor(
  surface: Surface,
  parameters: ReturnType<Surface["typeParameters"]>,
): readonly string[] {
  if (parameters.length === 0) return [""];
  const lists = combined(
    parameters.map(({ constraint }) =>
      choices(surface, constraint && surface.checker.getTypeAtLocation(constraint), 3).map((text) =>
        text.replaceAll(/\bnever\b/g, "any"),
      ),
    ),
  );
  const defaults = parameters.map(({ defaultType }) => defaultType !== undefined);
  return shortened(lists, defaults).map((list) => (list === "" ? "" : `<${list}>`));
}

/** What satisfies a constraint: its members, itself, and for an object, one with more members. */
function choices(surface: Surface, constraint: Type | undefined, most: number): readonly string[] {
  if (!constraint) return ANYTHING;
  const bound = surface.checker.getBaseConstraintOfType(constraint) ?? constraint;
  const parts = bound.isUnionType() ? bound.getTypes().slice(0, most) : [];
  const all = [...parts, bound].map((part) => written(surface, part));
  const objects = [...parts, bound].filter(({ flags }) => (flags & TypeFlags.Object) !== 0);
  return [...all, ...objects.map((object) => `(${written(surface, object)}) & ${OWN}`)];
}

/** Each choice with each, or if that is too many, each once. */
function combined(choice: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const count = choice.reduce((product, { length }) => product * length, 1);
  if (count <= MOST_LISTS)
    return choice.reduce<readonly (readonly string[])[]>(
      (lists, some) => lists.flatMap((list) => some.map((one) => [...list, one])),
      [[]],
    );
  const most = Math.max(...choice.map(({ length }) => length));
  return Array.from({ length: most }, (_, i) => choice.map((some) => some[i] ?? some[0]!));
}

/** The first list without what has defaults, and all lists. */
function shortened(
  lists: readonly (readonly string[])[],
  defaults: readonly boolean[],
): readonly string[] {
  const needed = defaults.lastIndexOf(false) + 1;
  const short = defaults.slice(needed).map((_, i) => lists[0]!.slice(0, needed + i));
  return [...new Set([...short, ...lists].map((list) => list.join(", ")))];
}
