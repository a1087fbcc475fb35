import { SyntaxKind } from "typescript/unstable/ast";
import {
  type Kind,
  type Part,
  after,
  before,
  dropFrom,
  has,
  isClass,
  isInterface,
  kind,
  remove,
  replace,
  siblings,
  text,
} from "./edit.ts";

const isAlias = (node: Part | undefined): boolean => node?.kind === SyntaxKind.TypeAliasDeclaration;
const isEnumMember = (node: Part): boolean => node.kind === SyntaxKind.EnumMember;
const isExported = (node: Part): boolean =>
  has(node, SyntaxKind.ExportKeyword) && !has(node, SyntaxKind.DefaultKeyword);
const isTop = (node: Part): boolean => node.parent.kind === SyntaxKind.SourceFile;
const isSpecifier = (node: Part): boolean =>
  node.kind === SyntaxKind.ExportSpecifier && node.parent.elements !== undefined;
const exportWord = (node: Part): Part | undefined =>
  (node.modifiers ?? []).find(({ kind: one }) => one === SyntaxKind.ExportKeyword);

export const EXPORTS: readonly Kind[] = [
  kind("an enum member is added", (node) =>
    node.kind === SyntaxKind.EnumDeclaration
      ? [
          after(
            node.members!.at(-1)!,
            `, MORE_OF_IT = ${/=\s*"/.test(text(node)) ? '"more"' : "4711"}`,
          ),
        ]
      : undefined,
  ),
  kind("an enum member is removed", (node) =>
    isEnumMember(node) && node.parent.members!.length > 1
      ? [dropFrom(node.parent.members!, node.parent.members!.indexOf(node))]
      : undefined,
  ),
  kind("an enum member gets another name", (node) =>
    isEnumMember(node) ? [replace(node.name!, "RENAMED_MEMBER")] : undefined,
  ),
  kind("a constant is of another type", (node) =>
    isConstant(node) ? [replace(node.type!, "{ readonly other: 1 }")] : undefined,
  ),
  kind("a constant may be undefined", (node) =>
    isConstant(node) ? [replace(node.type!, `(${text(node.type!)}) | undefined`)] : undefined,
  ),
  kind("an export is dropped", (node) => {
    const word = exportWord(node);
    // Without any export, all that a declaration file declares is exported.
    return word && isTop(node) && !has(node, SyntaxKind.DefaultKeyword)
      ? [
          {
            from: word.getStart(),
            to: word.end,
            text:
              has(node, SyntaxKind.DeclareKeyword) || isInterface(node) || isAlias(node)
                ? ""
                : "declare",
          },
          appended(node),
        ]
      : undefined;
  }),
  kind("an export gets another name", (node) =>
    isSpecifier(node) && text(node.name!) !== "default"
      ? [replace(node, `${text(node.propertyName ?? node.name!)} as RenamedExport`)]
      : undefined,
  ),
  kind("an export of a list is removed", (node) =>
    isSpecifier(node) && node.parent.elements!.length > 1
      ? [dropFrom(node.parent.elements!, node.parent.elements!.indexOf(node))]
      : undefined,
  ),
  kind("an export of a list is only a type now", (node) =>
    isSpecifier(node) &&
    !node.isTypeOnly &&
    !text(node).startsWith("type ") &&
    !text(node.parent.parent).startsWith("export type")
      ? [before(node, "type ")]
      : undefined,
  ),
  kind("a re-export of a module is removed", (node) =>
    node.kind === SyntaxKind.ExportDeclaration && node.moduleSpecifier && !node.exportClause
      ? [replace(node, "export {};")]
      : undefined,
  ),
  kind("a default export is removed", (node) =>
    node.kind === SyntaxKind.ExportAssignment && !/export\s*=/.test(text(node))
      ? [replace(node, "export {};")]
      : undefined,
  ),
  kind("an export is added", (node) =>
    isExported(node) && isTop(node)
      ? [after(node, " export declare const addedExport: string;")]
      : undefined,
  ),
  kind("a class becomes an interface", (node) =>
    isClass(node) &&
    isExported(node) &&
    !node.heritageClauses?.length &&
    !(node.members ?? []).some(
      (one) =>
        one.modifiers?.length ||
        one.name?.kind === SyntaxKind.PrivateIdentifier ||
        one.kind === SyntaxKind.GetAccessor,
    )
      ? [
          replace(
            node,
            `export interface ${text(node.name!)}${node.typeParameters?.length ? `<${node.typeParameters.map(text).join(", ")}>` : ""} { ${(
              node.members ?? []
            )
              .filter(({ kind: one }) => one !== SyntaxKind.Constructor)
              .map(text)
              .join(" ")} }`,
          ),
        ]
      : undefined,
  ),
  kind("a member of a namespace is removed", (node) => {
    if (node.parent?.kind !== SyntaxKind.ModuleBlock || !node.name || siblings(node).length > 1)
      return undefined;
    return [replace(node, (node.parent.statements?.length ?? 0) > 1 ? "" : "export {};")];
  }),
  kind("a function of a namespace takes less", (node) =>
    node.kind === SyntaxKind.FunctionDeclaration &&
    node.parent.kind === SyntaxKind.ModuleBlock &&
    node.parameters!.length > 0
      ? [replace(node.parameters!.at(-1)!, "less: { readonly narrow: 1 }")]
      : undefined,
  ),
  kind("only a comment is added", (node) =>
    isTop(node) && node.name ? [before(node, "/* what it is for */ ")] : undefined,
  ),
  kind("a declaration moves to the end", (node) =>
    isTop(node) &&
    node.name &&
    siblings(node).length === 1 &&
    node.kind !== SyntaxKind.ImportDeclaration
      ? [
          remove(node),
          {
            from: node.getSourceFile().text.length,
            to: node.getSourceFile().text.length,
            text: `\n${text(node)}\n`,
          },
        ]
      : undefined,
  ),
];

/** What makes sure that a file is a module whose exports are only those that say so. */
function appended(node: Part): { from: number; to: number; text: string } {
  const end = node.getSourceFile().text.length;
  return { from: end, to: end, text: "\nexport {};\n" };
}

function isConstant(node: Part): boolean {
  return node.kind === SyntaxKind.VariableDeclaration && node.type !== undefined;
}
