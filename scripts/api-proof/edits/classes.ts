import { SyntaxKind } from "typescript/unstable/ast";
import {
  type Kind,
  type Part,
  addMember,
  before,
  has,
  isClass,
  isHidden,
  isMethod,
  isProperty,
  kind,
  optionalToken,
  remove,
  replace,
  siblings,
  text,
} from "./edit.ts";

const classMember = (name: string, edit: Kind["edit"]): Kind =>
  kind(name, (node) =>
    isClass(node.parent) &&
    (isMethod(node) || isProperty(node)) &&
    node.name?.kind === SyntaxKind.Identifier
      ? edit(node)
      : undefined,
  );
const isPlain = (node: Part): boolean =>
  !isHidden(node) &&
  !has(node, SyntaxKind.ProtectedKeyword) &&
  !has(node, SyntaxKind.AbstractKeyword);
const isAlone = (node: Part): boolean => siblings(node).length === 1;
const isNew = (node: Part): boolean => node.kind === SyntaxKind.Constructor;

export const CLASSES: readonly Kind[] = [
  kind("a constructor becomes private", (node) =>
    isNew(node) && isAlone(node) && !node.modifiers?.length
      ? [before(node, "private ")]
      : undefined,
  ),
  kind("a constructor becomes protected", (node) =>
    isNew(node) && isAlone(node) && !node.modifiers?.length
      ? [before(node, "protected ")]
      : undefined,
  ),
  kind("a class becomes abstract", (node) =>
    isClass(node) && !has(node, SyntaxKind.AbstractKeyword)
      ? [{ from: classKeyword(node), to: classKeyword(node), text: "abstract " }]
      : undefined,
  ),
  kind("a class is abstract no longer", (node) => {
    const word = (node.modifiers ?? []).find(({ kind: one }) => one === SyntaxKind.AbstractKeyword);
    return isClass(node) &&
      word &&
      !(node.members ?? []).some((one) => has(one, SyntaxKind.AbstractKeyword))
      ? [remove(word)]
      : undefined;
  }),
  kind("an abstract member is added", (node) =>
    isClass(node) && has(node, SyntaxKind.AbstractKeyword)
      ? [addMember(node, "abstract more(): void;")]
      : undefined,
  ),
  classMember("an abstract member is abstract no longer", (node) => {
    const word = (node.modifiers ?? []).find(({ kind: one }) => one === SyntaxKind.AbstractKeyword);
    return word ? [remove(word)] : undefined;
  }),
  classMember("a member becomes abstract", (node) =>
    has(node.parent, SyntaxKind.AbstractKeyword) &&
    isPlain(node) &&
    isAlone(node) &&
    !has(node, SyntaxKind.StaticKeyword)
      ? [before(node.name!, "abstract ")]
      : undefined,
  ),
  kind("a private member is added to a class", (node) =>
    isClass(node) ? [addMember(node, "private more;")] : undefined,
  ),
  kind("a #private mark is added to a class", (node) =>
    isClass(node) &&
    !(node.members ?? []).some((one) => one.name?.kind === SyntaxKind.PrivateIdentifier)
      ? [addMember(node, "#private;")]
      : undefined,
  ),
  kind("a private member is removed", (node) =>
    isClass(node.parent) && has(node, SyntaxKind.PrivateKeyword) && !isNew(node)
      ? [remove(node)]
      : undefined,
  ),
  classMember("a protected member is removed", (node) =>
    has(node, SyntaxKind.ProtectedKeyword) ? [remove(node)] : undefined,
  ),
  kind("a protected member is added", (node) =>
    isClass(node) ? [addMember(node, "protected more: string;")] : undefined,
  ),
  classMember("a public member becomes protected", (node) =>
    isPlain(node) && isAlone(node) && !node.modifiers?.length
      ? [before(node, "protected ")]
      : undefined,
  ),
  classMember("a public member becomes private", (node) =>
    isPlain(node) && isAlone(node) && !node.modifiers?.length
      ? [before(node, "private ")]
      : undefined,
  ),
  classMember("a protected member becomes public", (node) => {
    const word = (node.modifiers ?? []).find(
      ({ kind: one }) => one === SyntaxKind.ProtectedKeyword,
    );
    return word && isAlone(node) ? [remove(word)] : undefined;
  }),
  classMember("a static member is removed", (node) =>
    has(node, SyntaxKind.StaticKeyword) && isAlone(node) && !isHidden(node)
      ? [remove(node)]
      : undefined,
  ),
  classMember("a member of a class is removed", (node) =>
    isPlain(node) && isAlone(node) && !has(node, SyntaxKind.StaticKeyword)
      ? [remove(node)]
      : undefined,
  ),
  kind("a member is added to a class", (node) =>
    isClass(node) ? [addMember(node, "more(): void;")] : undefined,
  ),
  kind("a class extends nothing any more", (node) => {
    const clause = node.heritageClauses?.find(({ token }) => token === SyntaxKind.ExtendsKeyword);
    return isClass(node) && clause ? [remove(clause)] : undefined;
  }),
  kind("a class implements nothing any more", (node) => {
    const clause = node.heritageClauses?.find(
      ({ token }) => token === SyntaxKind.ImplementsKeyword,
    );
    return isClass(node) && clause ? [remove(clause)] : undefined;
  }),
  classMember("a property has only a getter now", (node) =>
    isProperty(node) &&
    isPlain(node) &&
    node.type &&
    !optionalToken(node) &&
    !node.modifiers?.length
      ? [replace(node, `get ${text(node.name!)}(): ${text(node.type)};`)]
      : undefined,
  ),
  kind("a setter is removed", (node) =>
    node.kind === SyntaxKind.SetAccessor ? [remove(node)] : undefined,
  ),
  kind("a constructor is removed", (node) =>
    isNew(node) &&
    isAlone(node) &&
    !node.modifiers?.length &&
    node.parameters!.length > 0 &&
    !node.parent.heritageClauses?.length
      ? [remove(node)]
      : undefined,
  ),
  classMember("an instance member becomes static", (node) =>
    isMethod(node) && isPlain(node) && isAlone(node) && !node.modifiers?.length
      ? [before(node, "static ")]
      : undefined,
  ),
];

function classKeyword(node: Part): number {
  const from = node.modifiers?.at(-1)?.end ?? node.getStart();
  return node.getSourceFile().text.indexOf("class", from);
}
