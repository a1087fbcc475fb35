import {
  SignatureKind,
  type Signature,
  SymbolFlags,
  type Symbol as TypeSymbol,
  type Type,
  TypeFlags,
  type TypeReference,
  type UnionType,
} from "typescript/unstable/sync";
import {
  enumName,
  isProtected,
  isOptionalParameter,
  isPublic,
  keyOf,
  MOST_TEXT,
  nameWithArguments,
  signature,
  written,
} from "./printing.ts";
import { Surface } from "./surface.ts";

/** Expressions that a consumer writes where the package takes a value of this type: at most `most`, the plainest first. */
export function values(surface: Surface, type: Type, most = 4, depth = 3): readonly string[] {
  const key = `${type.id} ${depth}`;
  const some =
    surface.values.get(key) ?? [...new Set(all())].filter(({ length }) => length <= MOST_TEXT);
  surface.values.set(key, some);
  if (some.length > 0) return some.slice(0, most);
  return depth > 0 ? values(surface, type, most, depth - 1) : ["null!"];

  function all(): readonly string[] {
    const { checker } = surface;
    const { flags } = type;
    if ((flags & TypeFlags.Any) !== 0) return ["({} as unknown as any)"];
    if ((flags & TypeFlags.Unknown) !== 0) return ["({} as unknown)"];
    if ((flags & TypeFlags.EnumLike) !== 0) return enumValues(surface, type);
    if ((flags & TypeFlags.Boolean) !== 0) return ["(true as boolean)"];
    if (type.isStringLiteralType()) return [JSON.stringify(type.value)];
    if (type.isLiteralType()) return [written(surface, type)];
    if ((flags & TypeFlags.String) !== 0) return ['("x" as string)'];
    if ((flags & TypeFlags.Number) !== 0) return ["(1 as number)"];
    if ((flags & TypeFlags.Undefined) !== 0 || (flags & TypeFlags.Void) !== 0) return ["undefined"];
    if ((flags & TypeFlags.Null) !== 0) return ["null"];
    if ((flags & TypeFlags.NonPrimitive) !== 0) return ["({} as object)"];
    if ((flags & TypeFlags.ESSymbol) !== 0) return ["(Symbol() as symbol)"];
    if (type.isTemplateLiteralType()) return [`(null! as ${checker.typeToString(type)})`];
    if (depth < -1) return [cast()];
    // `string & {}`
    if (type.isIntersectionType() && type.getTypes().some(isText))
      return ['("x" as string)', cast()];
    if (type.isUnionType()) {
      const parts = type.getTypes();
      const each = parts.map((one) => values(surface, one, 6, depth - 0.25));
      return [...each.map(([first]) => first!), ...each.flatMap((one) => one.slice(1))];
    }
    if (type.isTypeParameter()) {
      const constraint = surface.constraintOf(type);
      return constraint && depth > 0
        ? values(surface, constraint, 4, depth - 1)
        : ['("x" as string)'];
    }
    if ((flags & TypeFlags.Instantiable) !== 0) return ["null!"];
    const symbol = type.getSymbol();
    if (checker.isTupleType(type) || symbol?.name === "ReadonlyArray")
      return [`(null! as ${written(surface, type, "got", 2)})`];
    if (checker.isArrayType(type)) {
      const [element] = checker.getTypeArguments(type as TypeReference);
      return values(surface, element!, 4, depth - 0.25).map((one) => `[${one}]`);
    }
    if (Surface.isLibrary(symbol) && symbol!.name !== "__type") return [cast()];
    const isClass = symbol && (symbol.flags & SymbolFlags.Class) !== 0;
    if (isClass || depth <= 0) return [cast()];
    return objects(surface, type, depth - 1) ?? [cast()];
  }

  function cast(): string {
    const text = nameWithArguments(surface, type, "got", 2) ?? written(surface, type, "got", depth);
    return text === "unknown" || text === "{  }" ? "null!" : `(null! as ${text})`;
  }
}

const isText = ({ flags }: Type): boolean => (flags & TypeFlags.String) !== 0;

function enumValues(surface: Surface, type: Type): readonly string[] {
  const name = enumName(surface, type);
  if (name === undefined) return ["null!"];
  if (name.split(".").length > 2 || (type.flags & TypeFlags.Union) === 0) return [`(${name})`];
  const members = (type as UnionType).getTypes().map((one) => enumName(surface, one));
  return members.filter((one) => one !== undefined);
}

interface Part {
  readonly text: string;
  /** With other values of the same property. */
  readonly others: readonly string[];
  readonly isOptional: boolean;
}

/** An object with only required members, and one with all. */
function objects(surface: Surface, type: Type, depth: number): readonly string[] | undefined {
  const { checker } = surface;
  const calls = checker.getSignaturesOfType(type, SignatureKind.Call);
  const properties = checker.getPropertiesOfType(type);
  if (checker.getSignaturesOfType(type, SignatureKind.Construct).length > 0) return undefined;
  if (calls.length === 1 && properties.length === 0) {
    return arrows(surface, calls[0]!, depth);
  }
  const parts: Part[] = [];
  for (const one of properties) {
    const key = keyOf(one);
    const of = checker.getTypeOfSymbol(one);
    if (key === undefined || !of || !isPublic(one)) return undefined;
    const text = property(surface, key, one, of, depth);
    parts.push({
      text: short(key, text),
      others: values(surface, of, 12, depth)
        .map((value) => `${key}: ${value}`)
        .filter((other) => other !== text),
      isOptional: (one.flags & SymbolFlags.Optional) !== 0,
    });
  }
  const [index] = checker.getIndexInfosOfType(type);
  const extra =
    index && (index.keyType.flags & TypeFlags.String) !== 0
      ? [`other: ${values(surface, index.valueType, 1, depth)[0]!}`]
      : [];
  const needed = parts.filter(({ isOptional }) => !isOptional).map(({ text }) => text);
  const optional = [
    ...parts.filter(({ isOptional }) => isOptional).map(({ text }) => text),
    ...extra,
  ];
  const all = [
    needed,
    ...chunks(optional, MOST_TEXT - needed.join(", ").length).map((some) => [...needed, ...some]),
  ];
  const callable = calls.length > 0;
  // One of each part before another of any.
  for (let i = 0; i < 12; i++)
    for (const { text, others } of parts) {
      const other = others[i];
      if (other !== undefined) all.push([...needed.filter((one) => one !== text), other]);
    }
  return all.slice(0, 48).map((some) => {
    const object = `{ ${some.join(", ")} }`;
    return callable ? `Object.assign(null! as (...a: any[]) => any, ${object})` : object;
  });
}

/** A member that takes a whole line is not written out. */
const short = (key: string, text: string): string => (text.length > 200 ? `${key}: null!` : text);

/** Lists that are together no longer than a line. */
function chunks(texts: readonly string[], most: number): readonly (readonly string[])[] {
  const lists: string[][] = [];
  let size = Infinity;
  for (const text of texts) {
    if (size + text.length + 2 > most) {
      lists.push([]);
      size = 0;
    }
    lists.at(-1)!.push(text);
    size += text.length + 2;
  }
  return lists;
}

function property(
  surface: Surface,
  key: string,
  symbol: TypeSymbol,
  type: Type,
  depth: number,
): string {
  if ((symbol.flags & SymbolFlags.Method) !== 0) {
    const signatures = surface.checker.getSignaturesOfType(type, SignatureKind.Call);
    const text =
      signatures.length === 1 ? signature(surface, signatures[0]!, "given", depth) : undefined;
    const [body] = text ? returned(surface, signatures[0]!, depth) : [];
    if (text && body !== undefined)
      return `${key}${text.parameters}: ${text.result} { return ${body}; }`;
  }
  const [first, second] = values(surface, type, 2, depth);
  return `${key}: ${first === "undefined" ? (second ?? first) : first!}`;
}

/** `((a0: string) => ((1 as number)))`, with each of the first results; nothing for a generic one. */
function arrows(surface: Surface, one: Signature, depth: number): readonly string[] | undefined {
  const text = signature(surface, one, "given", depth);
  return text && returned(surface, one, depth).map((body) => `(${text.parameters} => (${body}))`);
}

function returned(surface: Surface, one: Signature, depth: number): readonly string[] {
  const type = surface.checker.getReturnTypeOfSignature(one);
  return type ? values(surface, type, 3, depth) : [];
}

/**
 * Lists of arguments for a signature: with the least number of arguments and each of the values for the first of them, and with all.
 */
export function argumentLists(surface: Surface, one: Signature): readonly string[] {
  const { checker } = surface;
  const all = one.getParameters();
  const each = all.map((parameter, i) => {
    const type = checker.getTypeOfSymbol(parameter)!;
    if (!(one.hasRestParameter && i === all.length - 1)) return values(surface, type, 12, 3);
    const [element] = checker.isArrayType(type)
      ? checker.getTypeArguments(type as TypeReference)
      : [];
    return element ? values(surface, element, 2, 3) : ["null!"];
  });
  const isOptional = all.map(
    (parameter, i) =>
      isOptionalParameter(parameter) || (one.hasRestParameter && i === all.length - 1),
  );
  const least = isOptional.findIndex(
    (optional, i) => optional && isOptional.slice(i).every(Boolean),
  );
  const count = least === -1 ? all.length : least;
  const lists = new Set<string>();
  const list = (length: number, at = -1, value = "") =>
    lists.add(
      each
        .slice(0, length)
        .map((some, i) => (i === at ? value : some[0]!))
        .join(", "),
    );
  for (let length = count; length <= all.length; length++) list(length);
  if (one.hasRestParameter)
    lists.add([...each.map((some) => some[0]!), each.at(-1)![0]!].join(", "));
  each.forEach((some, i) => {
    for (const value of some.slice(1)) list(Math.max(count, i + 1), i, value);
  });
  return [...lists].slice(0, 24);
}

/** The implementation of an abstract member, as a member of a subclass. */
export function implementation(
  surface: Surface,
  key: string,
  symbol: TypeSymbol,
  type: Type,
): string {
  const modifier = isProtected(symbol) ? "protected " : "";
  const [one, more] = surface.checker.getSignaturesOfType(type, SignatureKind.Call);
  const result = one && surface.checker.getReturnTypeOfSignature(one);
  if (one && !more && (symbol.flags & SymbolFlags.Method) !== 0 && result) {
    const text = signature(surface, one, "given", 3);
    if (text)
      return `${modifier}${key}${text.parameters}: ${text.result} { return ${values(surface, result, 1)[0]!}; }`;
  }
  return `${modifier}${key}: any = ${values(surface, type, 1)[0]!};`;
}
