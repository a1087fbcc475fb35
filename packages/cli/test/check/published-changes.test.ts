import { expect, test } from "vitest";
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
