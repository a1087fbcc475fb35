import { SyntaxKind } from "typescript/unstable/ast";
import {
  type Kind,
  type Part,
  addMember,
  after,
  before,
  has,
  isClass,
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
  member(name, (node) => (node.type && !/^(?:any|unknown)$/.test(text(node.type)) ? edit(node.type, node) : undefined));

export const MEMBERS: readonly Kind[] = [
  kind("a required property is added", (node) => (isObjectType(node) ? [addMember(node, "more: symbol;")] : undefined)),
  kind("an optional property is added", (node) => (isObjectType(node) ? [addMember(node, "more?: symbol;")] : undefined)),
  kind("a required method is added", (node) => (isInterface(node) ? [addMember(node, "more(): void;")] : undefined)),
  kind("a property is removed", (node) => (isProperty(node) && inObjectType(node) ? [remove(node)] : undefined)),
  kind("a method is removed", (node) => (isMethod(node) && inObjectType(node) && siblings(node).length === 1 ? [remove(node)] : undefined)),
  kind("a property gets another name", (node) =>
    isProperty(node) && node.name?.kind === SyntaxKind.Identifier && inObjectType(node) ? [replace(node.name, `${text(node.name)}Renamed`)] : undefined,
  ),
  member("an optional property becomes required", (node) => {
    const token = optionalToken(node);
    return token ? [remove(token)] : undefined;
  }),
  member("a required property becomes optional", (node) =>
    optionalToken(node) || node.postfixToken || has(node, SyntaxKind.StaticKeyword) ? undefined : [after(node.name!, "?")],
  ),
  typed("a property may be more", (type) => [replace(type, `(${text(type)}) | bigint`)]),
  typed("a property may be less", (type) => (isUnion(type) ? [replace(type, type.types!.slice(1).map(text).join(" | "))] : undefined)),
  typed("a property is of another type", (type) =>
    /^(?:string|number|boolean)$/.test(text(type)) ? [replace(type, text(type) === "number" ? "string" : "number")] : undefined,
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
    node.kind === SyntaxKind.PropertySignature && node.type?.kind === SyntaxKind.FunctionType && !node.type.typeParameters?.length
      ? [replace(node, `${text(node.name!)}${optionalToken(node) ? "?" : ""}(${node.type.parameters!.map(text).join(", ")}): ${text(node.type.type!)};`)]
      : undefined,
  ),
  kind("an index signature is added", (node) => (isObjectType(node) && !(node.members ?? []).some(({ kind: one }) => one === SyntaxKind.IndexSignature) ? [addMember(node, "[more: `more-${string}`]: unknown;")] : undefined)),
  kind("an index signature is removed", (node) => (node.kind === SyntaxKind.IndexSignature ? [remove(node)] : undefined)),
  kind("an index signature gives something else", (node) =>
    node.kind === SyntaxKind.IndexSignature && node.type ? [replace(node.type, "{ readonly other: 1 }")] : undefined,
  ),
  kind("an interface extends nothing any more", (node) => {
    const [clause] = node.heritageClauses ?? [];
    return isInterface(node) && clause ? [remove(clause)] : undefined;
  }),
  kind("an interface extends another", (node) =>
    isInterface(node) && !node.heritageClauses?.length
      ? [after(node.typeParameters?.length ? endOfTypeParameters(node) : node.name!, " extends Pick<{ more: symbol }, 'more'>")]
      : undefined,
  ),
  kind("an interface becomes a type", (node) =>
    isInterface(node) && !node.heritageClauses?.length && siblings(node).length === 1 && !has(node, SyntaxKind.DefaultKeyword)
      ? [replace(node, `${(node.modifiers ?? []).map(text).join(" ")} type ${text(node.name!)}${node.typeParameters?.length ? `<${node.typeParameters.map(text).join(", ")}>` : ""} = { ${(node.members ?? []).map(text).join(" ")} };`)]
      : undefined,
  ),
  kind("a merged interface is removed", (node) => (isInterface(node) && siblings(node).length > 1 ? [remove(node)] : undefined)),
  kind("an interface is merged with another", (node) =>
    isInterface(node) && !node.typeParameters?.length && has(node, SyntaxKind.ExportKeyword) && !has(node, SyntaxKind.DefaultKeyword)
      ? [after(node, ` ${(node.modifiers ?? []).map(text).join(" ")} interface ${text(node.name!)} { merged: symbol; }`)]
      : undefined,
  ),
  kind("the members of an interface change places", (node) =>
    isInterface(node) && (node.members?.length ?? 0) > 1 && new Set(node.members!.map((one) => one.name?.getText())).size === node.members!.length
      ? [replace(node.members![0]!, text(node.members![1]!)), replace(node.members![1]!, text(node.members![0]!))]
      : undefined,
  ),
];

/** The last type parameter with its bracket. */
function endOfTypeParameters(node: Part): Part {
  const last = node.typeParameters!.at(-1)!;
  const end = node.getSourceFile().text.indexOf(">", last.end) + 1;
  return { ...last, end } as Part;
}

const classMember = (name: string, edit: Kind["edit"]): Kind =>
  kind(name, (node) => (isClass(node.parent) && (isMethod(node) || isProperty(node)) && node.name?.kind === SyntaxKind.Identifier ? edit(node) : undefined));
const isPlain = (node: Part): boolean => !isHidden(node) && !has(node, SyntaxKind.ProtectedKeyword) && !has(node, SyntaxKind.AbstractKeyword);
const isAlone = (node: Part): boolean => siblings(node).length === 1;
const isNew = (node: Part): boolean => node.kind === SyntaxKind.Constructor;

export const CLASSES: readonly Kind[] = [
  kind("a constructor becomes private", (node) => (isNew(node) && isAlone(node) && !node.modifiers?.length ? [before(node, "private ")] : undefined)),
  kind("a constructor becomes protected", (node) => (isNew(node) && isAlone(node) && !node.modifiers?.length ? [before(node, "protected ")] : undefined)),
  kind("a class becomes abstract", (node) => (isClass(node) && !has(node, SyntaxKind.AbstractKeyword) ? [{ from: classKeyword(node), to: classKeyword(node), text: "abstract " }] : undefined)),
  kind("a class is abstract no longer", (node) => {
    const word = (node.modifiers ?? []).find(({ kind: one }) => one === SyntaxKind.AbstractKeyword);
    return isClass(node) && word && !(node.members ?? []).some((one) => has(one, SyntaxKind.AbstractKeyword)) ? [remove(word)] : undefined;
  }),
  kind("an abstract member is added", (node) => (isClass(node) && has(node, SyntaxKind.AbstractKeyword) ? [addMember(node, "abstract more(): void;")] : undefined)),
  classMember("an abstract member is abstract no longer", (node) => {
    const word = (node.modifiers ?? []).find(({ kind: one }) => one === SyntaxKind.AbstractKeyword);
    return word ? [remove(word)] : undefined;
  }),
  classMember("a member becomes abstract", (node) =>
    has(node.parent, SyntaxKind.AbstractKeyword) && isPlain(node) && isAlone(node) && !has(node, SyntaxKind.StaticKeyword) ? [before(node.name!, "abstract ")] : undefined,
  ),
  kind("a private member is added to a class", (node) => (isClass(node) ? [addMember(node, "private more;")] : undefined)),
  kind("a #private mark is added to a class", (node) => (isClass(node) && !(node.members ?? []).some((one) => one.name?.kind === SyntaxKind.PrivateIdentifier) ? [addMember(node, "#private;")] : undefined)),
  kind("a private member is removed", (node) => (isClass(node.parent) && has(node, SyntaxKind.PrivateKeyword) && !isNew(node) ? [remove(node)] : undefined)),
  classMember("a protected member is removed", (node) => (has(node, SyntaxKind.ProtectedKeyword) ? [remove(node)] : undefined)),
  kind("a protected member is added", (node) => (isClass(node) ? [addMember(node, "protected more: string;")] : undefined)),
  classMember("a public member becomes protected", (node) => (isPlain(node) && isAlone(node) && !node.modifiers?.length ? [before(node, "protected ")] : undefined)),
  classMember("a public member becomes private", (node) => (isPlain(node) && isAlone(node) && !node.modifiers?.length ? [before(node, "private ")] : undefined)),
  classMember("a protected member becomes public", (node) => {
    const word = (node.modifiers ?? []).find(({ kind: one }) => one === SyntaxKind.ProtectedKeyword);
    return word && isAlone(node) ? [remove(word)] : undefined;
  }),
  classMember("a static member is removed", (node) => (has(node, SyntaxKind.StaticKeyword) && isAlone(node) && !isHidden(node) ? [remove(node)] : undefined)),
  classMember("a member of a class is removed", (node) => (isPlain(node) && isAlone(node) && !has(node, SyntaxKind.StaticKeyword) ? [remove(node)] : undefined)),
  kind("a member is added to a class", (node) => (isClass(node) ? [addMember(node, "more(): void;")] : undefined)),
  kind("a class extends nothing any more", (node) => {
    const clause = node.heritageClauses?.find(({ token }) => token === SyntaxKind.ExtendsKeyword);
    return isClass(node) && clause ? [remove(clause)] : undefined;
  }),
  kind("a class implements nothing any more", (node) => {
    const clause = node.heritageClauses?.find(({ token }) => token === SyntaxKind.ImplementsKeyword);
    return isClass(node) && clause ? [remove(clause)] : undefined;
  }),
  classMember("a property has only a getter now", (node) =>
    isProperty(node) && isPlain(node) && node.type && !optionalToken(node) && !node.modifiers?.length ? [replace(node, `get ${text(node.name!)}(): ${text(node.type)};`)] : undefined,
  ),
  kind("a setter is removed", (node) => (node.kind === SyntaxKind.SetAccessor ? [remove(node)] : undefined)),
  kind("a constructor is removed", (node) => (isNew(node) && isAlone(node) && !node.modifiers?.length && node.parameters!.length > 0 && !node.parent.heritageClauses?.length ? [remove(node)] : undefined)),
  classMember("an instance member becomes static", (node) => (isMethod(node) && isPlain(node) && isAlone(node) && !node.modifiers?.length ? [before(node, "static ")] : undefined)),
];

function classKeyword(node: Part): number {
  const from = node.modifiers?.at(-1)?.end ?? node.getStart();
  return node.getSourceFile().text.indexOf("class", from);
}

