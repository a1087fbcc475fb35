import { isIdentifier, isStringLiteral, type Node, SyntaxKind } from "typescript/unstable/ast";
import type { Compiled } from "./compiler.ts";
import { markOf } from "./normalised.ts";

/**
 * Declarations for what both versions import from other packages, each name as a unique type: another package's
 * declaration is the same if its name is.
 */
export function stubsFor(
  sides: readonly { readonly program: Compiled; readonly folder: string }[],
): string {
  const modules = new Map<string, Set<string>>();
  for (const { program, folder } of sides)
    for (const path of program.filesIn(folder)) visit(program.source(path)!);
  return [...modules]
    .map(
      ([name, names]) =>
        `declare module ${JSON.stringify(name)} {\n${[...names].map((one) => stub(name, one)).join("\n")}\n}`,
    )
    .join("\n");

  function visit(node: Node): void {
    const { moduleSpecifier } = node as Node & { readonly moduleSpecifier?: Node };
    if (
      moduleSpecifier &&
      isStringLiteral(moduleSpecifier) &&
      !/^[./]/.test(moduleSpecifier.text)
    ) {
      const names = modules.get(moduleSpecifier.text) ?? new Set();
      modules.set(moduleSpecifier.text, names);
      collect(node, names);
    }
    node.forEachChild(visit);
  }

  function collect(node: Node, names: Set<string>): void {
    if (node.kind === SyntaxKind.ImportSpecifier || node.kind === SyntaxKind.ExportSpecifier) {
      const { propertyName, name } = node as unknown as {
        propertyName?: { text: string };
        name: { text: string };
      };
      names.add((propertyName ?? name).text);
      return;
    }
    if (node.kind === SyntaxKind.ImportClause) {
      const { name } = node as unknown as { name?: Node };
      if (name && isIdentifier(name)) names.add("default");
    }
    node.forEachChild((child) => collect(child, names));
  }
}

const PARAMETERS = "A = any, B = any, C = any, D = any, E = any, F = any, G = any, H = any";

/** A placeholder for a type that is compared separately: the same in both versions. */
export const markDeclaration = (name: string): string =>
  `interface ${markOf(name)}<${PARAMETERS}> { readonly ${JSON.stringify(`marked ${name}`)}: [A, B, C, D, E, F, G, H] }`;

/** A message with the types themselves; the parameters that only marks have are left out, the innermost first. */
export function withoutMarks(text: string): string {
  const next = text.replaceAll(MARK_WITH_ARGUMENTS, (_, name: string, given: string) => {
    const own = given.replace(/(?:(?:^|, )any)+$/, "");
    return own === "" ? name : `${name}<${own}>`;
  });
  return next === text ? text.replaceAll(MARK, "$1") : withoutMarks(next);
}

/** The types whose marks a message names. */
export const marksIn = (text: string): readonly string[] =>
  [...text.matchAll(MARK)].map(([, name]) => name!);

const MARK = new RegExp(`\\b${markOf("")}([\\w$]+)`, "g");
const MARK_WITH_ARGUMENTS = new RegExp(`${MARK.source}<([^<>]*)>`, "g");

function stub(module: string, name: string): string {
  const local = name === "default" ? "_default" : name;
  const mark = JSON.stringify(`${module}#${name}`);
  return `interface ${local}<${PARAMETERS}> { readonly [${mark}]: [A, B, C, D, E, F, G, H] } const ${local}: any; export { ${local}${name === "default" ? " as default" : ""} };`;
}
