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
import { emptyArguments, listsFor, typeArgumentsOf } from "./type-arguments.ts";
import {
  isAbstract,
  isProtected,
  isPublic,
  isReadOnly,
  isVersion,
  keyOf,
  member,
  nameWithArguments,
  written,
} from "./printing.ts";
import type { Surface } from "./surface.ts";

/** What a consumer writes to get a value; its type is known after compiling. */
export interface Expression {
  readonly of: string;
  readonly text: string;
  readonly depth: number;
  /** The type that it is an expression of, where the consumer makes one: of what the package only gives, a stand-in. */
  readonly made?: string;
  readonly isStandIn?: boolean;
  /** The members on the way to it: each has its own share of the consumers. */
  readonly member?: string;
}

const MOST_LINES_OF_ONE = 2000;
const MOST_LINES_OF_A_MEMBER = 64;
const MOST_MEMBERS = 120;

/** Finds the lines of consumers, and the expressions that the next round has to know the types of. */
export class Walk {
  readonly next: Expression[] = [];
  readonly #surface: Surface;
  readonly #found: Map<string, Map<string, string>>;
  readonly #counts = new Map<string, number>();

  constructor(surface: Surface, found: Map<string, Map<string, string>>) {
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
        this.#add({ of: name }, `void p.${name};`);
        const type = this.#surface.checker.getTypeOfSymbol(symbol);
        if (type) this.use({ of: name, text: `p.${name}`, depth: 2 }, type);
      }
    }
  }

  /** What can be done with an expression of this type. */
  use(expression: Expression, type: Type): void {
    const { text, depth } = expression;
    const { checker } = this.#surface;
    const own = written(this.#surface, type);
    if (!/^(?:unknown|any|void|never)$/.test(own))
      this.#add(expression, `const r: ${isVersion(type) ? "string" : own} = ${text};`);
    const name = nameWithArguments(this.#surface, type, "got", 2);
    if (name !== undefined) this.#add(expression, `const r: ${name} = ${text};`);
    if ((type.flags & TypeFlags.UniqueESSymbol) !== 0 && /^[\w.]+$/.test(text))
      this.#add(expression, `interface I { [${text}]: 1 }`);
    const bare = checker.getNonNullableType(type) ?? type;
    const some = bare === type || bare.id === type.id ? text : `${text}!`;
    if (bare.isUnionType()) {
      const isOfObjects = bare.getTypes().every(({ flags }) => (flags & TypeFlags.Object) !== 0);
      if (isOfObjects && depth > 0) this.#members(expression, some, bare);
      return;
    }
    if ((bare.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0 || depth < 0) return;
    for (const one of checker.getSignaturesOfType(bare, SignatureKind.Call))
      this.#call(expression, some, one);
    for (const one of checker.getSignaturesOfType(bare, SignatureKind.Construct))
      if (!one.isAbstract)
        this.#call(expression, `new ${some.endsWith("!") ? `(${some})` : some}`, one);
    if (checker.isArrayType(bare)) {
      this.#later({ ...expression, text: `${some}[0]!` });
      return;
    }
    const symbol = bare.getSymbol();
    if (this.#surface.isForeign(symbol) && symbol!.name !== "__type") {
      if (symbol!.name === "Promise") this.#later({ ...expression, text: `(await ${some})` });
      return;
    }
    if (depth <= 0 || checker.isTupleType(bare) || text.endsWith(">")) return;
    this.#members(expression, some, bare);
    for (const { keyType } of checker.getIndexInfosOfType(bare))
      if ((keyType.flags & TypeFlags.String) !== 0)
        this.#later({ ...expression, text: `${some}["other"]`, depth: depth - 1 });
  }

  /** What the package declares itself comes first. */
  #members(expression: Expression, text: string, type: Type): void {
    const { checker } = this.#surface;
    const all = checker
      .getPropertiesOfType(type)
      .toSorted((a, b) => Number(this.#surface.isForeign(a)) - Number(this.#surface.isForeign(b)));
    for (const one of all.slice(0, MOST_MEMBERS)) {
      const key = keyOf(one);
      if (key === undefined || !isPublic(one) || one.name === "prototype") continue;
      const path = member(text, key);
      const within = {
        ...expression,
        text: path,
        depth: expression.depth - 1,
        member: `${expression.member ?? ""}.${key}`,
      };
      const isData = (one.flags & (SymbolFlags.Property | SymbolFlags.Accessor)) !== 0;
      if (isData && !isReadOnly(one) && !type.isUnionType()) this.#add(within, `${path} = null!;`);
      const of1 = checker.getTypeOfSymbol(one);
      if (of1) this.use(within, of1);
    }
  }

  #call(expression: Expression, text: string, one: Signature): void {
    const { depth } = expression;
    const { checker } = this.#surface;
    const returned = checker.getReturnTypeOfSignature(one);
    const isGeneric = one.getTypeParameters().length > 0;
    const result = returned && !isGeneric ? written(this.#surface, returned) : undefined;
    for (const list of argumentLists(this.#surface, one)) {
      const call = `${text}(${list})`;
      this.#add(expression, `${call};`);
      if (depth > 0) this.#later({ ...expression, text: call, depth: depth - 1 });
      else if (result && !/^(?:unknown|any|void|never)$/.test(result))
        this.#add(expression, `const r: ${result} = ${call};`);
    }
    const isNew = text.startsWith("new ");
    for (const types of typeArgumentsOf(this.#surface, one)) {
      // With its type arguments it is a function that is not generic: the next round calls it.
      if (!isNew && depth >= 0 && !text.endsWith(">"))
        this.#later({ ...expression, text: `${text}<${types}>` });
      this.#add(expression, `${text}<${types}>(${emptyArguments(this.#surface, one)});`);
    }
    this.#guard(expression, text, one);
  }

  /** `if (p.isText(v)) { const s: string = v; }` */
  #guard(of: Expression, text: string, one: Signature): void {
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
    const lists = listsFor(this.#surface, this.#surface.typeParameters(symbol));
    const uses = usesOf(directions, symbol);
    for (const list of lists) {
      const type = `p.${name}${list}`;
      this.#add({ of: name }, `let v: ${type};`);
      if (list === "") this.#type(name, type, symbol, uses);
      else if (uses.isGiven) this.#later({ of: name, text: `(null! as ${type})`, depth: 1 });
      const isStandIn = !uses.isTaken;
      if (list !== "" && (uses.isTaken || (symbol.flags & SymbolFlags.Class) === 0))
        this.next.push({ of: name, text: `(null! as ${type})`, depth: 1, made: type, isStandIn });
    }
  }

  #type(
    name: string,
    type: string,
    symbol: TypeSymbol,
    { isGiven, isTaken }: ReturnType<typeof usesOf>,
  ): void {
    const declared = this.#surface.checker.getDeclaredTypeOfSymbol(symbol);
    if (isGiven) this.#later({ of: name, text: `(null! as ${type})`, depth: 2 });
    if ((symbol.flags & SymbolFlags.Class) !== 0 || !declared) return;
    this.make(name, type, declared, !isTaken);
  }

  /** Where the package takes it, as literals and member by member; else what stands in for it. */
  make(name: string, type: string, declared: Type, isStandIn: boolean): void {
    if (isStandIn) return this.#standIn(name, type, declared);
    const { checker } = this.#surface;
    for (const value of values(this.#surface, declared, 48, 4))
      this.#add({ of: name, member: "made" }, `const m: ${type} = ${value};`);
    if ((declared.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return;
    for (const one of checker.getPropertiesOfType(declared).slice(0, MOST_MEMBERS)) {
      const key = keyOf(one);
      const isData = (one.flags & SymbolFlags.Property) !== 0 && !this.#surface.isForeign(one);
      if (key !== undefined && isPublic(one) && isData)
        this.#add(
          { of: name, member: `made.${key}` },
          `${member(`(null! as ${type})`, key)} = null!;`,
        );
    }
  }

  /** What has every member of an interface that the package only gives. */
  #standIn(name: string, type: string, declared: Type): void {
    const { checker } = this.#surface;
    const isFunction = checker.getSignaturesOfType(declared, SignatureKind.Call).length > 0;
    if (
      (declared.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0 ||
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
      { of: name },
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
        const path = member("this", key);
        uses.push(`const r: ${own} = ${path};`);
        const bare = checker.getNonNullableType(type) ?? type;
        for (const inner of checker.getPropertiesOfType(bare).slice(0, 3))
          if (isPublic(inner) && keyOf(inner))
            uses.push(`void ${member(bare.id === type.id ? path : `${path}!`, keyOf(inner)!)};`);
        if ((one.flags & SymbolFlags.Property) !== 0 && !isReadOnly(one))
          uses.push(`${path} = null!;`);
      }
      if (isAbstract(one)) members.push(implementation(this.#surface, key, one, type));
    }
    const news = checker.getSignaturesOfType(constructor, SignatureKind.Construct);
    const body = members.join(" ");
    const lists = news.flatMap((one) => argumentLists(this.#surface, one).slice(0, 6));
    for (const list of lists.length > 0 ? lists : [""])
      this.#add(
        { of: name, member: "new" },
        `class D extends p.${name}${args} { constructor() { super(${list}); } ${body} }`,
      );
    for (const use of uses)
      this.#add(
        { of: name, member: use },
        `class D extends p.${name}${args} { ${body} use() { ${use} } }`,
      );
    if (news.length > 0 && news.every((one) => one.isAbstract))
      this.#later({ of: name, text: `(null! as p.${name}${args})`, depth: 1 });
  }

  #later(expression: Expression): void {
    if (this.#isFew("later", expression)) this.next.push(expression);
  }

  #add(expression: Pick<Expression, "of" | "member">, line: string): void {
    const { of, member: path = "" } = expression;
    const lines = this.#found.get(of) ?? new Map<string, string>();
    this.#found.set(of, lines);
    if (line.includes("\n") || lines.has(line) || !this.#isFew("line", expression)) return;
    if (lines.size < MOST_LINES_OF_ONE) lines.set(line, path);
  }

  #isFew(what: string, { of, member: path = "" }: Pick<Expression, "of" | "member">): boolean {
    const key = `${what} ${of} ${path}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count <= MOST_LINES_OF_A_MEMBER;
  }
}
