import {
  InternalSymbolName,
  type Node,
  SyntaxKind,
  isVariableDeclaration,
} from "typescript/unstable/ast";
import { type Symbol as TypeScriptSymbol, SymbolFlags } from "typescript/unstable/sync";
import type { Compiled } from "../compiler.ts";
import type { Difference, DifferenceKind, Place, Stability } from "../difference.ts";

/** An exported element: what consumers import by its name, or reach in an exported namespace. */
export interface Element {
  /** `open`, `Client`, `errors.NotFound`. */
  readonly name: string;
  /** The name of its declaration, which may be another. */
  readonly declared: string;
  readonly isValue: boolean;
  readonly isType: boolean;
  readonly node: Node | undefined;
  readonly stability: Stability;
  readonly isDeprecated: boolean;
  /** Exported, but its declaration is not among the files: that of another package, or none. */
  readonly isUnresolved: boolean;
}

/** The elements that an entry point exports, by name. What another package declares has no node. */
export function elementsOf(program: Compiled, entry: string): ReadonlyMap<string, Element> {
  const { checker } = program;
  const source = program.source(entry);
  const module = source && checker.getSymbolAtLocation(source);
  const elements = new Map<string, Element>();
  const tagged = new Map<string, boolean>();
  if (module) collect(module, "", { outer: [], isType: false });
  const assigned = module?.getExports().get(InternalSymbolName.ExportEquals);
  if (assigned) add(targetOf(assigned), ASSIGNED, false);
  return elements;

  /** `isType`: of a namespace that is exported as a type, in which nothing is a value. */
  function collect(
    symbol: TypeScriptSymbol,
    prefix: string,
    { outer, isType }: { readonly outer: readonly number[]; readonly isType: boolean },
  ): void {
    const within = [...outer, symbol.id];
    for (const exported of checker.getExportsOfModule(symbol)) {
      const name = `${prefix}${exported.name}`;
      const target = targetOf(exported);
      const isOnly = isType || (target !== exported && isOnlyType(exported, target));
      add(target, name, isOnly);
      const isNamespace = (target.flags & SymbolFlags.Namespace) !== 0;
      // A namespace may export itself, as the default of a module that is one.
      if (isNamespace && outer.length < MOST_DEPTH && !within.includes(target.id))
        collect(target, `${name}.`, { outer: within, isType: isOnly });
    }
  }

  function targetOf(exported: TypeScriptSymbol): TypeScriptSymbol {
    return (exported.flags & SymbolFlags.Alias) === 0
      ? exported
      : checker.getAliasedSymbol(exported);
  }

  /** Asking TypeScript for the tags of each element is slow, and most files have none. */
  function hasTags(path: string): boolean {
    const has = tagged.get(path) ?? TAG.test(program.source(path)?.text ?? "@beta");
    tagged.set(path, has);
    return has;
  }

  /** Whether an export is reached through an `export type` or `import type`. */
  function isOnlyType(exported: TypeScriptSymbol, target: TypeScriptSymbol): boolean {
    let at: TypeScriptSymbol | undefined = exported;
    for (let step = 0; at && step < MOST_STEPS; step++) {
      if (at.declarations.some((one) => isTypeOnly(one.resolve()))) return true;
      // Most exports are declared in the same file: then nothing else is on the way, and asking TypeScript is slow.
      if (at.declarations[0]?.path === target.declarations[0]?.path) return false;
      at = (at.flags & SymbolFlags.Alias) === 0 ? undefined : checker.getImmediateAliasedSymbol(at);
    }
    return false;
  }

  /** Adds what an export refers to. */
  function add(target: TypeScriptSymbol, name: string, isOnly: boolean): void {
    const { flags } = target;
    const node = target.declarations[0]?.resolve();
    const isUnresolved = checker.isUnknownSymbol(target);
    const isTagged = target.declarations.some(({ path }) => hasTags(path));
    const tags = isTagged ? checker.getJsDocTagsOfSymbol(target).map((tag) => tag.name) : [];
    elements.set(name, {
      name,
      declared: declaredName(node) ?? target.name,
      // A pure namespace is compared by its exports.
      isValue:
        ((flags & SymbolFlags.Value & ~SymbolFlags.ValueModule) !== 0 || isUnresolved) && !isOnly,
      isType: (flags & SymbolFlags.Type) !== 0,
      node,
      stability: STABILITIES.find((one) => tags.includes(one)) ?? "public",
      isDeprecated: tags.includes("deprecated"),
      isUnresolved,
    });
  }
}

/** The name of what `export =` exports; a consumer imports it as the default. */
export const ASSIGNED = "export=";

const MOST_DEPTH = 5;
const MOST_STEPS = 50;

const NAMING: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ExportSpecifier,
  SyntaxKind.ExportDeclaration,
  SyntaxKind.ImportSpecifier,
  SyntaxKind.NamespaceExport,
]);

/** `export type { A }`, `export { type A }`, and the same of an import. */
function isTypeOnly(node: Node | undefined): boolean {
  for (let at = node; at && at.kind !== SyntaxKind.SourceFile; at = at.parent) {
    const { isTypeOnly: only, phaseModifier } = at as Node & {
      readonly isTypeOnly?: boolean;
      readonly phaseModifier?: SyntaxKind;
    };
    if (phaseModifier === SyntaxKind.TypeKeyword || (only === true && NAMING.has(at.kind)))
      return true;
  }
  return false;
}

const TAG = /@(?:internal|alpha|experimental|beta|deprecated)\b/;
const STABILITIES = ["internal", "alpha", "experimental", "beta"] as const;

function declaredName(node: Node | undefined): string | undefined {
  const { name } = (node ?? {}) as { readonly name?: Node & { readonly text?: string } };
  return name?.kind === SyntaxKind.Identifier ? name.text : undefined;
}

/** The position of a node; of a variable's name rather than its statement. */
function placeOfNode(node: Node): Place {
  const file = node.getSourceFile();
  const { name } = node as { readonly name?: Node };
  const start = (isVariableDeclaration(node) ? node : (name ?? node)).getStart();
  const before = file.text.slice(0, start);
  const line = before.split("\n").length;
  return {
    path: file.fileName.replace(/^.*?\/(?:before|after)\//, ""),
    line,
    column: start - before.lastIndexOf("\n"),
  };
}

/** What happened to an element, which is missing on one side if it is new or gone. */
export function differenceOf(
  kind: DifferenceKind,
  old: Element | undefined,
  now: Element | undefined,
  path: string,
  because: string,
): Difference {
  const node = now?.node ?? old?.node;
  return {
    kind,
    path,
    at: node ? placeOfNode(node) : { path: "", line: 1, column: 1 },
    ...(old?.node ? { before: shown(old.node) } : {}),
    ...(now?.node ? { after: shown(now.node) } : {}),
    because,
    stability: (old ?? now)!.stability,
    wasDeprecated: old?.isDeprecated ?? false,
  };
}

const MOST_SHOWN = 160;

function shown(node: Node): string {
  const text = node
    .getText()
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 1)}…` : text;
}
