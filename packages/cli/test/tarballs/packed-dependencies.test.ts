import { expect, test } from "vitest";
import { packedDependencies } from "../../src/tarballs/packed-dependencies.ts";

test("each dependency on the workspace is packed with the version of its own package", () => {
  const manifest = {
    dependencies: { "@acme/core": "workspace:^", lib: "workspace:@acme/lib@~" },
    devDependencies: { lib: "workspace:@acme/core@*" },
  };
  const versions = new Map([
    ["@acme/core", "1.2.0"],
    ["@acme/lib", "0.3.0"],
  ]);
  expect(packedDependencies("pnpm", manifest, versions, {})).toEqual({
    dependencies: { "@acme/core": "^1.2.0", lib: "npm:@acme/lib@~0.3.0" },
    devDependencies: { lib: "npm:@acme/core@1.2.0" },
  });
});
