import { expect, test } from "vitest";
import { specifiersOf, withSpecifiers } from "../src/surface/specifiers.ts";

test.each([
  ['import { a } from "./a.js";', ["./a.js"]],
  ["export * from '#internal';", ["#internal"]],
  ['import "../effects.js";', ["../effects.js"]],
  ['type B = import("./b").B;', ["./b"]],
  ['import c = require("./c");', ["./c"]],
  ['declare module "acme" { interface A {} }', ["acme"]],
  ["declare module 'acme/sub' { interface A {} }", ["acme/sub"]],
  ['declare module "other" { interface A {} }', []],
  ['type Path = "./not-a-file"; declare function f(at: "./neither"): void;', []],
  ['import "./with\\u0020escape";', []],
  ['/// <reference path="types/d.d.ts" />\nexport {};', ["types/d.d.ts"]],
  ['/// <reference types="node" />\nexport {};', []],
  ['export {};\n/// <reference path="too-late.d.ts" />', []],
  ['/* <reference path="no-comment.d.ts" /> */', []],
])("finds the files that %s mentions", (text, names) => {
  expect(specifiersOf(text, "acme").map(({ name }) => name)).toEqual(names);
});

test("writes other names in place of some, with everything else as it was", () => {
  const text = 'import { a } from "./a.js";\nexport * from "./b.js"; // "./b.js"\n';
  const next = withSpecifiers(text, specifiersOf(text), ({ name }) =>
    name === "./b.js" ? "./longer/b.js" : undefined,
  );
  expect(next).toBe('import { a } from "./a.js";\nexport * from "./longer/b.js"; // "./b.js"\n');
});
