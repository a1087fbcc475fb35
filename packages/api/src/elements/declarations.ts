import {
  type Identifier,
  type Node,
  SyntaxKind,
  isExportSpecifier,
  isIdentifier,
  isImportClause,
  isImportEqualsDeclaration,
  isImportSpecifier,
  isModuleBlock,
  isModuleDeclaration,
  isTypeReferenceNode,
  isVariableStatement,
} from "typescript/unstable/ast";
import { SymbolFlags } from "typescript/unstable/sync";
import type { Compiled } from "../compiler.ts";
import { isHidden } from "../normalised.ts";

/** The declarations of a package by name, in any file: bundlers rename files. */
export class Declarations {
  readonly #byName = new Map<string, Node[]>();
  readonly #alias = new Map<string, Set<string>>();
  /** What imports call otherwise, by file: the default of another file has no name that a text could be searched for. */
  readonly #imports = new Map<string, Map<string, string>>();
  readonly #sources = new Map<string, string>();
  readonly #texts = new Map<string, string>();
  readonly #references = new Map<string, ReadonlySet<string>>();

  readonly #program: Compiled;
  readonly #folder: string;

  constructor(program: Compiled, folder: string) {
    this.#program = program;
    this.#folder = folder;
    for (const path of program.filesIn(folder)) this.#read(program.source(path)!.statements);
  }

  /** At the top of a file, or in a namespace. */
  named(name: string): readonly Node[] {
    return this.#byName.get(name) ?? [];
  }

  /** The declared names that an identifier may have: what its file imports by it, or itself and what an import or export renames to it. */
  meanings(word: Identifier): readonly string[] {
    const own = this.#own(word);
    if (own === undefined) return this.#meaningsOf(word.text);
    return this.#byName.has(own) ? [own] : [];
  }

  #meaningsOf(word: string): readonly string[] {
    return [word, ...(this.#alias.get(word) ?? [])].filter((one) => this.#byName.has(one));
  }

  /** The declared name of the type that a reference means, by its last word. */
  typeName(word: Identifier): string {
    const { text, parent } = word;
    const isDeclared = this.#byName.has(text);
    // In a namespace, or exported under a name that nothing is declared with.
    const isOpen = isTypeReferenceNode(parent) ? !isDeclared : isDeclared;
    const isRenamed = isOpen && (isDeclared || this.#alias.has(text));
    return this.#own(word) ?? (isRenamed ? this.#target(word) : undefined) ?? text;
  }

  /** What only TypeScript can tell of a word: a name of this file's imports, or the default of whatever it is a member of. */
  #own(word: Identifier): string | undefined {
    if (word.text === DEFAULT && word.parent.kind !== SyntaxKind.ExportSpecifier)
      return this.#target(word);
    return this.#imports.get(word.getSourceFile().fileName)?.get(word.text);
  }

  #target(word: Identifier): string | undefined {
    const { checker } = this.#program;
    const symbol = checker.getSymbolAtLocation(word);
    if (!symbol) return undefined;
    const isAlias = (symbol.flags & SymbolFlags.Alias) !== 0;
    const { flags, declarations } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
    const [declaration] = declarations;
    const node = declaration?.path.startsWith(`${this.#folder}/`)
      ? declaration.resolve()
      : undefined;
    if (!node || (flags & (SymbolFlags.EnumMember | SymbolFlags.TypeParameter)) !== 0)
      return undefined;
    return namesOf(node).find(([, one]) => one === node)?.[0];
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
    const known = this.#sources.get(name);
    if (known !== undefined) return known;
    const source = this.named(name)
      .map((node) => node.getText())
      .join("\n");
    this.#sources.set(name, source);
    return source;
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
    const add = (names: readonly string[]): void => {
      for (const one of names) if (one !== name) found.add(one);
    };
    const visit = (node: Node): void => {
      if (isIdentifier(node)) add(this.meanings(node));
      node.forEachChild(visit);
    };
    const nodes = this.named(name);
    const words = wordsIn(this.#source(name));
    const isPlain =
      words &&
      !words.has(DEFAULT) &&
      !nodes.some((node) => this.#imports.has(node.getSourceFile().fileName));
    if (isPlain) for (const word of words) add(this.#meaningsOf(word));
    else nodes.forEach(visit);
    this.#references.set(name, found);
    return found;
  }

  #read(statements: readonly Node[]): void {
    for (const statement of statements) {
      for (const [name, node] of namesOf(statement))
        this.#byName.set(name, [...(this.#byName.get(name) ?? []), node]);
      if (RENAMING.has(statement.kind)) this.#readAlias(statement);
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
    const local =
      isImportClause(node) || isImportEqualsDeclaration(node) || isImportSpecifier(node)
        ? node.name
        : undefined;
    const isSame = isImportSpecifier(node) && !node.propertyName;
    const target = local && !isSame ? this.#target(local) : undefined;
    if (local && target !== undefined) {
      const { fileName } = node.getSourceFile();
      const imports = this.#imports.get(fileName) ?? new Map<string, string>();
      this.#imports.set(fileName, imports.set(local.text, target));
    } else if ((isImportSpecifier(node) || isExportSpecifier(node)) && node.propertyName) {
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
  const { name, modifiers } = statement as Node & {
    readonly name?: Node;
    readonly modifiers?: readonly Node[];
  };
  if (name && isIdentifier(name) && statement.kind !== SyntaxKind.ImportDeclaration)
    return [[name.text, statement]];
  const isDefault = (modifiers ?? []).some(({ kind }) => kind === SyntaxKind.DefaultKeyword);
  if (isDefault || statement.kind === SyntaxKind.ExportAssignment) return [[DEFAULT, statement]];
  return [];
}

/**
 * The identifiers in a text, without those in strings and comments: reading the syntax tree takes much longer. Undefined where only
 * the tree shows them.
 */
function wordsIn(text: string): ReadonlySet<string> | undefined {
  // oxlint-disable-next-line no-control-regex -- all of ASCII but backquotes and backslashes
  if (!/^[\u0000-\u005b\u005d-\u005f\u0061-\u007f]*$/.test(text)) return undefined;
  const words = new Set<string>();
  for (const [, word] of text.matchAll(TOKENS)) if (word !== undefined) words.add(word);
  return words;
}

const TOKENS = /"[^"\n]*"|'[^'\n]*'|\/\*[^]*?\*\/|\/\/[^\n]*|([A-Za-z_$][\w$]*)/g;

/** Statements that may call something otherwise. */
const RENAMING: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ImportDeclaration,
  SyntaxKind.ImportEqualsDeclaration,
  SyntaxKind.ExportDeclaration,
]);

/** The name of what has no other: `export default class { … }`. */
const DEFAULT = "default";

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
  return parts.join(" ");
}

/** The text between the parts of a node: keywords and punctuation, without comments. */
const gap = (text: string): string =>
  text
    .replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/;\s*$/g, "")
    .trim();
