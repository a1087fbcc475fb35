import {
  type Node,
  SyntaxKind,
  isIdentifier,
  isImportSpecifier,
  isExportSpecifier,
  isModuleBlock,
  isModuleDeclaration,
  isVariableStatement,
} from "typescript/unstable/ast";
import type { Compiled } from "./compiler.ts";
import { isHidden } from "./normalised.ts";

/** The declarations of a package by name, in any file: bundlers rename files. */
export class Declarations {
  readonly #byName = new Map<string, Node[]>();
  readonly #alias = new Map<string, Set<string>>();
  readonly #texts = new Map<string, string>();
  readonly #references = new Map<string, ReadonlySet<string>>();

  constructor(program: Compiled, folder: string) {
    for (const path of program.filesIn(folder)) this.#read(program.source(path)!.statements);
  }

  /** At the top of a file, or in a namespace. */
  named(name: string): readonly Node[] {
    return this.#byName.get(name) ?? [];
  }

  /** The declared names of a word: itself, and what an import or export renames to it. */
  meanings(word: string): readonly string[] {
    return [word, ...(this.#alias.get(word) ?? [])].filter((one) => this.#byName.has(one));
  }

  /** The text of a name's own declarations, without comments and spaces. */
  text(name: string): string {
    const known = this.#texts.get(name);
    if (known !== undefined) return known;
    const nodes = this.named(name);
    const texts = nodes.map(tokens);
    // Overloads are tried in their order.
    const isOverloaded = nodes.every(({ kind }) => kind === SyntaxKind.FunctionDeclaration);
    const text = (isOverloaded ? texts : texts.toSorted()).join("\n");
    this.#texts.set(name, text);
    return text;
  }

  /** The names whose declarations are others now; the text as it is first, because that is seldom another. */
  rewrittenIn(after: Declarations): ReadonlySet<string> {
    return new Set(
      [...this.#byName.keys(), ...after.#byName.keys()].filter(
        (name) =>
          this.#source(name) !== after.#source(name) && this.text(name) !== after.text(name),
      ),
    );
  }

  #source(name: string): string {
    return this.named(name)
      .map((node) => node.getText())
      .join("\n");
  }

  /** A name with what it refers to, unless that is compared separately. */
  reached(name: string, judgedAlone: ReadonlySet<string>): ReadonlySet<string> {
    return this.#reachedFrom([name], judgedAlone);
  }

  /** Names with all that they refer to. */
  allReached(names: readonly string[]): ReadonlySet<string> {
    return this.#reachedFrom(names, new Set());
  }

  #reachedFrom(names: readonly string[], apart: ReadonlySet<string>): ReadonlySet<string> {
    const reached = new Set(names);
    for (const one of reached)
      for (const next of this.references(one)) if (!apart.has(next)) reached.add(next);
    return reached;
  }

  /** These names and everything that refers to them, directly or indirectly. */
  leadingTo(names: ReadonlySet<string>): ReadonlySet<string> {
    const leading = new Map<string, string[]>();
    for (const name of this.#byName.keys())
      for (const next of this.references(name)) {
        const some = leading.get(next) ?? [];
        some.push(name);
        leading.set(next, some);
      }
    const found = new Set(names);
    for (const name of found) for (const one of leading.get(name) ?? []) found.add(one);
    return found;
  }

  /** The names that the declarations of a name mention, with what an import calls otherwise. */
  references(name: string): ReadonlySet<string> {
    const known = this.#references.get(name);
    if (known) return known;
    const found = new Set<string>();
    const visit = (node: Node): void => {
      if (isIdentifier(node)) {
        for (const one of this.meanings(node.text)) if (one !== name) found.add(one);
      }
      node.forEachChild(visit);
    };
    for (const node of this.named(name)) visit(node);
    this.#references.set(name, found);
    return found;
  }

  #read(statements: readonly Node[]): void {
    for (const statement of statements) {
      for (const [name, node] of namesOf(statement))
        this.#byName.set(name, [...(this.#byName.get(name) ?? []), node]);
      this.#readAlias(statement);
      if (isModuleDeclaration(statement)) this.#readNamespace(statement.body);
    }
  }

  /** `namespace A.B` is one in the other. */
  #readNamespace(body: Node | undefined): void {
    if (body && isModuleBlock(body)) this.#read(body.statements);
    else if (body && isModuleDeclaration(body)) this.#read([body]);
  }

  /** `import { A as B }` and `export { A as B }`: B means A. */
  #readAlias(node: Node): void {
    if ((isImportSpecifier(node) || isExportSpecifier(node)) && node.propertyName) {
      const [from, to] = [node.propertyName.text, node.name.text];
      this.#alias.set(to, new Set([...(this.#alias.get(to) ?? []), from]));
    }
    node.forEachChild((child) => this.#readAlias(child));
  }
}

/** What a statement declares, by name. */
function namesOf(statement: Node): (readonly [string, Node])[] {
  if (isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((node) =>
      isIdentifier(node.name) ? [[node.name.text, node] as const] : [],
    );
  const { name } = statement as Node & { readonly name?: Node };
  if (name && isIdentifier(name) && statement.kind !== SyntaxKind.ImportDeclaration)
    return [[name.text, statement]];
  if (statement.kind === SyntaxKind.ExportAssignment) return [["default", statement]];
  return [];
}

/** The text of a node as its tokens, so that comments, spaces and line breaks make no difference. */
function tokens(node: Node): string {
  const parts: string[] = [];
  const text = node.getSourceFile().text;
  const visit = (one: Node): void => {
    let at = one.getStart();
    let isLeaf = true;
    one.forEachChild((child) => {
      isLeaf = false;
      if (isHidden(child)) {
        at = child.end;
        return;
      }
      parts.push(gap(text.slice(at, child.getStart())));
      visit(child);
      at = child.end;
    });
    parts.push(isLeaf ? text.slice(at, one.end) : gap(text.slice(at, one.end)));
  };
  visit(node);
  return parts.filter(Boolean).join(" ");
}

/** The text between the parts of a node: keywords and punctuation, without comments. */
const gap = (text: string): string =>
  text
    .replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/;\s*$/g, "")
    .trim();
