import { type Node, SyntaxKind } from "typescript/unstable/ast";
import { expect, test } from "vitest";
import type { Element } from "../src/elements/elements.ts";
import type { Break } from "../src/probes.ts";
import { isCertain } from "../src/verdict.ts";

const element = (kind: SyntaxKind, more: object = {}, isValue = false): Element => ({
  name: "one",
  declared: "one",
  isValue,
  isType: true,
  node: { kind, ...more } as unknown as Node,
  stability: "public",
  isDeprecated: false,
  isUnresolved: false,
});
const KINDS = {
  interface: element(SyntaxKind.InterfaceDeclaration),
  class: element(SyntaxKind.ClassDeclaration, {}, true),
  "type of a class": element(SyntaxKind.ClassDeclaration),
  enum: element(SyntaxKind.EnumDeclaration, {}, true),
  alias: element(SyntaxKind.TypeAliasDeclaration, { type: { kind: SyntaxKind.TypeLiteral } }),
  "typeof a value": element(SyntaxKind.TypeAliasDeclaration, {
    type: { kind: SyntaxKind.TypeQuery },
  }),
  generic: element(SyntaxKind.TypeAliasDeclaration, {
    typeParameters: [],
    type: { kind: SyntaxKind.TypeLiteral },
  }),
} as const;
const MISSING = "Property 'b' is missing in type '{}'";
const OTHER = "Type 'string' is not assignable to type 'number'";
const INDEX = "Index signature for type 'string' is missing in type '{}'";

/** How consumers meet the element: they are given it, they make it, both or neither. */
type Met = "read" | "made" | "both" | "neither";

test.each<[keyof typeof KINDS, Break["way"], string, Partial<Record<Met, boolean>>, string?]>([
  ["enum", "value", OTHER, { read: false, made: false, both: false, neither: false }],
  ["interface", "value", OTHER, { read: true, made: true, both: true, neither: true }],
  ["interface", "implemented", OTHER, { read: true, made: true, both: true, neither: true }],
  ["interface", "unknown", OTHER, { read: false, made: false, both: false, neither: false }],
  ["interface", "narrowed", OTHER, { read: false, made: false, both: false, neither: false }],
  ["interface", "value", `Type '"@@one"'`, { both: false }],
  ["interface", "read", OTHER, { read: true, made: false, both: true, neither: true }],
  ["class", "read", OTHER, { read: true, made: true, both: true, neither: true }],
  ["type of a class", "read", OTHER, { made: true }],
  ["interface", "made", OTHER, { read: false, made: true, both: true, neither: true }],
  ["interface", "made", MISSING, { read: true, made: true, both: true, neither: true }],
  ["class", "made", MISSING, { read: false, made: false, both: false, neither: false }],
  ["typeof a value", "made", MISSING, { read: false, made: false, both: false, neither: false }],
  ["class", "names", OTHER, { read: true, made: true, both: true, neither: true }],
  ["typeof a value", "names", OTHER, { read: true, made: true, both: true, neither: true }],
  ["interface", "names", OTHER, { read: false, made: true, both: true, neither: true }],
  ["class", "names", `Type '"toString"'`, { both: false }],
  ["interface", "made", INDEX, { read: false, made: false, both: false, neither: false }],
  ["interface", "value", INDEX, { both: true }],
  // What a function takes is given to it by consumers, and what a callback in it takes by the package.
  ["interface", "value", INDEX, { both: false }, "(options).index"],
  ["interface", "value", INDEX, { both: true }, "(options)(given).index"],
  ["generic", "made", OTHER, { read: false, made: true, both: true, neither: false }],
  ["alias", "made", OTHER, { read: false, made: true, both: true, neither: true }],
])("%s, %s, %s: certain where it is %j", (kind, way, because, certain, member = ".b") => {
  const one: Break = { way, member, because, line: "", marks: new Set(), words: new Set() };
  const positions = (met: string) => ({
    isRead: () => met === "read" || met === "both",
    isMade: () => met === "made" || met === "both",
    isCopied: () => false,
  });
  const asked = Object.keys(certain);
  const said = asked.map((met) => [met, isCertain(positions(met), KINDS[kind], one)]);
  expect(Object.fromEntries(said)).toEqual(certain);
  const refuted = { ...one, isRefuted: true };
  expect(asked.map((met) => isCertain(positions(met), KINDS[kind], refuted))).not.toContain(true);
});
