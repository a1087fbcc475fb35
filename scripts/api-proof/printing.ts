import {
  ElementFlags,
  type Signature,
  SignatureKind,
  type Symbol as TypeSymbol,
  SymbolFlags,
  type TupleType,
  type Type,
  TypeFlags,
  type TypeReference,
} from "typescript/unstable/sync";
import { Surface } from "./surface.ts";

/** Of what the consumer gets, or of what the package gets. */
type Way = "got" | "given";
const other = (way: Way): Way => (way === "got" ? "given" : "got");

/**
 * A type as a consumer writes it out. What cannot be written (hidden, too deep) is weakened: `unknown` for what the
 * consumer gets, `never` for what the package gets. A class is written by its name.
 */
export function written(surface: Surface, type: Type, way: Way = "got", depth = 3): string {
  const key = `${type.id} ${way} ${depth}`;
  const whole = surface.texts.get(key) ?? textOf(surface, type, way, depth);
  const text =
    whole.length > MOST_TEXT && depth > 0 ? written(surface, type, way, depth - 1) : whole;
  surface.texts.set(key, text);
  return text;
}

function textOf(surface: Surface, type: Type, way: Way, depth: number): string {
  const { checker } = surface;
  const weak = way === "got" ? "unknown" : "never";
  const { flags } = type;
  // A type may be a union or an array of itself.
  if (depth < -3) return weak;
  if ((flags & TypeFlags.AnyOrUnknown) !== 0) return "unknown";
  if ((flags & TypeFlags.EnumLike) !== 0) return enumName(surface, type) ?? weak;
  if (type.isStringLiteralType()) return JSON.stringify(type.value);
  if (type.isBigIntLiteralType()) return `${String(type.value).replace(/n$/, "")}n`;
  if (type.isLiteralType()) return String(type.value);
  if ((flags & TypeFlags.UniqueESSymbol) !== 0) {
    const name = surface.nameOf(type.getSymbol());
    return name === undefined ? weak : `typeof ${name}`;
  }
  if (type.isIntrinsicType()) return type.intrinsicName;
  if (type.isUnionType()) {
    if ((flags & TypeFlags.Boolean) !== 0) return "boolean";
    const name = depth <= 0 ? nameWithArguments(surface, type, way, depth) : undefined;
    if (name !== undefined) return name;
    const parts = type.getTypes();
    return parts.length > 40
      ? weak
      : parts.map((one) => bracketed(written(surface, one, way, depth - 0.25))).join(" | ");
  }
  if (type.isTemplateLiteralType()) return checker.typeToString(type);
  if (type.isTypeParameter() || (flags & TypeFlags.Instantiable) !== 0) return weak;
  if (checker.isTupleType(type)) return tuple(surface, type, way, depth);
  const symbol = type.getSymbol();
  if (checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(type as TypeReference);
    const text = bracketed(written(surface, element!, way, depth - 0.25));
    return `${symbol?.name === "ReadonlyArray" ? "readonly " : ""}${text}[]`;
  }
  if (
    Surface.isLibrary(symbol) &&
    (symbol!.flags & SymbolFlags.Type) !== 0 &&
    symbol!.name !== "__type"
  ) {
    if (!/^\w+$/.test(symbol!.name)) return weak;
    const args = type.isTypeReference() ? checker.getTypeArguments(type) : [];
    return `${Surface.libraryName(symbol!)}${args.length > 0 ? `<${args.map((one) => written(surface, one, way, depth - 1)).join(", ")}>` : ""}`;
  }
  const named = nameWithArguments(surface, type, way, depth);
  const isClass = symbol && (symbol.flags & SymbolFlags.Class) !== 0;
  if (isClass && isConstructor(surface, type)) return weak;
  if (named === undefined && way === "got" && (depth <= 0 || surface.isForeign(symbol)))
    return someMembers(surface, type) ?? weak;
  if (depth <= 0 || (isClass && (named !== undefined || way === "given"))) return named ?? weak;
  return members(surface, type, way, depth - 1) ?? named ?? weak;
}

/** Of what has no name that a consumer could write, and is too large to be written out: a few of its members. */
function someMembers(surface: Surface, type: Type): string | undefined {
  const keys = surface.checker
    .getPropertiesOfType(type)
    .filter((one) => isPublic(one) && (one.flags & SymbolFlags.Optional) === 0)
    .flatMap((one) => keyOf(one) ?? []);
  return keys.length === 0
    ? undefined
    : `{ ${keys
        .slice(0, 8)
        .map((key) => `${key}: unknown;`)
        .join(" ")} }`;
}

/** More than this is not written out. */
export const MOST_TEXT = 600;

/** The class itself, rather than an instance. */
const isConstructor = (surface: Surface, type: Type): boolean =>
  surface.checker.getPropertyOfType(type, "prototype") !== undefined;

const bracketed = (text: string): string =>
  /^(?:[\w.$"]+|\{.*\})$/.test(text) && !text.includes(" | ") ? text : `(${text})`;

export function enumName(surface: Surface, type: Type): string | undefined {
  const symbol = type.getSymbol();
  if (
    (type.flags & TypeFlags.EnumLiteral) !== 0 &&
    symbol &&
    (symbol.flags & SymbolFlags.EnumMember) !== 0
  ) {
    const parent = surface.nameOf(symbol.getParent());
    return parent && /^\w+$/.test(symbol.name) ? `${parent}.${symbol.name}` : undefined;
  }
  return surface.nameOf(symbol);
}

/** `p.Name<string>` of a type that is exported under its own name or its alias. */
export function nameWithArguments(
  surface: Surface,
  type: Type,
  way: Way,
  depth: number,
): string | undefined {
  const alias = type.getAliasSymbol();
  const name = surface.nameOf(alias) ?? surface.nameOf(type.getSymbol());
  if (name === undefined || ((alias ?? type.getSymbol())!.flags & SymbolFlags.Type) === 0)
    return undefined;
  const args = surface.nameOf(alias)
    ? type.getAliasTypeArguments()
    : type.isTypeReference()
      ? surface.checker.getTypeArguments(type)
      : [];
  if (args.length === 0) return name;
  if (depth < -2) return undefined;
  return `${name}<${args.map((one) => written(surface, one, way, depth - 1)).join(", ")}>`;
}

function tuple(surface: Surface, type: Type, way: Way, depth: number): string {
  const args = surface.checker.getTypeArguments(type as TypeReference);
  const target = (type as TypeReference).getTarget() as TupleType;
  const parts = args.map((one, i) => {
    const text = bracketed(written(surface, one, way, depth - 0.25));
    const flags = target.elementFlags[i] ?? ElementFlags.Required;
    if ((flags & ElementFlags.Variable) !== 0) return `...${text}[]`;
    return (flags & ElementFlags.Optional) !== 0 ? `${text}?` : text;
  });
  return `${target.readonly ? "readonly " : ""}[${parts.join(", ")}]`;
}

function members(surface: Surface, type: Type, way: Way, depth: number): string | undefined {
  const { checker } = surface;
  const calls = checker.getSignaturesOfType(type, SignatureKind.Call);
  const news = checker.getSignaturesOfType(type, SignatureKind.Construct);
  const properties = checker.getPropertiesOfType(type);
  if (properties.length > 80) return undefined;
  const lines: string[] = [];
  for (const one of calls) {
    const text = signature(surface, one, way, depth);
    if (text !== undefined) lines.push(`${text.parameters}: ${text.result};`);
  }
  for (const one of news) {
    const text = signature(surface, one, way, depth);
    if (text !== undefined) lines.push(`new ${text.parameters}: ${text.result};`);
  }
  for (const { keyType, valueType, isReadonly } of checker.getIndexInfosOfType(type))
    lines.push(
      `${isReadonly ? "readonly " : ""}[key: ${checker.typeToString(keyType)}]: ${written(surface, valueType, way, depth)};`,
    );
  for (const one of properties) {
    const key = keyOf(one);
    if (key === undefined || !isPublic(one)) {
      // What implements it has to have each member.
      if (way === "given") return undefined;
      continue;
    }
    const isOptional = (one.flags & SymbolFlags.Optional) !== 0;
    const of = checker.getTypeOfSymbol(one);
    if (!of) continue;
    lines.push(
      `${isReadOnly(one) ? "readonly " : ""}${key}${isOptional ? "?" : ""}: ${written(surface, of, way, depth)};`,
    );
  }
  return `{ ${lines.join(" ")} }`;
}

export interface WrittenSignature {
  readonly parameters: string;
  readonly result: string;
}

/** Parameters as the consumer names them; nothing for a generic signature. */
export function signature(
  surface: Surface,
  one: Signature,
  way: Way,
  depth: number,
): WrittenSignature | undefined {
  const { checker } = surface;
  if ((one.typeParameters ?? []).length > 0) return undefined;
  const all = one.getParameters();
  const parameters = all.map((parameter, i) => {
    const type = checker.getTypeOfSymbol(parameter)!;
    const text = written(surface, type, other(way), depth);
    const isRest = one.hasRestParameter && i === all.length - 1;
    if (isRest)
      return `...a${i}: ${checker.isArrayType(type) || checker.isTupleType(type) ? text : "never[]"}`;
    return `a${i}${isOptionalParameter(parameter) ? "?" : ""}: ${text}`;
  });
  const result = checker.getReturnTypeOfSignature(one);
  return {
    parameters: `(${parameters.join(", ")})`,
    result: result ? written(surface, result, way, depth) : "unknown",
  };
}

export function isOptionalParameter(parameter: TypeSymbol): boolean {
  const node = Surface.nodesOf(parameter)[0] as
    | { questionToken?: unknown; initializer?: unknown }
    | undefined;
  return Boolean(node?.questionToken ?? node?.initializer);
}

/** What a consumer writes for a member: its name, in quotes or not, or `[Symbol.iterator]`. */
export const keyOf = ({ name }: TypeSymbol): string | undefined =>
  wellKnown(name) ?? plainKey(name);

const wellKnown = (name: string): string | undefined => {
  const symbol = /^\P{ASCII}?(?:__)?@(\w+)@\d+$/u.exec(name)?.[1];
  return symbol && symbol in Symbol ? `[Symbol.${symbol}]` : undefined;
};

/** The member of this key, as an expression. */
export const member = (text: string, key: string): string =>
  key.startsWith("[")
    ? `${text}${key}`
    : key.startsWith('"')
      ? `${text}[${key}]`
      : `${text}.${key}`;

const plainKey = (name: string): string | undefined =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !name.startsWith("__")
    ? name
    : /^[ -~]+$/.test(name) && !name.startsWith("__")
      ? JSON.stringify(name)
      : undefined;

const hasModifier = (symbol: TypeSymbol, pattern: RegExp): boolean =>
  Surface.nodesOf(symbol).some((node) =>
    ((node as { modifiers?: readonly { getText(): string }[] }).modifiers ?? []).some((one) =>
      pattern.test(one.getText()),
    ),
  );

export const isPublic = (symbol: TypeSymbol): boolean =>
  !symbol.name.startsWith("#") && !hasModifier(symbol, /^(?:private|protected)$/);
export const isProtected = (symbol: TypeSymbol): boolean => hasModifier(symbol, /^protected$/);
export const isAbstract = (symbol: TypeSymbol): boolean => hasModifier(symbol, /^abstract$/);
export const isReadOnly = (symbol: TypeSymbol): boolean =>
  hasModifier(symbol, /^readonly$/) ||
  ((symbol.flags & SymbolFlags.GetAccessor) !== 0 &&
    (symbol.flags & SymbolFlags.SetAccessor) === 0);

/** A version number: each release changes it. */
export const isVersion = (type: Type): boolean =>
  type.isStringLiteralType() && /^\d+\.\d+\.\d+/.test(type.value);
