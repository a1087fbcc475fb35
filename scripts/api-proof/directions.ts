import {
  SignatureKind,
  type Symbol as TypeSymbol,
  SymbolFlags,
  type Type,
  TypeFlags,
} from "typescript/unstable/sync";
import { Surface } from "./surface.ts";

/** Which named types the exported values give to consumers and take from them, by symbol. */
export interface Directions {
  readonly given: ReadonlySet<number>;
  readonly taken: ReadonlySet<number>;
}

const MOST_TYPES = 4000;

export function directionsOf(surface: Surface): Directions {
  const { checker } = surface;
  const found = { given: new Set<number>(), taken: new Set<number>() };
  type Way = keyof typeof found;
  const turned = (way: Way): Way => (way === "given" ? "taken" : "given");
  const seen = new Set<string>();
  const queue: (readonly [Type, Way])[] = [];
  for (const symbol of surface.exports.values())
    if ((symbol.flags & SymbolFlags.Value & ~SymbolFlags.ValueModule) !== 0) {
      const type = checker.getTypeOfSymbol(symbol);
      if (type) queue.push([type, "given"]);
    }
  for (const [type, way] of queue) {
    const key = `${type.id} ${way}`;
    if (seen.has(key) || seen.size > MOST_TYPES) continue;
    seen.add(key);
    visit(type, way);
  }
  return found;

  function visit(type: Type, way: Way): void {
    const push = (one: Type | undefined, to: Way = way) => {
      if (one) queue.push([one, to]);
    };
    for (const symbol of [type.getAliasSymbol(), type.getSymbol()])
      if (symbol) found[way].add(symbol.id);
    for (const one of type.getAliasTypeArguments()) push(one);
    if (type.isTypeParameter()) return push(surface.constraintOf(type), turned(way));
    if (type.isUnionType() || type.isIntersectionType()) {
      for (const one of type.getTypes()) push(one);
      return;
    }
    if ((type.flags & TypeFlags.Object) === 0) return;
    if (type.isTypeReference()) for (const one of checker.getTypeArguments(type)) push(one);
    if (Surface.isLibrary(type.getSymbol()) && type.getSymbol()!.name !== "__type") return;
    for (const one of checker.getPropertiesOfType(type)) push(checker.getTypeOfSymbol(one));
    for (const { valueType } of checker.getIndexInfosOfType(type)) push(valueType);
    for (const kind of [SignatureKind.Call, SignatureKind.Construct])
      for (const one of checker.getSignaturesOfType(type, kind)) {
        for (const parameter of one.getParameters())
          push(checker.getTypeOfSymbol(parameter), turned(way));
        push(checker.getReturnTypeOfSignature(one));
      }
  }
}

/** How consumers use a type: in both ways where no value shows it. */
export function usesOf(directions: Directions, symbol: TypeSymbol): Uses {
  const [isGiven, isTaken] = [directions.given.has(symbol.id), directions.taken.has(symbol.id)];
  return { isGiven: isGiven || !isTaken, isTaken: isTaken || !isGiven };
}

export interface Uses {
  readonly isGiven: boolean;
  readonly isTaken: boolean;
}
