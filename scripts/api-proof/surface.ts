import {
  type Checker,
  type Symbol as TypeSymbol,
  type Type,
  SymbolFlags,
} from "typescript/unstable/sync";
import type { Node } from "typescript/unstable/ast";

/** What a package exports, as the checker sees it in one program, and how a consumer names it. */
export class Surface {
  readonly checker: Checker;
  /** By the name behind `p.`. */
  readonly exports = new Map<string, TypeSymbol>();
  /** Types as they were written out. */
  readonly texts = new Map<string, string>();
  /** Values as they were written. */
  readonly values = new Map<string, readonly string[]>();
  readonly #names = new Map<number, string>();
  readonly #root: string;

  constructor(checker: Checker, module: TypeSymbol) {
    this.checker = remembering(checker);
    this.#root = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(module.declarations[0]!.path)![0];
    this.#collect(module, "", 0);
    const assigned = module.getExports().get("export=" as never);
    if (assigned) this.#add("default", assigned);
  }

  /** `p.Name` of a symbol that is exported, `import("node:stream").Readable` of one that Node declares. */
  nameOf(symbol: TypeSymbol | undefined): string | undefined {
    if (!symbol) return undefined;
    const module = /^"([^/."][^"]*)"$/.exec(symbol.getParent()?.name ?? "")?.[1];
    const ambient =
      module !== undefined && /^\w+$/.test(symbol.name) && symbol.name !== "default"
        ? `import(${JSON.stringify(module)}).${symbol.name}`
        : undefined;
    return this.#names.get(symbol.id) ?? ambient;
  }

  /** `Date`, `Temporal.PlainDate`. */
  static libraryName(symbol: TypeSymbol): string {
    const parent = symbol.getParent();
    return parent && /^[A-Z]\w*$/.test(parent.name)
      ? `${Surface.libraryName(parent)}.${symbol.name}`
      : symbol.name;
  }

  /** Whether a symbol is declared by TypeScript's own libraries. */
  static isLibrary(symbol: TypeSymbol | undefined): boolean {
    return (symbol?.declarations ?? []).some(({ path }) => /\/lib\.[\w.]+\.d\.ts$/.test(path));
  }

  /** Whether another package, or TypeScript, declares it: its use there is not a use of this package. */
  isForeign(symbol: TypeSymbol | undefined): boolean {
    return (
      symbol !== undefined &&
      symbol.declarations.length > 0 &&
      symbol.declarations.every(({ path }) => !path.startsWith(this.#root))
    );
  }

  static nodesOf(symbol: TypeSymbol): readonly Node[] {
    return symbol.declarations.map((one) => one.resolve()).filter((node) => node !== undefined);
  }

  typeParameters(
    symbol: TypeSymbol,
  ): readonly (Node & { constraint?: Node; defaultType?: Node })[] {
    for (const node of Surface.nodesOf(symbol)) {
      const { typeParameters } = node as { typeParameters?: readonly Node[] };
      if (typeParameters && (symbol.flags & SymbolFlags.Type) !== 0) return typeParameters;
    }
    return [];
  }

  constraintOf(type: Type): Type | undefined {
    return this.checker.getConstraintOfTypeParameter(type);
  }

  #collect(module: TypeSymbol, prefix: string, depth: number): void {
    for (const one of this.checker.getExportsOfModule(module)) {
      if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(one.name)) continue;
      const target = this.#add(`${prefix}${one.name}`, one);
      if ((target.flags & SymbolFlags.Namespace) !== 0 && depth < 3)
        this.#collect(target, `${prefix}${one.name}.`, depth + 1);
    }
  }

  #add(name: string, exported: TypeSymbol): TypeSymbol {
    const target =
      (exported.flags & SymbolFlags.Alias) !== 0
        ? this.checker.getAliasedSymbol(exported)
        : exported;
    this.exports.set(name, target);
    if (!this.#names.has(target.id)) this.#names.set(target.id, `p.${name}`);
    return target;
  }
}

/** A cached checker: each query is a round trip to another process. */
function remembering(checker: Checker): Checker {
  const answers = new Map<string, unknown>();
  return new Proxy(checker, {
    get(of, name) {
      const method = Reflect.get(of, name) as unknown;
      if (typeof method !== "function" || name === "getTypeAtLocation") return method;
      return (...args: readonly (undefined | string | number | { readonly id: number })[]) => {
        const key = [name, ...args.map((one) => (typeof one === "object" ? one.id : one))].join(
          " ",
        );
        if (!answers.has(key)) answers.set(key, Reflect.apply(method, of, args));
        return answers.get(key);
      };
    },
  });
}
