import { SyntaxKind } from "typescript/unstable/ast";
import {
  type Kind,
  type Part,
  addMember,
  after,
  before,
  has,
  isHidden,
  isInterface,
  isMethod,
  isObjectType,
  isProperty,
  isUnion,
  kind,
  optionalToken,
  remove,
  replace,
  siblings,
  text,
} from "./edit.ts";

const inObjectType = (node: Part): boolean => isObjectType(node.parent);
const member = (name: string, edit: Kind["edit"]): Kind =>
  kind(name, (node) => (isProperty(node) && !isHidden(node) && node.name ? edit(node) : undefined));

const typed = (name: string, edit: (type: Part, node: Part) => ReturnType<Kind["edit"]>): Kind =>
  member(name, (node) =>
    node.type && !/^(?:any|unknown)$/.test(text(node.type)) ? edit(node.type, node) : undefined,
  );

export const MEMBERS: readonly Kind[] = [
  kind("a required property is added", (node) =>
    isObjectType(node) ? [addMember(node, "more: symbol;")] : undefined,
  ),
  kind("an optional property is added", (node) =>
    isObjectType(node) ? [addMember(node, "more?: symbol;")] : undefined,
  ),
  kind("a required method is added", (node) =>
    isInterface(node) ? [addMember(node, "more(): void;")] : undefined,
  ),
  kind("a property is removed", (node) =>
    isProperty(node) && inObjectType(node) ? [remove(node)] : undefined,
  ),
  kind("a method is removed", (node) =>
    isMethod(node) && inObjectType(node) && siblings(node).length === 1
      ? [remove(node)]
      : undefined,
  ),
  kind("a property gets another name", (node) =>
    isProperty(node) && node.name?.kind === SyntaxKind.Identifier && inObjectType(node)
      ? [replace(node.name, `${text(node.name)}Renamed`)]
      : undefined,
  ),
  member("an optional property becomes required", (node) => {
    const token = optionalToken(node);
    return token ? [remove(token)] : undefined;
  }),
  member("a required property becomes optional", (node) =>
    optionalToken(node) || node.postfixToken || has(node, SyntaxKind.StaticKeyword)
      ? undefined
      : [after(node.name!, "?")],
  ),
  typed("a property may be more", (type) => [replace(type, `(${text(type)}) | bigint`)]),
  typed("a property may be less", (type) =>
    isUnion(type) ? [replace(type, type.types!.slice(1).map(text).join(" | "))] : undefined,
  ),
  typed("a property is of another type", (type) =>
    /^(?:string|number|boolean)$/.test(text(type))
      ? [replace(type, text(type) === "number" ? "string" : "number")]
      : undefined,
  ),
  typed("a property may be null", (type) => [replace(type, `(${text(type)}) | null`)]),
  member("a property becomes read-only", (node) =>
    has(node, SyntaxKind.ReadonlyKeyword) ? undefined : [before(node.name!, "readonly ")],
  ),
  member("a property can be written now", (node) => {
    const word = (node.modifiers ?? []).find(({ kind: one }) => one === SyntaxKind.ReadonlyKeyword);
    return word ? [remove(word)] : undefined;
  }),
  kind("a property becomes a method", (node) =>
    node.kind === SyntaxKind.PropertySignature &&
    node.type?.kind === SyntaxKind.FunctionType &&
    !node.type.typeParameters?.length
      ? [
          replace(
            node,
            `${text(node.name!)}${optionalToken(node) ? "?" : ""}(${node.type.parameters!.map(text).join(", ")}): ${text(node.type.type!)};`,
          ),
        ]
      : undefined,
  ),
  kind("an index signature is added", (node) =>
    isObjectType(node) &&
    !(node.members ?? []).some(({ kind: one }) => one === SyntaxKind.IndexSignature)
      ? [addMember(node, "[more: `more-${string}`]: unknown;")]
      : undefined,
  ),
  kind("an index signature is removed", (node) =>
    node.kind === SyntaxKind.IndexSignature ? [remove(node)] : undefined,
  ),
  kind("an index signature gives something else", (node) =>
    node.kind === SyntaxKind.IndexSignature && node.type
      ? [replace(node.type, "{ readonly other: 1 }")]
      : undefined,
  ),
  kind("an interface extends nothing any more", (node) => {
    const [clause] = node.heritageClauses ?? [];
    return isInterface(node) && clause ? [remove(clause)] : undefined;
  }),
  kind("an interface extends another", (node) =>
    isInterface(node) && !node.heritageClauses?.length
      ? [
          after(
            node.typeParameters?.length ? endOfTypeParameters(node) : node.name!,
            " extends Pick<{ more: symbol }, 'more'>",
          ),
        ]
      : undefined,
  ),
  kind("an interface becomes a type", (node) =>
    isInterface(node) &&
    !node.heritageClauses?.length &&
    siblings(node).length === 1 &&
    !has(node, SyntaxKind.DefaultKeyword)
      ? [
          replace(
            node,
            `${(node.modifiers ?? []).map(text).join(" ")} type ${text(node.name!)}${node.typeParameters?.length ? `<${node.typeParameters.map(text).join(", ")}>` : ""} = { ${(node.members ?? []).map(text).join(" ")} };`,
          ),
        ]
      : undefined,
  ),
  kind("a merged interface is removed", (node) =>
    isInterface(node) && siblings(node).length > 1 ? [remove(node)] : undefined,
  ),
  kind("an interface is merged with another", (node) =>
    isInterface(node) &&
    !node.typeParameters?.length &&
    has(node, SyntaxKind.ExportKeyword) &&
    !has(node, SyntaxKind.DefaultKeyword)
      ? [
          after(
            node,
            ` ${(node.modifiers ?? []).map(text).join(" ")} interface ${text(node.name!)} { merged: symbol; }`,
          ),
        ]
      : undefined,
  ),
  kind("the members of an interface change places", (node) =>
    isInterface(node) &&
    (node.members?.length ?? 0) > 1 &&
    new Set(node.members!.map((one) => one.name?.getText())).size === node.members!.length
      ? [
          replace(node.members![0]!, text(node.members![1]!)),
          replace(node.members![1]!, text(node.members![0]!)),
        ]
      : undefined,
  ),
];

/** The last type parameter with its bracket. */
function endOfTypeParameters(node: Part): Part {
  const last = node.typeParameters!.at(-1)!;
  const end = node.getSourceFile().text.indexOf(">", last.end) + 1;
  return { ...last, end };
}
