import fc from "fast-check";
import { expect, test } from "vitest";
import { oddKeys } from "../../src/files/ambiguous-json-keys.ts";
import { CannotJudge, check } from "../../src/index.ts";
import { publishedRange } from "../../src/workspace/manifest.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

/** The messages for a commit with these files, or for a folder with them without `ref`. */
async function messages(files: Readonly<Record<string, string>>, ref?: "HEAD"): Promise<string[]> {
  const fixture = await workspace({ files });
  if (ref) repository(fixture);
  try {
    const { findings } = await check({ cwd: fixture.path, ...(ref ? { ref } : {}) });
    return findings.map(({ rule, at }) => `${rule} ${at.path}`);
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return error.obstacles.map(({ message, at }) => `${message} ${at?.line}:${at?.column}`);
  }
}

const core = (more: string): string => `{ "name": "@acme/core", "version": "1.2.0", ${more} }`;
const MANIFEST = "packages/core/package.json";
const TWICE = "has a duplicate key";

test.each([
  ["a version", MANIFEST, core('"version": "0.1.0"'), `${MANIFEST} ${TWICE} 1:45`],
  ["a name", MANIFEST, core('"name": "other"'), `${MANIFEST} ${TWICE} 1:45`],
  [
    "a dependency",
    MANIFEST,
    core('"dependencies": { "a": "1", "a": "2" }'),
    `${MANIFEST} ${TWICE} 1:73`,
  ],
  [
    "a key in disguise",
    MANIFEST,
    core('"priv\\u0061te": true, "private": false'),
    `${MANIFEST} ${TWICE} 1:67`,
  ],
  [
    "a setting of Changesets",
    ".changeset/config.json",
    '{ "ignore": ["@acme/core"], "ignore": [] }',
    `.changeset/config.json ${TWICE} 1:29`,
  ],
  [
    "a setting of the workspace",
    "pnpm-workspace.yaml",
    "packages: [packages/*]\npackages: []\n",
    "pnpm-workspace.yaml is not valid YAML: Map keys must be unique 2:1",
  ],
  [
    "a line of a policy",
    "policies/core.yaml",
    'packages: ["@acme/core"]\npackages: []\n',
    "duplicate key 2:1",
  ],
  [
    "a line of a policy in JSON",
    "policies/extra.json",
    '{ "packages": ["x"], "packages": [] }',
    "duplicate key 1:22",
  ],
])("rejects a commit with a duplicate %s", async (_, path, text, obstacle) => {
  expect(await messages({ [path]: text }, "HEAD")).toEqual([obstacle]);
});

test("reports a package that is listed twice in a changeset", async () => {
  const text = '---\n"@acme/core": patch\n"@acme/core": patch\n---\n\nx\n';
  expect(await messages({ ".changeset/x.md": text }, "HEAD")).toEqual([
    "duplicate-package .changeset/x.md",
  ]);
});

test.each([
  ["a manifest", MANIFEST, core('"__proto__": { "private": true }')],
  ["dependencies", MANIFEST, core('"dependencies": { "__proto__": "^1.0.0" }')],
])("rejects __proto__ in %s, in a folder and in a commit", async (_, path, text) => {
  for (const ref of [undefined, "HEAD"] as const) {
    const obstacles = await messages({ [path]: text }, ref);
    expect(obstacles).toHaveLength(1);
    expect(obstacles[0]).toContain("`__proto__`");
  }
});

test.each([
  ["config.json", ".changeset/config.json", '{ "__proto__": { "ignore": ["@acme/core"] } }'],
  [
    "a policy",
    "policies/core.yaml",
    'packages: ["@acme/core"]\n__proto__: { prerelease: allowed }\n',
  ],
  [
    "the rules of a policy",
    "policies/core.yaml",
    'packages: ["@acme/core"]\nrules: { __proto__: off }\n',
  ],
])("rejects __proto__ in %s", async (_, path, text) => {
  expect((await messages({ [path]: text })).join("\n")).toContain("`__proto__`");
});

test.each(["__proto__", "constructor", "toString"])(
  "treats %s in a changeset as an unknown package",
  async (name) => {
    expect(await messages({ ".changeset/x.md": changeset({ [name]: "patch" }) })).toEqual([
      "unknown-package .changeset/x.md",
    ]);
  },
);

test("finds no inherited properties in a catalog", () => {
  expect(publishedRange("constructor", "catalog:", undefined, { default: {} })).toBeUndefined();
  expect(publishedRange("prototype", "catalog:constructor", undefined, {})).toBeUndefined();
});

test("ignores keys that do not affect releases, and unrelated packages", async () => {
  const twice = core('"scripts": { "a": "1", "a": "2" }, "author": "x", "author": "y"');
  expect(
    await messages({ [MANIFEST]: twice, "fixtures/x/package.json": core('"name": "y"') }, "HEAD"),
  ).toEqual([]);
});

test("law: serialized JSON has no ambiguous key, but has one with one added", () => {
  const keys = fc.string().filter((key) => key !== "__proto__");
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 2 })), keys, (data, key) => {
      const clean = JSON.parse(JSON.stringify(data).replaceAll("__proto__", "x")) as object;
      const all = JSON.stringify({ ...clean, [key]: 1 });
      expect(oddKeys("x.json", all)).toEqual([]);
      const twice = `${all.slice(0, -1)}, ${JSON.stringify(key)}: 2}`;
      expect(oddKeys("x.json", twice)).toHaveLength(1);
    }),
  );
});

test("finds no duplicate key in texts with escapes", () => {
  const text = String.raw`{ "a\"": "\\", "b": "\u0022\\\"", "\u0061": ["\": "] }`;
  expect(oddKeys("x.json", text)).toEqual([]);
});

test.each([
  ["without escapes", '{ "a": ["b", { "c": ":" }], "a": "b" }'],
  ["whose value has an escaped quote", '{ "a": "\\"b", "a": [] }'],
  ["whose value has escaped colons", '{ "a": "\\u003a\\u0022", "a": "x:" }'],
  ["inside a list", '[{ "a": 1, "a": 2 }]'],
])("finds a duplicate key %s", (_, text) => {
  expect(oddKeys("x.json", text)).toHaveLength(1);
});

test("leaves a text that is not JSON to its reader", () => {
  expect(oddKeys("x.json", '{ "a": 1, "a": 2 }')).toHaveLength(1);
  for (const text of ["", '{ "a": 1, "a": 2', '{ "a": 1, "a": 2, }'])
    expect(oddKeys("x.json", text)).toEqual([]);
});
