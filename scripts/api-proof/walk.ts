import {
  type Signature,
  SignatureKind,
  SymbolFlags,
  type Symbol as TypeSymbol,
  type Type,
  TypeFlags,
} from "typescript/unstable/sync";
import { type Directions, directionsOf, usesOf } from "./directions.ts";
import { argumentLists, implementation, values } from "./making.ts";
import {
  isAbstract,
  isProtected,
  isPublic,
  isReadOnly,
  isVersion,
  keyOf,
  written,
} from "./printing.ts";
import { Surface } from "./surface.ts";

/** What a consumer writes to get a value; what it is shows when it is compiled. */
export interface Expression {
  readonly of: string;
  readonly text: string;
  readonly depth: number;
  /** The type that it is an expression of, where the consumer makes one. */
  readonly made?: string;
}

const MOST_LINES_OF_ONE = 250;

/** Finds the lines of consumers, and the expressions that the next round has to know the types of. */
export class Walk {
  readonly next: Expression[] = [];
  readonly #surface: Surface;
  readonly #found: Map<string, string[]>;

  constructor(surface: Surface, found: Map<string, string[]>) {
    this.#surface = surface;
    this.#found = found;
  }

  start(): void {
    const directions = directionsOf(this.#surface);
    for (const [name, symbol] of this.#surface.exports) {
      const isClass = (symbol.flags & SymbolFlags.Class) !== 0;
      if ((symbol.flags & SymbolFlags.Type) !== 0 && name !== "default") {
        this.#nameType(name, symbol, directions);
        if (isClass) this.#extend(name, symbol);
      }
      if ((symbol.flags & SymbolFlags.Value & ~SymbolFlags.ValueModule) !== 0) {
        this.#add(name, `void p.${name};`);
        const type = this.#surface.checker.getTypeOfSymbol(symbol);
        if (type) this.use({ of: name, text: `p.${name}`, depth: 2 }, type);
      }
    }
  }

  /** What can be done with an expression of this type. */
  use(expression: Expression, type: Type): void {
    const { of, text, depth } = expression;
    const { checker } = this.#surface;
    const own = written(this.#surface, type);
    if (!/^(?:unknown|any|void|never)$/.test(own))
      this.#add(of, `const r: ${isVersion(type) ? "string" : own} = ${text};`);
    if ((type.flags & TypeFlags.UniqueESSymbol) !== 0 && /^[\w.]+$/.test(text))
      this.#add(of, `interface I { [${text}]: 1 }`);
    const bare = checker.getNonNullableType(type) ?? type;
    const some = bare === type || bare.id === type.id ? text : `${text}!`;
    if (bare.isUnionType()) {
      const isOfObjects = bare.getTypes().every(({ flags }) => (flags & TypeFlags.Object) !== 0);
      if (isOfObjects && depth > 0) this.#members(expression, some, bare);
      return;
    }
    if ((bare.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0 || depth < 0) return;
    for (const one of checker.getSignaturesOfType(bare, SignatureKind.Call))
      this.#call(of, some, one, depth);
    for (const one of checker.getSignaturesOfType(bare, SignatureKind.Construct))
      if (!one.isAbstract)
        this.#call(of, `new ${some.endsWith("!") ? `(${some})` : some}`, one, depth);
    if (checker.isArrayType(bare)) {
      this.#later(of, `${some}[0]!`, depth - 1);
      return;
    }
    const symbol = bare.getSymbol();
    if (Surface.isLibrary(symbol) && symbol!.name !== "__type") {
      if (symbol!.name === "Promise") this.#later(of, `(await ${some})`, depth);
      return;
    }
    if (depth <= 0 || checker.isTupleType(bare) || text.endsWith(">")) return;
    this.#members(expression, some, bare);
    for (const { keyType } of checker.getIndexInfosOfType(bare))
      if ((keyType.flags & TypeFlags.String) !== 0) this.#later(of, `${some}["other"]`, depth - 1);
  }

  #members({ of, depth }: Expression, text: string, type: Type): void {
    const { checker } = this.#surface;
    for (const one of checker.getPropertiesOfType(type).slice(0, 60)) {
      const key = keyOf(one);
      if (key === undefined || !isPublic(one) || one.name === "prototype") continue;
      const path = key.startsWith('"') ? `${text}[${key}]` : `${text}.${key}`;
      const isData = (one.flags & (SymbolFlags.Property | SymbolFlags.Accessor)) !== 0;
      if (isData && !isReadOnly(one) && !type.isUnionType()) this.#add(of, `${path} = null!;`);
      const of1 = checker.getTypeOfSymbol(one);
      if (of1) this.use({ of, text: path, depth: depth - 1 }, of1);
    }
  }

  #call(of: string, text: string, one: Signature, depth: number): void {
    for (const list of argumentLists(this.#surface, one)) {
      const call = `${text}(${list})`;
      this.#add(of, `${call};`);
      if (depth > 0) this.#later(of, call, depth - 1);
    }
    const isNew = text.startsWith("new ");
    const parameters = one.getTypeParameters();
    if (parameters.length === 0) {
      this.#guard(of, text, one);
      return;
    }
    for (const types of this.#typeArguments(one)) {
      // With its type arguments it is a function that is not generic: the next round calls it.
      if (!isNew && depth >= 0 && !text.endsWith(">")) this.#later(of, `${text}<${types}>`, depth);
      this.#add(
        of,
        `${text}<${types}>(${one
          .getParameters()
          .map(() => "null!")
          .join(", ")});`,
      );
    }
    this.#guard(of, text, one);
  }

  /** Of each parameter its constraint, and where that has members, each of the first ones. */
  #typeArguments(one: Signature): readonly string[] {
    const choices = one.getTypeParameters().map((parameter) => {
      const constraint = this.#surface.constraintOf(parameter);
      if (!constraint) return ["string"];
      const bound = this.#surface.checker.getBaseConstraintOfType(constraint) ?? constraint;
      const parts = bound.isUnionType() ? bound.getTypes().slice(0, 16) : [bound];
      return parts.map((part) => written(this.#surface, part));
    });
    const most = Math.max(...choices.map(({ length }) => length));
    return Array.from({ length: most }, (_, i) =>
      choices.map((some) => some[i] ?? some[0]!).join(", "),
    );
  }

  /** `if (p.isText(v)) { const s: string = v; }` */
  #guard(of: string, text: string, one: Signature): void {
    const predicate = this.#surface.checker.getTypePredicateOfSignature(one);
    if (!predicate?.type || predicate.parameterIndex === undefined) return;
    const parameters = one.getParameters();
    const args = parameters
      .map((_, i) => (i === predicate.parameterIndex ? "v" : "null!"))
      .slice(0, predicate.parameterIndex + 1);
    const own = written(this.#surface, predicate.type);
    const taken = this.#surface.checker.getTypeOfSymbol(parameters[predicate.parameterIndex]!);
    if (own !== "unknown" && taken)
      this.#add(
        of,
        `const v = null! as ${written(this.#surface, taken)}; if (${text}(${args.join(", ")})) { const s: ${own} = v; }`,
      );
  }

  #nameType(name: string, symbol: TypeSymbol, directions: Directions): void {
    const parameters = this.#surface.typeParameters(symbol);
    const lists = this.#argumentsOf(parameters);
    const uses = usesOf(directions, symbol);
    for (const list of lists) {
      const type = `p.${name}${list}`;
      this.#add(name, `let v: ${type};`);
      if (parameters.length === 0 || list === "") this.#type(name, type, symbol, uses);
      else if (uses.isGiven) this.#later(name, `(null! as ${type})`, 1);
      if (uses.isTaken && list !== "")
        this.next.push({ of: name, text: `(null! as ${type})`, depth: 1, made: type });
    }
  }

  /** Type arguments for a type: each of the first members of a constraint, and without those that have defaults. */
  #argumentsOf(parameters: ReturnType<Surface["typeParameters"]>): readonly string[] {
    if (parameters.length === 0) return [""];
    const choices = parameters.map(({ constraint }) => {
      const type = constraint && this.#surface.checker.getTypeAtLocation(constraint);
      if (!type) return ["string"];
      const bound = this.#surface.checker.getBaseConstraintOfType(type) ?? type;
      const parts = bound.isUnionType() ? bound.getTypes().slice(0, 3) : [];
      return [...parts, bound].map((part) =>
        written(this.#surface, part, "given", 3).replaceAll(/\bnever\b/g, "any"),
      );
    });
    const most = Math.max(...choices.map(({ length }) => length));
    const lists = Array.from({ length: most }, (_, i) =>
      choices.map((some) => some[i] ?? some[0]!),
    );
    const needed = parameters.findLastIndex(({ defaultType }) => !defaultType) + 1;
    for (let count = needed; count < parameters.length; count++)
      lists.push(lists[0]!.slice(0, count));
    return [...new Set(lists.map((list) => (list.length > 0 ? `<${list.join(", ")}>` : "")))];
  }

  #type(
    name: string,
    type: string,
    symbol: TypeSymbol,
    { isGiven, isTaken }: ReturnType<typeof usesOf>,
  ): void {
    const declared = this.#surface.checker.getDeclaredTypeOfSymbol(symbol);
    if (isGiven) this.#later(name, `(null! as ${type})`, 2);
    if ((symbol.flags & SymbolFlags.Class) !== 0 || !declared) return;
    if (isTaken) this.make(name, type, declared);
    else this.#standIn(name, type, declared);
  }

  /** As literals, where the package takes it. */
  make(name: string, type: string, declared: Type): void {
    for (const value of values(this.#surface, declared, 24, 4))
      this.#add(name, `const m: ${type} = ${value};`);
  }

  /** What has every member of an interface that the package only gives. */
  #standIn(name: string, type: string, declared: Type): void {
    const { checker } = this.#surface;
    const isFunction = checker.getSignaturesOfType(declared, SignatureKind.Call).length > 0;
    if (
      (declared.flags & TypeFlags.Object) === 0 ||
      checker.isArrayType(declared) ||
      checker.isTupleType(declared)
    )
      return;
    const members: string[] = [];
    for (const one of checker.getPropertiesOfType(declared)) {
      const key = keyOf(one);
      if (key === undefined || !isPublic(one)) return;
      if ((one.flags & SymbolFlags.Optional) === 0) members.push(`${key}: null!`);
    }
    const object = `{ ${members.join(", ")} }`;
    this.#add(
      name,
      `const m: ${type} = ${isFunction ? `Object.assign(null! as (...a: any[]) => any, ${object})` : object};`,
    );
  }

  #extend(name: string, symbol: TypeSymbol): void {
    const { checker } = this.#surface;
    const instance = checker.getDeclaredTypeOfSymbol(symbol);
    const constructor = checker.getTypeOfSymbol(symbol);
    if (!instance || !constructor) return;
    const parameters = this.#surface.typeParameters(symbol);
    const args = parameters.length > 0 ? `<${parameters.map(() => "any").join(", ")}>` : "";
    const members: string[] = [];
    const uses: string[] = [];
    for (const one of checker.getPropertiesOfType(instance)) {
      const key = keyOf(one);
      const type = key && checker.getTypeOfSymbol(one);
      if (!type) continue;
      if (isProtected(one)) {
        const own = written(this.#surface, type);
        uses.push(`const r: ${own} = this.${key};`);
        if ((one.flags & SymbolFlags.Property) !== 0 && !isReadOnly(one))
          uses.push(`this.${key} = null!;`);
      }
      if (isAbstract(one)) members.push(implementation(this.#surface, key, one, type));
    }
    const news = checker.getSignaturesOfType(constructor, SignatureKind.Construct);
    const body = members.join(" ");
    const lists = news.flatMap((one) => argumentLists(this.#surface, one).slice(0, 6));
    for (const list of lists.length > 0 ? lists : [""])
      this.#add(
        name,
        `class D extends p.${name}${args} { constructor() { super(${list}); } ${body} }`,
      );
    for (const use of uses)
      this.#add(name, `class D extends p.${name}${args} { ${body} use() { ${use} } }`);
    if (news.length > 0 && news.every((one) => one.isAbstract))
      this.#later(name, `(null! as p.${name}${args})`, 1);
  }

  #later(of: string, text: string, depth: number): void {
    if (this.next.filter((one) => one.of === of).length < MOST_LINES_OF_ONE)
      this.next.push({ of, text, depth });
  }

  #add(of: string, line: string): void {
    const lines = this.#found.get(of) ?? [];
    this.#found.set(of, lines);
    if (lines.length < MOST_LINES_OF_ONE && !line.includes("\n") && !lines.includes(line))
      lines.push(line);
  }
}
