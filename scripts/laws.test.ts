import { createFixture } from "fs-fixture";
import { expect, onTestFinished, test } from "vitest";
import { breachesIn } from "./laws.ts";

const FLOORS = {
  core: ["index|types", "testing", "rules", "judge", "facts"],
  cli: ["main", "index|internal", "formats", "check", "files", "errors"],
};
const CORE = "packages/core/src";
const CLI = "packages/cli/src";
const RULE = "export const x = defineRule({});\n";

type Files = Readonly<Record<string, string>>;
const empty = (...paths: readonly string[]): Files =>
  Object.fromEntries(paths.map((path) => [path, "export {};\n"]));
const lines = (count: number): string => "// A line.\n".repeat(count);

/** What the laws say of a small tree; `packages/core/tsconfig.json` is right unless a case brings its own. */
async function breaches(files: Files): Promise<string[]> {
  const fixture = await createFixture({
    "packages/core/package.json": JSON.stringify({
      name: "@release-policy/core",
      exports: {
        ".": { source: "./src/index.ts" },
        "./testing": { source: "./src/testing/index.ts" },
      },
    }),
    "packages/core/tsconfig.json": '{ "compilerOptions": { "types": [] } }',
    ...files,
  });
  onTestFinished(() => fixture.rm());
  return breachesIn(fixture.path, FLOORS);
}

test.each<[string, Files, string[]]>([
  [
    "a circle of a value import and a type import",
    {
      [`${CLI}/check/a.ts`]: 'import { b } from "./b.ts";\nexport type A = typeof b;\n',
      [`${CLI}/check/b.ts`]: 'import type { A } from "./a.ts";\nexport const b = 1 as A;\n',
    },
    [`Circular import: ${CLI}/check/a.ts → ${CLI}/check/b.ts → ${CLI}/check/a.ts.`],
  ],
  [
    "a circle of re-exports, dynamic imports and import types, by its shortest way",
    {
      [`${CLI}/check/a.ts`]: 'export * from "./b.ts";\n',
      [`${CLI}/check/b.ts`]: 'export const load = () => import("./c.ts");\n',
      [`${CLI}/check/c.ts`]: 'export type A = import("./a.ts").A;\n',
    },
    [
      `Circular import: ${CLI}/check/a.ts → ${CLI}/check/b.ts → ${CLI}/check/c.ts → ${CLI}/check/a.ts (3 files reach each other).`,
    ],
  ],
  [
    "an import from a higher floor",
    {
      [`${CLI}/files/a.ts`]: 'import type { B } from "../check/b.ts";\n',
      ...empty(`${CLI}/check/b.ts`),
    },
    [`${CLI}/files/a.ts imports ${CLI}/check/b.ts, but check is not below files.`],
  ],
  [
    "an import between neighbours on one floor",
    { [`${CLI}/index.ts`]: 'export * from "./internal.ts";\n', ...empty(`${CLI}/internal.ts`) },
    [`${CLI}/index.ts imports ${CLI}/internal.ts, but internal is not below index.`],
  ],
  [
    "a folder, a root file and a package without a floor",
    empty(
      `${CLI}/utils/a.ts`,
      `${CLI}/utils/b.ts`,
      `${CLI}/helpers.ts`,
      "packages/api/src/index.ts",
    ),
    [
      "packages/api/src: index is not in its floors.",
      `${CLI}: helpers is not in its floors.`,
      `${CLI}: utils is not in its floors.`,
    ],
  ],
  [
    "a folder of 13 source files",
    empty(...Array.from({ length: 13 }, (_, i) => `${CLI}/check/file-${i}.ts`)),
    [`${CLI}/check has 13 source files (limit: 12).`],
  ],
  [
    "a file of 301 lines",
    { [`${CLI}/check/a.ts`]: lines(301) },
    [`${CLI}/check/a.ts has 301 lines (limit: 300).`],
  ],
  [
    "a function name that a package declares twice",
    {
      [`${CLI}/check/a.ts`]: "export function nameOf() {}\n",
      [`${CLI}/files/b.ts`]: "const nameOf = () => 1;\nexport const b = nameOf();\n",
    },
    [`nameOf() is declared in ${CLI}/check/a.ts and ${CLI}/files/b.ts.`],
  ],
  [
    "a library in core",
    { [`${CORE}/judge/a.ts`]: 'export type Y = import("yaml").Document;\n' },
    [`${CORE}/judge/a.ts imports yaml, but core imports only semver, zod and itself.`],
  ],
  [
    "core with types of Node",
    { "packages/core/tsconfig.json": '{ "compilerOptions": { "types": ["node"] } }' },
    ['packages/core/tsconfig.json needs "types": [].'],
  ],
  [
    "a rule that imports another rule",
    {
      [`${CORE}/rules/time/a.ts`]: `import type { x } from "../trains/b.ts";\n${RULE}`,
      [`${CORE}/rules/trains/b.ts`]: RULE,
    },
    [
      `${CORE}/rules/time/a.ts imports ${CORE}/rules/trains/b.ts, but a rule does not import another rule.`,
    ],
  ],
  [
    "a format that imports values from elsewhere",
    {
      [`${CLI}/formats/a.ts`]:
        'import { c } from "../check/c.ts";\nimport { readFileSync } from "node:fs";\nimport { judge } from "@release-policy/core";\n',
      ...empty(`${CLI}/check/c.ts`, `${CORE}/index.ts`),
    },
    [`${CLI}/check/c.ts`, "node:fs", `${CORE}/index.ts`].map(
      (path) =>
        `${CLI}/formats/a.ts imports ${path}, but a format imports only types and files of formats/.`,
    ),
  ],
  [
    "source that imports a testing folder, by its path or by its entry",
    {
      [`${CORE}/index.ts`]: 'export * from "./testing/scene.ts";\n',
      [`${CLI}/check/a.ts`]: 'import "@release-policy/core/testing";\n',
      ...empty(`${CORE}/testing/scene.ts`, `${CORE}/testing/index.ts`),
    },
    [
      `${CLI}/check/a.ts imports ${CORE}/testing/index.ts, but only tests and scripts import testing/.`,
      `${CORE}/index.ts imports ${CORE}/testing/scene.ts, but only tests and scripts import testing/.`,
    ],
  ],
])("reports %s", async (_, files, expected) => {
  expect(await breaches(files)).toEqual(expected);
});

test.each<[string, Files]>([
  [
    "imports that run one way",
    {
      [`${CLI}/check/a.ts`]:
        'import { b } from "./b.ts";\nexport * from "./c.ts";\nexport const a = b;\n',
      [`${CLI}/check/b.ts`]: 'export { c as b } from "./c.ts";\n',
      ...empty(`${CLI}/check/c.ts`),
    },
  ],
  [
    "imports from lower floors and from subfolders of the own floor",
    {
      [`${CLI}/main.ts`]: 'import "./index.ts";\nimport "./check/a.ts";\n',
      [`${CLI}/check/a.ts`]: 'import "./deep/b.ts";\nimport "../errors.ts";\n',
      [`${CLI}/check/deep/b.ts`]: 'import "../c.ts";\nimport "../../files/d.ts";\n',
      ...empty(`${CLI}/index.ts`, `${CLI}/check/c.ts`, `${CLI}/files/d.ts`, `${CLI}/errors.ts`),
    },
  ],
  [
    "12 source files in a folder, whatever its tests and subfolders hold",
    empty(
      ...Array.from({ length: 12 }, (_, i) => `${CLI}/check/file-${i}.ts`),
      `${CLI}/check/file-1.test.ts`,
      `${CLI}/check/deep/file.ts`,
    ),
  ],
  ["a file of 300 lines", { [`${CLI}/check/a.ts`]: lines(300) }],
  [
    "equal function names in two packages, in a nested scope, in tests and as overloads",
    {
      [`${CLI}/check/a.ts`]:
        "export function nameOf(a: 1): 1;\nexport function nameOf(a: 2): 2;\nexport function nameOf(a: 1 | 2) {\n  return a;\n}\n",
      [`${CLI}/check/b.ts`]:
        "export const b = () => {\n  const nameOf = () => 1;\n  return nameOf();\n};\n",
      [`${CLI}/check/a.test.ts`]: "function nameOf() {}\n",
      [`${CORE}/judge/a.ts`]: "export function nameOf() {}\n",
    },
  ],
  [
    "semver and zod in core",
    { [`${CORE}/judge/a.ts`]: 'import "semver/functions/gt.js";\nimport "zod/mini";\n' },
  ],
  [
    "a rule that imports what its neighbours share, and an index of rules",
    {
      [`${CORE}/rules/time/a.ts`]: `import "./shared.ts";\n${RULE}`,
      [`${CORE}/rules/index.ts`]: 'export * from "./time/a.ts";\n',
      ...empty(`${CORE}/rules/time/shared.ts`),
    },
  ],
  [
    "a format that imports types, formats and node:util",
    {
      [`${CLI}/formats/markdown/a.ts`]:
        'import type { C } from "../../check/c.ts";\nimport { type D } from "@release-policy/core";\nimport "../escape.ts";\nimport "node:util";\n',
      ...empty(`${CLI}/formats/escape.ts`, `${CLI}/check/c.ts`, `${CORE}/index.ts`),
    },
  ],
  [
    "tests and testing folders that import testing folders",
    {
      [`${CORE}/testing/index.ts`]: 'export * from "./scene.ts";\n',
      [`${CLI}/check/a.test.ts`]: 'import "@release-policy/core/testing";\n',
      ...empty(`${CORE}/testing/scene.ts`),
    },
  ],
])("accepts %s", async (_, files) => {
  expect(await breaches(files)).toEqual([]);
});
