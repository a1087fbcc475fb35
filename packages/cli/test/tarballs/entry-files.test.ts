import { expect, test } from "vitest";
import { entryFiles, isPresent } from "../../src/tarballs/entry-files.ts";

const filesOf = (manifest: object) =>
  entryFiles(manifest as Record<string, unknown>).map(
    ({ pointer, path }) => `${pointer.join(" ")}: ${path}`,
  );

test("exports name the files of subpaths and of conditions that users' tools set", () => {
  expect(
    filesOf({
      main: "not-read.js",
      exports: {
        ".": {
          source: "./src/index.ts",
          "types@>=5": "./dist/new.d.ts",
          import: { default: "./dist/index.mjs" },
          require: "./dist/index.cjs",
        },
        "./list": ["./dist/list.js", "./dist/other.js"],
        "./closed": null,
        "./other-package": "other",
      },
    }),
  ).toEqual([
    "exports . types@>=5: dist/new.d.ts",
    "exports . import default: dist/index.mjs",
    "exports . require: dist/index.cjs",
    "exports ./list 0: dist/list.js",
  ]);
  expect(filesOf({ exports: "./index.js" })).toEqual(["exports: index.js"]);
});

test("without exports, main counts; types and bin always do", () => {
  const rest = { types: "./index.d.ts", typings: "old.d.ts" };
  expect(filesOf({ main: "lib/", ...rest, bin: { a: "./bin/a.js", b: 1 } })).toEqual([
    "main: lib",
    "types: index.d.ts",
    "typings: old.d.ts",
    "bin a: bin/a.js",
  ]);
  expect(filesOf({ exports: null, main: "./index.js", bin: "cli.js" })).toEqual([
    "main: index.js",
    "bin: cli.js",
  ]);
});

test("files outside of the package do not count", () => {
  for (const main of ["../other.js", "/index.js", "https://acme.example/index.js", ""])
    expect(filesOf({ main })).toEqual([]);
});

test("conditions in conditions are followed to a limit", () => {
  const nested = (depth: number): unknown =>
    depth === 0 ? "./index.js" : { default: nested(depth - 1) };
  expect(filesOf({ exports: nested(21) })).toHaveLength(1);
  expect(filesOf({ exports: nested(22) })).toEqual([]);
});

test.each([
  ["main", "lib/index.js", true],
  ["main", "lib/index", true],
  ["main", "lib", true],
  ["main", "types", false],
  ["main", "", true],
  ["main", ".", true],
  ["types", "types/a", true],
  ["types", "types/index", true],
  ["types", "lib", false],
  ["exports", "lib/index.js", true],
  ["exports", "lib/index", false],
  ["exports", "lib", true],
  ["exports", "lib/*.js", true],
  ["exports", "lib/*.cjs", false],
  ["exports", "src/*", false],
  ["bin", "lib/index", false],
  ["bin", "lib", false],
])("as %s, %s is present: %s", (key, path, expected) => {
  const paths = ["lib/index.js", "types/a.d.ts", "types/index.d.ts"];
  expect(isPresent({ pointer: [key], path }, paths, new Set(paths))).toBe(expected);
});
