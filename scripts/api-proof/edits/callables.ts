import { SyntaxKind } from "typescript/unstable/ast";
import {
  type Kind,
  type Part,
  addParameter,
  after,
  before,
  dropFrom,
  has,
  isCallable,
  isHidden,
  isMethod,
  isUnion,
  kind,
  optionalToken,
  remove,
  replace,
  siblings,
} from "./edit.ts";

const callable = (name: string, edit: Kind["edit"]): Kind =>
  kind(name, (node) => (isCallable(node) && !isHidden(node) ? edit(node) : undefined));

/** For a parameter that is not `this` and no rest parameter. */
const parameter = (
  name: string,
  edit: (node: Part, index: number, all: readonly Part[]) => ReturnType<Kind["edit"]>,
): Kind =>
  kind(name, (node) => {
    if (node.kind !== SyntaxKind.Parameter || !isCallable(node.parent) || isHidden(node.parent))
      return undefined;
    const all = node.parent.parameters!;
    if (
      node.name?.kind !== SyntaxKind.Identifier ||
      node.name.getText() === "this" ||
      node.dotDotDotToken
    )
      return undefined;
    return edit(node, all.indexOf(node), all);
  });

const endsWithRest = (node: Part): boolean =>
  node.parameters!.some(({ dotDotDotToken }) => dotDotDotToken);
const isPredicate = (node: Part): boolean => node.type?.kind === SyntaxKind.TypePredicate;
const returning = (
  name: string,
  edit: (type: Part, node: Part) => ReturnType<Kind["edit"]>,
): Kind =>
  callable(name, (node) =>
    node.type && node.kind !== SyntaxKind.Constructor && !isPredicate(node)
      ? edit(node.type, node)
      : undefined,
  );
const text = (node: Part) => node.getText();
const isVoid = (node: Part): boolean => /^(?:void|never|this|any|unknown)$/.test(text(node));

export const CALLABLES: readonly Kind[] = [
  callable("a required parameter is added", (node) =>
    endsWithRest(node) || node.parameters!.some((one) => optionalToken(one))
      ? undefined
      : [addParameter(node, "more: symbol")],
  ),
  callable("an optional parameter is added", (node) =>
    endsWithRest(node) ? undefined : [addParameter(node, "more?: symbol")],
  ),
  parameter("the last parameter is removed", (_node, index, all) =>
    index === all.length - 1 ? [dropFrom(all, index)] : undefined,
  ),
  parameter("a parameter becomes optional", (node, index, all) =>
    index === all.length - 1 && !optionalToken(node) ? [after(node.name!, "?")] : undefined,
  ),
  parameter("an optional parameter becomes required", (node, index, all) => {
    const token = optionalToken(node);
    return token && !all.slice(0, index).some((one) => optionalToken(one))
      ? [remove(token)]
      : undefined;
  }),
  parameter("a parameter takes more", (node) =>
    node.type && !isVoid(node.type)
      ? [replace(node.type, `(${text(node.type)}) | bigint`)]
      : undefined,
  ),
  parameter("a parameter takes less", (node) =>
    isUnion(node.type) && !node.type.types!.some((one) => /^(?:undefined|null)$/.test(text(one)))
      ? [replace(node.type, node.type.types!.slice(0, -1).map(text).join(" | "))]
      : undefined,
  ),
  parameter("a parameter is of another type", (node) =>
    node.type && /^(?:string|number|boolean)$/.test(text(node.type))
      ? [replace(node.type, text(node.type) === "number" ? "string" : "number")]
      : undefined,
  ),
  parameter("two parameters change places", (node, index, all) => {
    const next = all[index + 1];
    if (
      !next?.type ||
      !node.type ||
      text(next.type) === text(node.type) ||
      optionalToken(node) ||
      optionalToken(next) ||
      next.dotDotDotToken
    )
      return undefined;
    return [replace(node, text(next)), replace(next, text(node))];
  }),
  parameter("a parameter has another name", (node) =>
    isPredicate(node.parent) ? undefined : [replace(node.name!, `${text(node.name!)}Renamed`)],
  ),
  callable("a rest parameter becomes an array", (node) => {
    const last = node.parameters!.at(-1);
    return last?.dotDotDotToken ? [remove(last.dotDotDotToken)] : undefined;
  }),
  returning("a result may be undefined", (type) =>
    isVoid(type) ? undefined : [replace(type, `(${text(type)}) | undefined`)],
  ),
  returning("a result is more exact", (type) => {
    if (!isUnion(type)) return undefined;
    return [replace(type, type.types!.slice(0, -1).map(text).join(" | "))];
  }),
  returning("a result becomes a promise", (type) =>
    isVoid(type) || text(type).startsWith("Promise")
      ? undefined
      : [replace(type, `Promise<${text(type)}>`)],
  ),
  returning("a result where there was none", (type) =>
    text(type) === "void" ? [replace(type, "boolean")] : undefined,
  ),
  returning("a result less", (type, node) =>
    /^(?:string|number|boolean)$/.test(text(type)) && node.kind !== SyntaxKind.FunctionType
      ? [replace(type, "void")]
      : undefined,
  ),
  kind("an overload is removed", (node) =>
    (node.kind === SyntaxKind.FunctionDeclaration ||
      node.kind === SyntaxKind.CallSignature ||
      isMethod(node)) &&
    siblings(node).length > 1
      ? [remove(node)]
      : undefined,
  ),
  kind("an overload is added at the end", (node) => {
    if (node.kind !== SyntaxKind.FunctionDeclaration && !isMethod(node)) return undefined;
    if (
      isHidden(node) ||
      node.parent.kind === SyntaxKind.ObjectLiteralExpression ||
      siblings(node).at(-1) !== node
    )
      return undefined;
    if (has(node, SyntaxKind.DefaultKeyword) || optionalToken(node)) return undefined;
    const words = (node.modifiers ?? []).map(text).join(" ");
    const keyword = node.kind === SyntaxKind.FunctionDeclaration ? "function " : "";
    return [
      after(node, ` ${words} ${keyword}${text(node.name!)}(only: { readonly overload: 1 }): 1;`),
    ];
  }),
  callable("a type guard becomes a boolean", (node) =>
    isPredicate(node) && !text(node.type!).startsWith("asserts")
      ? [replace(node.type!, "boolean")]
      : undefined,
  ),
  kind("a callback gets one argument more", (node) =>
    node.kind === SyntaxKind.FunctionType &&
    node.parent.kind === SyntaxKind.Parameter &&
    !endsWithRest(node)
      ? [addParameter(node, "more: symbol")]
      : undefined,
  ),
  kind("a callback gets one argument less", (node) =>
    node.kind === SyntaxKind.FunctionType &&
    node.parent.kind === SyntaxKind.Parameter &&
    node.parameters!.length > 0
      ? [dropFrom(node.parameters!, node.parameters!.length - 1)]
      : undefined,
  ),
  kind("a callback has to give something", (node) =>
    node.kind === SyntaxKind.FunctionType &&
    node.parent.kind === SyntaxKind.Parameter &&
    node.type &&
    /^(?:void|unknown|any)$/.test(text(node.type))
      ? [replace(node.type, "string")]
      : undefined,
  ),
  kind("a function becomes a constant", (node) =>
    node.kind === SyntaxKind.FunctionDeclaration &&
    siblings(node).length === 1 &&
    !has(node, SyntaxKind.DefaultKeyword) &&
    node.type &&
    node.name &&
    !isPredicate(node)
      ? [
          replace(
            node,
            `${(node.modifiers ?? []).map(text).join(" ")} const ${text(node.name)}: ${textOfParameters(node)} => ${text(node.type)};`,
          ),
        ]
      : undefined,
  ),
  kind("a method becomes a property", (node) =>
    node.kind === SyntaxKind.MethodSignature &&
    siblings(node).length === 1 &&
    node.type &&
    !isPredicate(node)
      ? [
          replace(
            node,
            `${text(node.name!)}${optionalToken(node) ? "?" : ""}: ${textOfParameters(node)} => ${text(node.type)};`,
          ),
        ]
      : undefined,
  ),
];

function textOfParameters(node: Part): string {
  const types = node.typeParameters?.length ? `<${node.typeParameters.map(text).join(", ")}>` : "";
  return `${types}(${node.parameters!.map(text).join(", ")})`;
}

const typeParameter = (
  name: string,
  edit: (node: Part, all: readonly Part[]) => ReturnType<Kind["edit"]>,
): Kind =>
  kind(name, (node) =>
    node.kind === SyntaxKind.TypeParameter && node.parent.typeParameters?.includes(node)
      ? edit(node, node.parent.typeParameters)
      : undefined,
  );

const isLast = (node: Part, all: readonly Part[]): boolean => all.at(-1) === node;

export const GENERICS: readonly Kind[] = [
  typeParameter("a type parameter is added", (node, all) =>
    isLast(node, all) && !node.defaultType ? [after(node, ", More")] : undefined,
  ),
  typeParameter("a type parameter with a default is added", (node, all) =>
    isLast(node, all) ? [after(node, ", More = unknown")] : undefined,
  ),
  typeParameter("a default of a type parameter is removed", (node, all) =>
    node.defaultType && isLast(node, all)
      ? [{ from: (node.constraint ?? node.name!).end, to: node.defaultType.end, text: "" }]
      : undefined,
  ),
  typeParameter("a default of a type parameter changes", (node) =>
    node.defaultType && !node.constraint
      ? [replace(node.defaultType, "{ readonly other: 1 }")]
      : undefined,
  ),
  typeParameter("a default is given to a type parameter", (node, all) =>
    !node.defaultType && !node.constraint && isLast(node, all)
      ? [after(node, " = unknown")]
      : undefined,
  ),
  typeParameter("a constraint becomes narrower", (node) =>
    node.constraint && !node.defaultType
      ? [replace(node.constraint, `(${text(node.constraint)}) & { readonly narrow: 1 }`)]
      : undefined,
  ),
  typeParameter("a constraint is added", (node) =>
    !node.constraint && !node.defaultType && isCallable(node.parent)
      ? [after(node.name!, " extends { readonly narrow: 1 }")]
      : undefined,
  ),
  typeParameter("a constraint is removed", (node) =>
    node.constraint ? [{ from: node.name!.end, to: node.constraint.end, text: "" }] : undefined,
  ),
  typeParameter("two type parameters change places", (node, all) => {
    const next = all[all.indexOf(node) + 1];
    return next && !next.constraint && !node.constraint && !node.defaultType && !next.defaultType
      ? [before(node, `${text(next)}, `), { from: node.end, to: next.end, text: "" }]
      : undefined;
  }),
];
