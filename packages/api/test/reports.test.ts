import { expect, test } from "vitest";
import {
  CannotCompare,
  type Surface,
  compareSurfaces,
  parseReport,
  reportHead,
  reportPath,
  reportText,
} from "../src/index.ts";

const surface = (files: Readonly<Record<string, string>>): Surface => ({
  entry: Object.keys(files)[0]!,
  files,
});
const written = (files: Readonly<Record<string, string>>): string =>
  reportText("@acme/core", ".", surface(files));

test("a report has the declarations without comments, but with stability tags", () => {
  const text = written({
    "dist/index.d.ts": [
      "/* license */",
      "/**",
      " * Opens a file.",
      " * @param path its `a @beta` path",
      " * @deprecated use {@link load},",
      " *   which is faster",
      " */",
      "export declare function open(path: /* absolute */ string): void; // done",
      "",
      "/** @beta */",
      "export declare class Client {",
      "    #private;",
      "    /** How often. */",
      "    retry: number;",
      "}",
      "//# sourceMappingURL=index.d.ts.map",
    ].join("\r\n"),
  });
  expect(text).toBe(
    [
      '// API report of "@acme/core", entry ".". Update: release-policy api --write. Format: 1',
      "/** @deprecated use {@link load}, which is faster */",
      "export declare function open(path: string): void;",
      "/** @beta */",
      "export declare class Client {",
      "    retry: number;",
      "}",
      "",
    ].join("\n"),
  );
});

test("a report keeps the references before the first declaration", () => {
  const text = written({
    "index.d.ts":
      '/// <reference types="node" />\nexport declare const a: /*\n*/ 1;\n/// <reference types="b" />\n',
  });
  expect(text.split("\n").slice(1)).toEqual([
    '/// <reference types="node" />',
    "export declare const a:",
    " 1;",
    "",
  ]);
});

test("file names that change with each build do not change a report", () => {
  const build = (types: string, chunk: string) =>
    written({
      "dist/index.d.mts": `export { A } from "./${types}.mjs";\nexport * from "./${chunk}.mjs";\n`,
      [`dist/${chunk}.d.mts`]: "export interface C {}",
      [`dist/${types}.d.mts`]: `export interface A { c: import("./${chunk}.mjs").C }`,
    });
  const text = build("types-BxR2k1", "types-D3kx9f2a");
  expect(text).toContain("//#region types-2.d.mts");
  expect(text).toContain('export * from "./types-2.mjs"');
  expect(build("types-a1B2c3", "types-Zz9Zz9Zz")).toBe(text);
  expect(build("types-words", "types-others")).not.toBe(text);
});

test("a report is parsed with its own line numbers", () => {
  const text = written({
    "index.d.ts": 'export * from "./other.js";\nexport declare const a: 1;\n',
    "other.d.ts": "export declare const b: 1;\n",
  });
  const later = text.replace("const b: 1", "const b: 2");
  const [difference] = compareSurfaces(
    parseReport("packages/core/api/index.d.ts", text),
    parseReport("packages/core/api/index.d.ts", later),
  );
  expect(difference).toMatchObject({ kind: "breaking", path: "b" });
  const { line, column } = difference!.at;
  expect(later.split("\n")[line - 1]!.slice(column - 1)).toBe("b: 2;");
});

test("what looks like the end of a file inside a type does not end it", () => {
  const files = {
    "index.d.ts":
      'export * from "./b.js";\nexport type A = `\n//#endregion\n//#region c.d.ts\n`;\n',
    "b.d.ts":
      "export declare const b: `a\n//#endregion\n${string}\n//#endregion\n${string}\n//#endregion\n`;\n",
  };
  const back = parseReport("api/index.d.ts", written(files));
  expect(Object.keys(back.files)).toEqual(["index.d.ts", "b.d.ts"]);
  // One slash of each is written in another way.
  expect(compareSurfaces(surface(files), back).map(({ kind }) => kind)).toEqual([
    "compatible",
    "compatible",
  ]);
});

test("detects the tool that wrote a report", () => {
  expect(reportHead(reportText('@a/"b', "./x", surface({ "i.d.ts": "" })))).toEqual({
    package: '@a/"b',
    entry: "./x",
    format: "1",
  });
  expect(reportHead("export {};")).toBeUndefined();
});

test("each entry point has its own file", () => {
  expect([".", "./server", "./adapters/node", "./index"].map(reportPath)).toEqual([
    "api/index.d.ts",
    "api/server.d.ts",
    "api/adapters/node.d.ts",
    "api/index/index.d.ts",
  ]);
});

const HEAD = '// API report of "a", entry ".". Update: release-policy api --write. Format: 1\n';

test.each([
  ["../x.d.ts", ["//#region ../x.d.ts", "//#endregion"], 2],
  ["/x.d.ts", ["//#region /x.d.ts", "//#endregion"], 2],
  ["C:/x.d.ts", ["//#region C:/x.d.ts", "//#endregion"], 2],
  ["tsconfig.json", ["//#region tsconfig.json", "//#endregion"], 2],
  ["a file without end", ["//#region a.d.ts", "type A = 1;"], 2],
  ["a file in a file", ["//#region a.d.ts", "//#region b.d.ts", "//#endregion"], 2],
  ["a file twice", ["//#region a.d.ts", "//#endregion", "", "//#region a.d.ts", "//#endregion"], 5],
  ["text between files", ["//#region a.d.ts", "//#endregion", "type A = 1;"], 4],
])("rejects a report with %s", (_, lines, line) => {
  const read = () => parseReport("api/index.d.ts", HEAD + lines.join("\n"));
  expect(read).toThrow(CannotCompare);
  expect(read).toThrow(`api/index.d.ts:${line}: `);
});

test("rejects a report that is too large, has too many files, or has a later format", () => {
  const read = (text: string) => () => parseReport("a.d.ts", text);
  const spaces = 20_000_000 - HEAD.length;
  expect(read(HEAD + " ".repeat(spaces))).not.toThrow();
  expect(read(HEAD + " ".repeat(spaces + 1))).toThrow("limit: 20000000");
  const empty = Array.from(
    { length: 4000 },
    (_, i) => `//#region ${i}.d.ts${"\n".repeat(20)}//#endregion`,
  );
  expect(read(HEAD + empty.join("\n"))).toThrow("too many files for its length");
  expect(read(HEAD.replace("Format: 1", "Format: 2"))).toThrow("reads format 1");
});

test.each([
  ["no block", ["text"], 1],
  ["a block without an end", ["", "```ts", "export class A {}"], 3],
])("rejects a report of API Extractor with %s", (_, lines, line) => {
  const report = ['## API Report File for "@acme/core"', ...lines].join("\n");
  expect(() => parseReport("a.api.md", report)).toThrow(`a.api.md:${line}: expected a block`);
});

test("reads a report of API Extractor", () => {
  const report = (client: string) =>
    [
      '## API Report File for "@acme/core"',
      "",
      "> Do not edit this file. It is a report generated by [API Extractor](https://api-extractor.com/).",
      "",
      "```ts",
      "",
      "// Warning: (ae-missing-release-tag) no tag",
      "//",
      "// @public (undocumented)",
      "export class Client {",
      `    ${client}`,
      "}",
      "",
      "// @alpha @deprecated (undocumented)",
      "export const x: unique symbol;",
      "",
      "// @beta",
      "export interface Options {",
      "    // (undocumented)",
      `    ${client}`,
      "}",
      "",
      "// (No @packageDocumentation comment for this package)",
      "",
      "```",
      "",
    ].join("\r\n");
  const [before, after] = ["retry: number;", "retry: string;"].map((member) =>
    parseReport("etc/core.api.md", report(member)),
  );
  expect(compareSurfaces(before!, after!)).toMatchObject([
    { kind: "breaking", path: "Client.retry", stability: "public", at: { line: 10, column: 14 } },
    { kind: "breaking", path: "Options.retry", stability: "beta", at: { line: 18 } },
  ]);
  const withoutExport = parseReport(
    "etc/core.api.md",
    report("").replace("export const x", "const x"),
  );
  expect(compareSurfaces(before!, withoutExport)).toContainEqual(
    expect.objectContaining({
      kind: "removed",
      path: "x",
      stability: "alpha",
      wasDeprecated: true,
    }),
  );
  expect(() => parseReport("etc/core.api.md", '## API Report File for "a"\n')).toThrow(
    "etc/core.api.md:1: expected a block of TypeScript",
  );
});

test("reads a snapshot of tsnapi", () => {
  const snapshot = (type: string) =>
    [
      "/**",
      " * Generated by tsnapi — public API snapshot of `@acme/core`",
      " */",
      "// #region Functions",
      `export declare function open(_: string, _: ${type}): void;`,
      "// #endregion",
      "",
      "// #region Referenced (internal)",
      `interface Options { retry: ${type} }`,
      "// #endregion",
    ].join("\n");
  const path = "__snapshots__/tsnapi/@acme/core/index.snapshot.d.ts";
  const [before, after] = ["1 | 2", "1"].map((type) => parseReport(path, snapshot(type)));
  expect(compareSurfaces(before!, after!)).toMatchObject([
    { kind: "breaking", path: "open(_)", at: { line: 5, column: 25 } },
  ]);
});
