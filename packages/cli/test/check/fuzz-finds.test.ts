import { expect, test } from "vitest";
import { CannotJudge, check } from "../../src/index.ts";
import { folder } from "../kit/workspace.ts";

/** What `pnpm fuzz` found: workspaces on which a check threw something else than `CannotJudge`, or gave no reason. */
const MANIFEST = '{ "name": "@acme/core", "version": "1.0.0" }';
const POLICY = { "policies/core.yaml": 'packages: ["*"]\n' };
const config = (major: number, rest: object = {}) =>
  JSON.stringify({
    $schema: `https://unpkg.com/@changesets/config@${major}.0.0/schema.json`,
    ...rest,
  });

test.each([
  [
    "no package.json in the root",
    { ".changeset/config.json": config(4), "packages/a/package.json": MANIFEST },
  ],
  [
    "a dependency on a package without a version",
    {
      ".changeset/config.json": config(4),
      "package.json": '{ "name": "root" }',
      "packages/a/package.json":
        '{ "name": "@acme/core", "version": "1.0.0", "dependencies": { "@acme/app": "^1.0.0" } }',
      "packages/b/package.json": '{ "name": "@acme/app" }',
    },
  ],
  [
    "a config that Changesets 2 refuses in one line",
    {
      ".changeset/config.json": config(3, { ignore: ["@acme/core"] }),
      "package.json": '{ "private": true }',
      "packages/a/package.json":
        '{ "name": "@acme/core", "version": "1.0.0", "dependencies": null }',
      "packages/b/package.json": '{ "name": "@acme/app", "dependencies": { "@acme/core": 1 } }',
    },
  ],
])("a workspace with %s is judged, or there is a reason why not", async (_, files) => {
  const fixture = await folder({
    "pnpm-workspace.yaml": "packages: [packages/*]\n",
    ...POLICY,
    ...files,
  });
  const said: unknown = await check({ cwd: fixture.path }).catch((thrown: unknown) => thrown);
  if (!(said instanceof Error)) return;
  expect(said).toBeInstanceOf(CannotJudge);
  expect((said as CannotJudge).obstacles[0]?.message).toMatch(/\w/);
});
