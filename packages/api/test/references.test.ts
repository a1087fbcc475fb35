import { expect, test } from "vitest";
import { compareAll, compareSurfaces } from "../src/index.ts";

const surface = (index: string, other: string) => ({
  entry: "index.d.ts",
  files: { "index.d.ts": index, "other.d.ts": other },
});

/** What is said of packages whose first file stays the same. */
const linesOf = (
  pairs: readonly (readonly [index: string, before: string, after: string])[],
): readonly (readonly string[])[] =>
  compareAll(
    pairs.map(([index, before, after]) => ({
      before: surface(index, before),
      after: surface(index, after),
    })),
  ).map((differences) => differences.map(({ kind, path }) => `${kind} ${path}`));

test("a type is followed by whatever name it is imported", () => {
  const uses = "export declare function f(): Foo;";
  const found = linesOf([
    [
      `import Foo from "./other.js"; ${uses}`,
      "export default interface Bar { a: 1 }",
      "export default interface Bar { a: 2 }",
    ],
    [
      `import Foo from "./other.js"; ${uses}`,
      "export default class { a: 1 }",
      "export default class { a: 2 }",
    ],
    [
      `import Foo = require("./other.js"); ${uses}`,
      "declare class Bar { a: 1 } export = Bar;",
      "declare class Bar { a: 2 } export = Bar;",
    ],
    [
      `import { default as Foo } from "./other.js"; ${uses}`,
      "declare class Bar { a: 1 } export { Bar as default };",
      "declare class Bar { a: 2 } export { Bar as default };",
    ],
    [
      `export { default } from "./other.js";`,
      "export default function (a: 1): void;",
      "export default function (a: 2): void;",
    ],
  ]);
  const f = ["breaking f.a"];
  expect(found).toEqual([f, f, f, f, ["breaking default(a)"]]);
});

// As postcss does it: a file assigns a class to its exports, and its namespace calls another declaration the default.
test("a new member of a class breaks nothing that only mentions the class", () => {
  const version = (options: string, member: string) =>
    surface(
      `import Input from "./other.js";
      declare namespace api {
        export { Input, api as default };
        export interface Options { ${options} }
        export interface Source { input: Input; origin?: Input.default }
        export type Api = typeof api;
        export function parse(options: Pick<Options, "from">): Source;
        export function print(source: Source): void;
      }
      declare function api(): void;
      export = api;`,
      `declare namespace Input { export { Input_ as default } }
      declare class Input_ { css: string; ${member} }
      declare class Input extends Input_ {}
      export = Input;`,
    );
  const differences = compareSurfaces(
    version("from?: string", ""),
    version("from?: string; document?: string", "document: string"),
  );
  expect(differences.filter(({ kind }) => kind === "breaking")).toEqual([]);
  expect(differences.map(({ path }) => path)).toContain("Input");
});
