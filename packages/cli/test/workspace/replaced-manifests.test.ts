import { PLANNERS } from "@release-policy/core";
import type { FsFixture } from "fs-fixture";
import { expect, test } from "vitest";
import { discover } from "../../src/workspace/discover.ts";
import { SIZE_LIMITS } from "../../src/files/files.ts";
import { namedManifest } from "../../src/workspace/manifest.ts";
import { withManifests } from "../../src/workspace/replaced-manifests.ts";
import { readWorkspaceFile } from "../../src/workspace/workspace-file.ts";
import { folder } from "../kit/workspace.ts";

const FILES: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "acme", "private": true, "workspaces": ["packages/*"] }',
  "pnpm-workspace.yaml": "packages: [packages/*]\n",
  "packages/core/package.json": '{ "name": "@acme/core", "version": "1.2.0" }',
  "packages/plugin/package.json":
    '{ "name": "@acme/plugin", "version": "0.3.0", "dependencies": { "@acme/core": "^1.0.0" } }',
};

const found = ({ path }: FsFixture, planner: (typeof PLANNERS)[number]) =>
  discover(path, planner, readWorkspaceFile(path));

const buffers = (texts: Readonly<Record<string, string>>) =>
  new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));

const CORE = "packages/core/package.json";

test.for(
  PLANNERS.flatMap((planner) =>
    [
      { [CORE]: '{ "name": "@acme/core", "version": "1.1.0", "private": true }' },
      { [CORE]: '{ "name": "@acme/plugin", "version": "1.2.0" }' },
      {
        [CORE]: '{ "name": "@acme/base", "version": "1.2.0" }',
        "packages/plugin/package.json": '{ "name": "@acme/plugin", "version": "0.2.0" }',
      },
      {
        "package.json":
          '{ "name": "acme", "private": true, "workspaces": ["packages/*"], "scripts": { "build": "x" } }',
      },
      { "elsewhere/package.json": "{}" },
    ].map((before) => ({ planner, before })),
  ),
)("$planner: finds what the finder finds with $before", async ({ planner, before }) => {
  const fixture = await folder({ ...FILES, "elsewhere/package.json": '{ "name": "other" }' });
  const replaced = withManifests(await found(fixture, planner), buffers(before));
  for (const [path, text] of Object.entries(before)) await fixture.writeFile(path, text);
  expect(replaced).toEqual(await found(fixture, planner));
});

test.for(PLANNERS)(
  "%s: does the same where only the planner's own finder finds",
  async (planner) => {
    const fixture = await folder({
      ...FILES,
      "pnpm-workspace.yaml": "packages: ['{packages,x}/*']\n",
    });
    const before = { [CORE]: '{ "name": "@acme/core", "version": "1.1.0" }' };
    const replaced = withManifests(await found(fixture, planner), buffers(before));
    await fixture.writeFile(CORE, before[CORE]);
    expect(replaced).toEqual(await found(fixture, planner));
  },
);

test.each([
  ["other folders are packages", "package.json", '{ "name": "acme", "workspaces": ["apps/*"] }'],
  ["a catalog", "package.json", '{ "name": "acme", "workspaces": ["packages/*"], "catalog": {} }'],
  ["a package without a name", CORE, '{ "version": "1.0.0" }'],
  ["a name that is not a text", CORE, '{ "name": 1 }'],
  ["an empty name", CORE, '{ "name": "" }'],
  ["no JSON", CORE, "{"],
  ["no object", CORE, "[]"],
  ["a byte order mark", CORE, '\uFEFF{ "name": "@acme/core" }'],
  ["a file that is too large", CORE, `{ "name": "@acme/core" }${" ".repeat(4 * 1024 * 1024)}`],
])("does not know what a finder would do: %s", async (_, path, text) => {
  const workspace = await found(await folder(FILES), "changesets@3");
  expect(withManifests(workspace, buffers({ [path]: text }))).toBeUndefined();
});

test("refuses what every finder refuses", async () => {
  const workspace = await found(await folder(FILES), "changesets@3");
  const text = '{ "name": "@acme/core", "dependencies": { "\\u005f_proto__": "1.0.0" } }';
  expect(() => withManifests(workspace, buffers({ [CORE]: text }))).toThrow(
    "contains the name `__proto__`",
  );
});

test("a manifest as large as the limit is read, and a larger one is not", async () => {
  const workspace = await found(await folder(FILES), "changesets@3");
  const most = `{ "name": "@acme/core" }`.padEnd(SIZE_LIMITS.manifest);
  const names = [most, `${most} `].map((text) => ({
    past: namedManifest(text)?.name,
    replaced: withManifests(workspace, buffers({ [CORE]: text })) !== undefined,
  }));
  expect(names).toEqual([
    { past: "@acme/core", replaced: true },
    { past: undefined, replaced: false },
  ]);
});

test.each([undefined, "", "{", "null", "[]", "{}", '{ "name": 1 }'])(
  "%j is not the package.json of a past package",
  (text) => {
    expect(namedManifest(text)).toBeUndefined();
    expect(namedManifest('\uFEFF{ "name": "a" }')).toEqual({ name: "a" });
  },
);
