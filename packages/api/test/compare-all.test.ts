import { expect, test } from "vitest";
import { compareAll, compareSurfaces } from "../src/index.ts";

const surface = (text: string) => ({ entry: "index.d.ts", files: { "index.d.ts": text } });
const pair = (before: string, after: string) => ({
  before: surface(before),
  after: surface(after),
});

test("says the same of packages that are compared together as of each alone", () => {
  const pairs = [
    pair("export declare const a: string;", "export declare const a: number;"),
    pair(
      "declare global { interface Shared { a: string } } export declare const b: 1;",
      "declare global { interface Shared { a: string } } export declare const b: 2;",
    ),
    pair("export declare const a: Shared;", "export declare const a: { b: number };"),
    pair("interface Loose { a: 1 }", "interface Loose { a: 2 }"),
    pair("export declare const a: Loose;", "export declare const a: { b: number };"),
    pair("export declare const a: 1;", "export declare const a: 1;"),
    pair(
      'import { A } from "other"; export type a = A;',
      'import { B } from "other"; export type a = B;',
    ),
    pair("export declare const c: Response;", "export declare const c: Request;"),
  ];
  const alone = pairs.map(({ before, after }) => compareSurfaces(before, after));
  expect(compareAll(pairs)).toEqual(alone);
  const kinds = alone.map((differences) => differences.map(({ kind }) => kind));
  expect(kinds).toEqual([
    ["breaking"],
    ["breaking"],
    ["compatible"],
    [],
    ["compatible"],
    [],
    ["breaking"],
    ["breaking"],
  ]);
});

test("names types in its reasons as they are declared", () => {
  const deep = "export type Deep<T> = T extends object ? Parts<T> : T;";
  const [differences] = compareAll([
    pair(
      `${deep} export type Parts<T> = T & { [K in keyof T]: Deep<T[K]> };`,
      `${deep} export type Parts<T> = T;`,
    ),
  ]);
  expect(differences!.map(({ kind, because }) => [kind, because])).toContainEqual([
    "possibly breaking",
    "Type 'number' is not assignable to type 'Deep<0>'.",
  ]);
});

test("takes one more type parameter with a default as compatible, whatever others have", () => {
  const box = (more: string) =>
    `export interface Box<T extends string = "a"${more}> { map<V extends object = {}>(value: V): T }
    export interface Bag { fill: <V extends object${more}>(value: V) => void }`;
  const found = compareSurfaces(surface(box("")), surface(box(", U extends 1 | 2 = 2")));
  expect(found.map(({ kind }) => kind)).toEqual(["compatible", "compatible"]);
});

test("takes as compatible what takes more, and a class of which only the type is exported", () => {
  const only = "export type { Made }; export declare function make(): Made;";
  const pairs = [
    pair(
      "export interface Box<T extends string> { value: T }",
      "export interface Box<T> { value: T }",
    ),
    pair(
      "export interface Box<T extends 1 | 2> { value: T }",
      "export interface Box<T extends 1 | 2 | 3> { value: T }",
    ),
    pair(
      "interface Base { a: 1 } export type Box = Base & { b?: 1 };",
      "interface Base { a: 1 } export type Box = Base & { b?: 1; c?: 1 };",
    ),
    pair(
      `declare class Made { a: 1; constructor(a: 1); } ${only}`,
      `declare class Made { a: 1; b: 1; constructor(a: 1); } ${only}`,
    ),
    // Few projects tell a property that is left out from one that is undefined.
    pair(
      "export declare function take(box: { a?: string | undefined }): void;",
      "export declare function take(box: { a?: string }): void;",
    ),
  ];
  const kinds = compareAll(pairs).map((differences) => differences.map(({ kind }) => kind));
  expect(kinds).toEqual(pairs.map(() => ["compatible"]));
});

test("does not doubt an element for what is computed as before", () => {
  const box = (more: string) =>
    `type Short<T> = T extends string ? 1 : 2; export interface Box { a?: Short<"x">${more} }`;
  const found = compareSurfaces(surface(box("")), surface(box("; b?: 1")));
  expect(found.map(({ kind }) => kind)).toEqual(["compatible"]);
});

test("compares an export with the declaration that it now stands for, though no declaration has changed", () => {
  const named = (name: string) =>
    surface(`interface A { a: 1 } interface B { b: 1 } export { ${name} as X };`);
  const found = compareSurfaces(named("A"), named("B"));
  expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual(["breaking X.a"]);
});

test("compares what a name stands for, though only one version declares it", () => {
  const use = "export declare const a: Response; export {};";
  const own = `interface Response { own: 1 } ${use}`;
  const kindsOf = (before: string, after: string) =>
    compareSurfaces(surface(before), surface(after)).map(({ kind, path }) => `${kind} ${path}`);
  expect(kindsOf(own, use)).toEqual(["breaking a.own"]);
  expect(kindsOf(use, own)).toEqual(["breaking a"]);
});

test("says what is deprecated now, and what no longer is", () => {
  const before = surface(
    "/** @deprecated use b */\nexport declare const a: 1;\nexport declare const b: 1;",
  );
  const after = surface(
    "export declare const a: 1;\n/** @deprecated use a */\nexport declare const b: 1;",
  );
  const found = compareSurfaces(before, after);
  expect(found.map(({ kind, path, because }) => `${kind} ${path}: ${because}`)).toEqual([
    "undeprecated a: is no longer deprecated",
    "deprecated b: is deprecated now",
  ]);
});
