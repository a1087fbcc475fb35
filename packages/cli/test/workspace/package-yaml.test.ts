import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { changeset, folder } from "../kit/workspace.ts";

test("reads a workspace under pnpm whose only manifests are package.yaml", async () => {
  const fixture = await folder({
    "package.yaml": "name: acme\nprivate: true\n",
    "pnpm-workspace.yaml": "packages: [packages/*]\nversioning: {}\n",
    // A form that is YAML and not JSON.
    "packages/core/package.yaml": "name: '@acme/core'\nversion: 1.2.0 # released\n",
    ".changeset/one.md": changeset({ "@acme/core": "minor" }),
    "policies/core.yaml": 'packages: ["@acme/core"]\nversions: 1.x\n',
  });
  const { releases, outcome } = await check({ cwd: fixture.path });
  expect(outcome).toBe("pass");
  expect(releases.map(({ name, to }) => `${name} ${to}`)).toEqual(["@acme/core 1.3.0"]);
});

test("rejects a JSON5 manifest and suggests other formats", async () => {
  const fixture = await folder({
    "package.json": '{ "name": "acme", "private": true }',
    "pnpm-workspace.yaml": "packages: [packages/*]\nversioning: {}\n",
    "packages/core/package.json5": "{ name: '@acme/core', version: '1.2.0' }",
  });
  await expect(check({ cwd: fixture.path })).rejects.toThrow("JSON5 manifests are not supported");
});
