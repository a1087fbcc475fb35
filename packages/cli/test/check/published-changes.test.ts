import { expect, test } from "vitest";
import { unpublishedManifests } from "../../src/git/published/published-changes.ts";
import { type Change, missing } from "../kit/missing-changesets.ts";

const json = (value: object): string => JSON.stringify(value);
const core = { name: "@acme/core", version: "1.2.0" };
const manifest =
  (more: object): Change =>
  ({ writeFile }) =>
    writeFile("packages/core/package.json", json({ ...core, ...more }));

test.each<[string, object, readonly string[]]>([
  ["devDependencies", { devDependencies: { vitest: "^3.0.0" } }, []],
  ["scripts", { scripts: { test: "vitest" } }, []],
  ["another layout", {}, []],
  [
    "an install script",
    { scripts: { postinstall: "node x" } },
    ["@acme/core: packages/core/package.json"],
  ],
  [
    "dependencies",
    { dependencies: { zod: "^4.0.0" }, devDependencies: { vitest: "^3.0.0" } },
    ["@acme/core: packages/core/package.json"],
  ],
])("of a package.json, a change of %s asks for a changeset or not", async (_, more, expected) => {
  expect(await missing(manifest(more))).toEqual(expected);
});

const settings = (catalog: object, catalogs: object = {}): string =>
  json({ packages: [".", "packages/**"], catalog, catalogs });

const withCatalogs = {
  packages: {
    "@acme/core": { version: "1.2.0", dependencies: { zod: "catalog:" } },
    "@acme/plugin": { version: "0.3.0", peerDependencies: { zod: "catalog:next" } },
    "@acme/old": { version: "1.0.0", devDependencies: { zod: "catalog:", vue: "catalog:" } },
  },
  config: {},
  files: {
    "package.json": json({ name: "acme", devDependencies: { "@changesets/cli": "^3.0.3" } }),
    "pnpm-workspace.yaml": settings({ zod: "^4.0.0", vue: "^3.0.0" }, { next: { zod: "^5.0.0" } }),
  },
};

test.each<[string, string, readonly string[]]>([
  [
    "the default catalog",
    settings({ zod: "^4.1.0", vue: "^3.0.0" }, { next: { zod: "^5.0.0" } }),
    ["@acme/core: pnpm-workspace.yaml"],
  ],
  [
    "a named catalog",
    settings({ zod: "^4.0.0", vue: "^3.0.0" }, { next: { zod: "^5.1.0" } }),
    ["@acme/plugin: pnpm-workspace.yaml"],
  ],
  [
    "what only devDependencies use",
    settings({ zod: "^4.0.0", vue: "^3.1.0" }, { next: { zod: "^5.0.0" } }),
    [],
  ],
])(
  "an entry of %s that moves is a change of the packages that publish it",
  async (_, text, expected) => {
    const change: Change = ({ writeFile }) => writeFile("pnpm-workspace.yaml", text);
    expect(await missing(change, withCatalogs)).toEqual(expected);
  },
);

/** The same catalogs where another package manager has them. */
const elsewhere = {
  ".yarnrc.yml": (catalog: object, next: object): string =>
    `nodeLinker: pnp\ncatalog: ${json(catalog)}\ncatalogs:\n  next: ${json(next)}\n`,
  "package.json": (catalog: object, next: object): string =>
    json({
      ...(JSON.parse(withCatalogs.files["package.json"]) as object),
      workspaces: { packages: ["packages/*"], catalog, catalogs: { next } },
    }),
};

test.each<[keyof typeof elsewhere, string, object, object, readonly string[]]>([
  [".yarnrc.yml", "default", { zod: "^4.1.0", vue: "^3.0.0" }, { zod: "^5.0.0" }, ["@acme/core"]],
  [".yarnrc.yml", "named", { zod: "^4.0.0", vue: "^3.0.0" }, { zod: "^5.1.0" }, ["@acme/plugin"]],
  [".yarnrc.yml", "unpublished", { zod: "^4.0.0", vue: "^3.1.0" }, { zod: "^5.0.0" }, []],
  ["package.json", "default", { zod: "^4.1.0", vue: "^3.0.0" }, { zod: "^5.0.0" }, ["@acme/core"]],
  ["package.json", "named", { zod: "^4.0.0", vue: "^3.0.0" }, { zod: "^5.1.0" }, ["@acme/plugin"]],
  ["package.json", "unpublished", { zod: "^4.0.0", vue: "^3.1.0" }, { zod: "^5.0.0" }, []],
])("follows the catalogs in %s: %s", async (file, _, catalog, next, expected) => {
  const textOf = elsewhere[file];
  const files = {
    ...withCatalogs.files,
    "pnpm-workspace.yaml": json({ packages: ["packages/**"] }),
    [file]: textOf({ zod: "^4.0.0", vue: "^3.0.0" }, { zod: "^5.0.0" }),
  };
  const change: Change = ({ writeFile }) => writeFile(file, textOf(catalog, next));
  const found = await missing(change, { ...withCatalogs, files });
  expect(found).toEqual(expected.map((name) => `${name}: ${file}`));
});

test("moving a catalog entry to another file is not a change", async () => {
  const catalog = { zod: "^4.0.0", vue: "^3.0.0" };
  const change: Change = async ({ writeFile }) => {
    await writeFile("pnpm-workspace.yaml", json({ packages: [".", "packages/**"] }));
    await writeFile(".yarnrc.yml", elsewhere[".yarnrc.yml"](catalog, { zod: "^5.0.0" }));
  };
  expect(await missing(change, withCatalogs)).toEqual([]);
});

test.each<[string, object, readonly string[]]>([
  ["a catalog that has the same range", { dependencies: { zod: "catalog:next" } }, []],
  ["the same range without a catalog", { dependencies: { zod: "^4.0.0" } }, []],
  [
    "a catalog that has another range",
    { dependencies: { zod: "catalog:old" } },
    ["packages/core/package.json"],
  ],
  ["settings of tools", { dependencies: { zod: "catalog:" }, prettier: {}, jest: {} }, []],
])("a dependency that moves to %s", async (_, after, expected) => {
  const catalogs = { default: { zod: "^4.0.0" }, next: { zod: "^4.0.0" }, old: { zod: "^3.0.0" } };
  const path = "packages/core/package.json";
  const files = [{ status: "M", path, before: "blob" }];
  const publishing = {
    manifests: new Map([["packages/core", { ...core, ...after }]]),
    catalogs: { "package.json": {}, ".yarnrc.yml": {}, "pnpm-workspace.yaml": catalogs },
  };
  const read = async () => [Buffer.from(json({ ...core, dependencies: { zod: "catalog:" } }))];
  const unpublished = await unpublishedManifests({ base: "base", files }, publishing, read);
  expect([path].filter((one) => !unpublished.has(one))).toEqual(expected);
});
