import { expect, test } from "vitest";
import { differingFields, registryOptions } from "../../src/commands/verify/published-release.ts";

const OURS = "https://npm.acme.dev/";

test.each([
  ["@acme/core", { registry: OURS }, [`--@acme:registry=${OURS}`]],
  [
    "@acme/core",
    { registry: "https://other.dev", "@acme:registry": OURS },
    [`--@acme:registry=${OURS}`],
  ],
  ["core", { registry: OURS }, [`--registry=${OURS}`]],
  ["core", { "@acme:registry": OURS }, []],
  ["core", undefined, []],
  ["core", { registry: "file:///etc" }, []],
  ["core", { registry: `${OURS} --globalconfig=x` }, []],
])("asks the registry of %s that publishConfig %j names", (name, publishConfig, options) => {
  expect(registryOptions(name, publishConfig)).toEqual(options);
});

const MANIFEST = {
  name: "@acme/core",
  version: "1.2.0",
  dependencies: { a: "^1.0.0", b: "^2.0.0" },
  os: ["linux", "darwin"],
};

test.each([
  ["the order of keys", { dependencies: { b: "^2.0.0", a: "^1.0.0" } }, {}, []],
  ["what is missing or empty", { peerDependencies: {} }, { engines: {} }, []],
  ["fields that are not installed", { scripts: { test: "a" } }, {}, []],
  [
    "optional dependencies that npm lists twice",
    { dependencies: { ...MANIFEST.dependencies, c: "1" }, optionalDependencies: { c: "1" } },
    { optionalDependencies: { c: "1" } },
    [],
  ],
  ["the forms of bin", { bin: { core: "bin/core.js" } }, { bin: "./bin/core.js" }, []],
  ["another path of bin", { bin: { core: "bin/core.js" } }, { bin: "bin/c.js" }, ["bin"]],
  ["another range", { dependencies: { a: "^1.0.0" } }, {}, ["dependencies"]],
  ["another order of a list", { os: ["darwin", "linux"] }, {}, ["os"]],
  ["a missing name", { name: undefined }, {}, ["name"]],
])("compares the manifests of registry and tarball: %s", (_, manifest, packed, fields) => {
  expect(differingFields({ ...MANIFEST, ...manifest }, { ...MANIFEST, ...packed })).toEqual(fields);
});
