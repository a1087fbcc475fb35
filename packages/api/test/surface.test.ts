import { expect, test } from "vitest";
import { CannotCompare, entryPoints } from "../src/index.ts";

const packageOf = (
  manifest: object,
  files: readonly string[] | Readonly<Record<string, string>>,
) => {
  const texts: Readonly<Record<string, string>> = Array.isArray(files)
    ? Object.fromEntries(files.map((path: string) => [path, "export {};"]))
    : (files as Readonly<Record<string, string>>);
  return entryPoints({
    manifest: { name: "@acme/core", version: "1.0.0", ...manifest },
    paths: Object.keys(texts),
    read: (path) => texts[path]!,
  });
};
const typesOf = (manifest: object, files: readonly string[]) =>
  Object.fromEntries(
    packageOf(manifest, files).map(({ entry, types, target }) => [entry, types ?? `? ${target}`]),
  );

test.each([
  ["index.d.ts without any field", {}, ["index.d.ts"], { ".": "index.d.ts" }],
  ["types", { types: "./dist/a.d.ts", main: "b.js" }, ["dist/a.d.ts"], { ".": "dist/a.d.ts" }],
  ["typings", { typings: "dist/a" }, ["dist/a.d.ts"], { ".": "dist/a.d.ts" }],
  ["the folder of main", { main: "dist/" }, ["dist/index.d.ts"], { ".": "dist/index.d.ts" }],
  ["the file beside main", { main: "a.cjs" }, ["a.d.cts"], { ".": "a.d.cts" }],
  ["a string", { exports: "./a.mjs" }, ["a.d.mts"], { ".": "a.d.mts" }],
  [
    "a condition",
    { exports: { types: "./t.d.ts", default: "./a.js" } },
    ["t.d.ts"],
    { ".": "t.d.ts" },
  ],
  [
    "nested conditions, the first that has types",
    {
      exports: {
        ".": { node: { import: "./n.mjs" }, import: { types: "./i.d.mts" }, require: "./r.cjs" },
      },
    },
    ["i.d.mts", "r.d.cts"],
    { ".": "i.d.mts" },
  ],
  ["require alone", { exports: { require: "./r.cjs" } }, ["r.d.cts"], { ".": "r.d.cts" }],
  [
    "types for this TypeScript",
    { exports: { "types@<5": "./old.d.ts", "types@>=5": "./new.d.ts" } },
    ["old.d.ts", "new.d.ts"],
    { ".": "new.d.ts" },
  ],
  [
    "nothing, where a condition says so",
    { exports: { import: null, require: "./r.cjs" } },
    ["r.d.cts"],
    {},
  ],
  ["a list", { exports: ["./gone.js", "./a.js"] }, ["a.d.ts"], { ".": "a.d.ts" }],
  [
    "subpaths, but no data",
    {
      exports: {
        ".": "./a.js",
        "./b": "./b.js",
        "./package.json": "./package.json",
        "./c.css": "./c.css",
      },
    },
    ["a.d.ts", "b.d.ts"],
    { ".": "a.d.ts", "./b": "b.d.ts" },
  ],
  [
    "patterns, without what they exclude or another key decides",
    {
      exports: {
        "./*": "./dist/*.js",
        "./internal/*": null,
        "./deep/*": { types: "./dist/other/*.d.ts" },
        "./one": "./dist/two.js",
      },
    },
    [
      "dist/one.d.ts",
      "dist/two.d.ts",
      "dist/internal/x.d.ts",
      "dist/deep/x.d.ts",
      "dist/other/y.d.ts",
    ],
    {
      "./deep/y": "dist/other/y.d.ts",
      "./one": "dist/two.d.ts",
      "./other/y": "dist/other/y.d.ts",
      "./two": "dist/two.d.ts",
    },
  ],
  [
    "patterns with the extension in the star",
    { exports: { "./*": "./*" } },
    ["a.d.mts"],
    { "./a.mjs": "a.d.mts" },
  ],
  [
    "a pattern whose star stands for something",
    { exports: { "./a*": "./a*.js" } },
    ["a.d.ts", "ab.d.ts"],
    { "./ab": "ab.d.ts" },
  ],
  [
    "the longer of two patterns with the star at one place",
    { exports: { "./a*": "./short/*.js", "./a*.js": "./long/*.js" } },
    ["long/b.d.ts", "short/b.d.ts", "short/b.js.d.ts"],
    { "./ab": "short/b.d.ts", "./ab.js": "long/b.d.ts" },
  ],
  [
    "what publishConfig publishes",
    { exports: "./src/a.ts", publishConfig: { exports: "./a.js" } },
    ["a.d.ts"],
    { ".": "a.d.ts" },
  ],
  [
    "typesVersions",
    { types: "index.d.ts", typesVersions: { "<5": { "*": ["old/*"] }, "*": { "*": ["ts5/*"] } } },
    ["index.d.ts", "ts5/index.d.ts", "old/index.d.ts"],
    { ".": "ts5/index.d.ts" },
  ],
  [
    "typesVersions, the longest pattern",
    { types: "a/b.d.ts", typesVersions: { "*": { "*": ["x/*"], "a/*": ["y/*"] } } },
    ["a/b.d.ts", "x/a/b.d.ts", "y/b.d.ts"],
    { ".": "y/b.d.ts" },
  ],
  [
    "types without typesVersions that say anything",
    { types: "a.d.ts", typesVersions: { "*": null } },
    ["a.d.ts"],
    { ".": "a.d.ts" },
  ],
  [
    "typesVersions for a subpath",
    { main: "a.js", typesVersions: { "*": { server: ["./dist/server.d.ts"] } } },
    ["a.d.ts", "dist/server.d.ts"],
    { ".": "a.d.ts", "./server": "dist/server.d.ts" },
  ],
  [
    "names entries without types",
    { exports: { ".": "./a.js", "./b": { types: "./b.d.ts" }, "./c/*": "./c/*.js" } },
    [],
    { ".": "? ./a.js", "./b": "? ./b.d.ts", "./c/*": "? ./c/*.js" },
  ],
  [
    "nothing outside",
    { exports: { ".": "../x.js", "./a": "/x.js", "./b": "./a/../../x.js" } },
    ["x.d.ts"],
    {
      ".": "? ../x.js",
      "./a": "? /x.js",
      "./b": "? ./a/../../x.js",
    },
  ],
] as const)("finds the declarations by %s", (_, manifest, files, expected) => {
  expect(typesOf(manifest, files)).toEqual(expected);
});

test("a surface has what its entry point reaches, and requests nothing outside the package", () => {
  const requests: string[] = [];
  const files: Readonly<Record<string, string>> = {
    "dist/index.d.ts": [
      '/// <reference path="globals.d.ts" />',
      '/// <reference path="../../outside.d.ts" />',
      'export * from "./a.js";',
      'export type B = import("./b.mjs").B;',
      'import C = require("./c.cjs");',
      'export type D = import("/etc/d").D;',
      'export { default as E } from "./data.json";',
      'export { F } from "../../outside.js";',
      'declare module "./g" { interface G {} }',
      'export { H } from "#internal/h";',
      'export { I } from "@acme/core/i";',
      'export { J } from "other";',
      'export type K = `${string} from "./unreached.js"`;',
    ].join("\n"),
    "dist/globals.d.ts": "declare var x: 1;",
    "dist/a.d.ts": 'export * from "./index.js";',
    "dist/b.d.mts": "export type B = 1;",
    "dist/c.d.cts": "declare const c: 1; export = c;",
    "dist/g.d.ts": "export interface G {}",
    "dist/h.d.ts": "export type H = 1;",
    "dist/i.d.ts": "export type I = 1;",
    "dist/unreached.d.ts": "",
    "../outside.d.ts": "",
    "/etc/d.d.ts": "",
  };
  const [first] = entryPoints({
    manifest: {
      name: "@acme/core",
      exports: { ".": "./dist/index.js", "./i": "./dist/i.js" },
      imports: { "#internal/*": "./dist/*.js" },
    },
    paths: Object.keys(files),
    read: (path) => {
      requests.push(path);
      return files[path]!;
    },
  });
  const { surface, missing } = first!;
  expect(Object.keys(surface!.files).toSorted()).toEqual(
    [
      "a.d.ts",
      "b.d.mts",
      "c.d.cts",
      "g.d.ts",
      "globals.d.ts",
      "h.d.ts",
      "i.d.ts",
      "index.d.ts",
    ].map((name) => `dist/${name}`),
  );
  expect(surface!.files["dist/index.d.ts"]).toContain(
    'export { H } from "./h.js";\nexport { I } from "./i.js";',
  );
  expect(missing).toEqual(
    ["../../outside.d.ts", "/etc/d", "./data.json", "../../outside.js"].map(
      (name) => `dist/index.d.ts: ${name}`,
    ),
  );
  expect(requests.every((path) => path.startsWith("dist/"))).toBe(true);
});

test("constants that contain a version have a type that releases do not change", () => {
  const text = (version: string) =>
    `export declare const VERSION = "${version}";\nexport declare class A { readonly sdkVersion: '${version}'; }\nexport declare const v: "${version}";`;
  const [one, two] = ["1.0.0", "2.0.0-rc.1"].map(
    (version) => packageOf({}, { "index.d.ts": text(version) })[0]!.surface!.files["index.d.ts"]!,
  );
  expect(one!.split("\n").slice(0, 2)).toEqual(two!.split("\n").slice(0, 2));
  expect(one).toContain('const v: "1.0.0"');
});

test("a package that is too large or nested too deeply is rejected", () => {
  const index = 'export * from "./b";';
  const large = (more: number) => () =>
    packageOf({}, { "index.d.ts": index, "b.d.ts": " ".repeat(20_000_000 - index.length + more) });
  expect(large(0)).not.toThrow();
  expect(large(1)).toThrow(CannotCompare);
  const nested = (depth: number) => () => {
    let exports: unknown = "./a.js";
    for (let i = 0; i < depth; i++) exports = { import: exports };
    return packageOf({ exports: { ".": exports } }, ["a.d.ts"]);
  };
  expect(nested(50)).not.toThrow();
  expect(nested(51)).toThrow(CannotCompare);
  expect(nested(10_000)).toThrow(CannotCompare);
  const many = Array.from({ length: 2001 }, (_, i) => `${i}.d.ts`);
  const all = (names: readonly string[]) => () =>
    packageOf({ exports: { "./*": "./*.js" } }, names);
  expect(all(many.slice(1))).not.toThrow();
  expect(all(many)).toThrow("limit: 2000");
});
