import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createFixture } from "fs-fixture";
import { beforeAll, expect, test } from "vitest";
import { folder } from "../packages/cli/test/kit/workspace.ts";

const ROOT = join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const own = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const binOf = (name: string, path: string): string =>
  join(dirname(require.resolve(`${name}/package.json`)), path);

interface Linted {
  readonly diagnostics: readonly {
    readonly message: string;
    readonly help?: string;
    readonly filename: string;
  }[];
}

type Files = Readonly<Record<string, string>>;

/** What the linter, with this repository's own settings, has against files in trees like this one: one run for all. */
async function complaints(trees: readonly Files[]): Promise<string[][]> {
  const settings = own(".oxlintrc.json");
  const placed = trees.flatMap((files, i) =>
    Object.entries({ ...files, ".oxlintrc.json": settings }).map(([path, text]) => [
      `${i}/${path}`,
      text,
    ]),
  );
  await using fixture = await createFixture(Object.fromEntries(placed) as Files);
  const args = [binOf("oxlint", "bin/oxlint"), "--format", "json"];
  const { stdout } = spawnSync(process.execPath, args, { cwd: fixture.path, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout) as Linted;
  return trees.map((_, i) =>
    diagnostics
      .filter(({ filename }) => filename.startsWith(`${i}/`))
      .map(({ message, help }) => `${message} ${help ?? ""}`.trim()),
  );
}

const CORE = "Core is pure: it imports semver, zod and itself.";
const TODAY = "Today is a fact: view.today.";
const FORMAT = "A format turns a report into text: it imports types and its neighbours only.";

const uses = (from: string): string => `import { x } from "${from}";\nexport const y = x;\n`;
const usesType = (from: string): string =>
  `import type { X } from "${from}";\nexport type Y = X;\n`;
const file = (path: string) => (code: string) => ({ [`packages/${path}`]: code });
const core = file("core/src/x.ts");
const rule = file("core/src/rules/versions/x.ts");
const format = file("cli/src/formats/x.ts");
const comment = file("cli/src/formats/markdown/x.ts");
const face = file("cli/src/x.ts");

const REFUSED: readonly (readonly [string, Files, string])[] = [
  ["core imports a library", core(uses("yaml")), CORE],
  ["core imports the types of a library", core(usesType("yaml")), CORE],
  ["core imports Node", core(uses("node:fs")), CORE],
  ["core loads a library", core('export const x = () => import("yaml");\n'), CORE],
  ["core hands on another package", core('export { x } from "release-policy";\n'), CORE],
  ["a rule imports a library", rule(uses("yaml")), CORE],
  ["a rule asks for the day", rule("export const now = (): Date => new Date();\n"), TODAY],
  ["a rule asks for the time", rule("export const now = (): number => Date.now();\n"), TODAY],
  ["a format imports the judge", format(uses("@release-policy/core")), FORMAT],
  ["a format reads git", format(uses("../git/git.ts")), FORMAT],
  ["a format reads files", format(uses("node:fs")), FORMAT],
  ["a part of the comment reads files", comment(uses("node:fs")), FORMAT],
  ["a part of the comment imports the judge", comment(uses("@release-policy/core")), FORMAT],
  ["a part of the comment imports the API", comment(uses("../../check/check.ts")), FORMAT],
  ["a face prints", face('console.log("x");\n'), "Unexpected console statement."],
  [
    "a reader of files warns",
    file("cli/src/files/x.ts")('console.warn("x");\n'),
    "Unexpected console statement.",
  ],
  ["a face ends the process", face("process.exit(1);\n"), "Don't use `process.exit()`"],
  [
    "two files import each other",
    { ...face('export * from "./z.ts";\n'), "packages/cli/src/z.ts": 'export * from "./x.ts";\n' },
    "Dependency cycle detected",
  ],
];

const ACCEPTED: readonly (readonly [string, Files])[] = [
  [
    "core imports semver, zod and itself",
    core(
      `${uses("semver/functions/gt.js")}export * from "./y.ts";\nexport * from "zod/mini";\nexport * from "../src/z.ts";\n`,
    ),
  ],
  [
    "a rule imports core, semver and zod",
    rule(`${uses("../../judge/rule.ts")}export * from "semver";\nexport * from "zod/mini";\n`),
  ],
  ["a test of core imports its tools", file("core/src/x.test.ts")(uses("fast-check"))],
  [
    "a format imports types and its neighbours",
    format(
      `${usesType("../check/report.ts")}export * from "./escape.ts";\nexport * from "node:util";\nexport type { Z } from "@release-policy/core";\n`,
    ),
  ],
  [
    "a part of the comment imports its neighbours",
    comment(`${uses("../escape.ts")}export * from "./y.ts";\n`),
  ],
  ["the main of a face ends the process", face("#!/usr/bin/env node\nprocess.exit(1);\n")],
];

let found: readonly (readonly string[])[];
beforeAll(async () => {
  found = await complaints([...REFUSED, ...ACCEPTED].map(([, files]) => files));
});

test.each(REFUSED.map(([title, , law], i) => [title, law, i] as const))(
  "the linter complains where %s",
  (_, law, i) => {
    expect(found[i]).not.toEqual([]);
    for (const complaint of found[i]!) expect(complaint).toContain(law);
  },
);

test.each(ACCEPTED.map(([title], i) => [title, REFUSED.length + i] as const))(
  "the linter is content where %s",
  (_, i) => {
    expect(found[i]).toEqual([]);
  },
);

/** What the compiler says of files of core, with core's own settings. */
async function errorsIn(
  codes: readonly string[],
  change: (settings: string) => string,
): Promise<string> {
  const fixture = await folder({
    "tsconfig.base.json": own("tsconfig.base.json"),
    "packages/core/package.json": '{ "type": "module" }',
    "packages/core/tsconfig.json": change(own("packages/core/tsconfig.json")),
    ...Object.fromEntries(codes.map((code, i) => [`packages/core/src/x${i}.ts`, code])),
    "packages/cli/src/y.ts": "export const y = 1;\n",
  });
  symlinkSync(join(ROOT, "node_modules"), fixture.getPath("node_modules"));
  const args = [binOf("typescript", "bin/tsc"), "-p", "packages/core", "--noEmit"];
  return spawnSync(process.execPath, args, { cwd: fixture.path, encoding: "utf8" }).stdout;
}

const asIs = (settings: string): string => settings;
const withNode = (settings: string): string => settings.replace('"types": []', '"types": ["node"]');

const NODE = [
  ["process", "export const x = process.env;\n", "Cannot find name 'process'"],
  [
    "node:fs",
    'import { readFileSync } from "node:fs";\nexport const x = readFileSync;\n',
    "Cannot find name 'node:fs'",
  ],
  ["console", "console.log(1);\nexport {};\n", "Cannot find name 'console'"],
  ["a timer", "setTimeout(() => {}, 1);\nexport {};\n", "Cannot find name 'setTimeout'"],
] as const;

test(`the compiler refuses ${NODE.map(([name]) => name).join(", ")} in core, and only because core has no types of Node`, async () => {
  const codes = NODE.map(([, code]) => code);
  const errors = (await errorsIn(codes, asIs)).split("\n");
  for (const [i, [, , error]] of NODE.entries())
    expect(errors).toContainEqual(expect.stringMatching(`src/x${i}\\.ts.*${error}`));
  expect(await errorsIn(codes, withNode)).toBe("");
});

test("the compiler refuses a file of another package in core", async () => {
  const code = 'export { y } from "../../cli/src/y.ts";\n';
  expect(await errorsIn([code], asIs)).toContain("is not under 'rootDir'");
});
