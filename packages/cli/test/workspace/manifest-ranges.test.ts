import fc from "fast-check";
import validRange from "semver/ranges/valid.js";
import { expect, test } from "vitest";
import { edgesOf, isRange, requirementsOf } from "../../src/workspace/manifest.ts";
import { runs } from "../kit/sampling.ts";

const number = fc.constantFrom("0", "1", "12", "01", "x", "", "999999999", "9999999999999999999");
const version = fc.tuple(number, number, number).map((parts) => parts.join("."));
const text = fc
  .tuple(
    fc.constantFrom("", "^", "~", ">=", "v", "^ ", "=", "workspace:", ":"),
    version,
    fc.constantFrom("", "-beta.1", ".", " || workspace:^", "+a:b"),
  )
  .map((parts) => parts.join(""));

test("recognizes the same ranges as semver, plain ones without parsing", () => {
  fc.assert(
    fc.property(text, (range) => {
      expect(isRange(range)).toBe(validRange(range) !== null);
    }),
    { seed: 20261122, numRuns: runs(3000) },
  );
});

test.each([
  ["an absent field", undefined, undefined],
  ["a file", "./index.js", ["."]],
  ["conditions", { import: "./index.mjs", require: "./index.cjs" }, ["."]],
  ["paths", { ".": "./index.js", "./server": { import: "./server.mjs" } }, [".", "./server"]],
  ["a closed path", { ".": "./index.js", "./internal": null }, ["."]],
])("reads the entries of a package from %s under exports", (_, exported, entries) => {
  const manifest = { name: "@acme/core", ...(exported === undefined ? {} : { exports: exported }) };
  expect(requirementsOf(manifest, new Set(), {}).entries).toEqual(entries);
});

test.each([
  ["workspace:@acme/core", []],
  ["workspace:@acme/core@^", ["@acme/core"]],
  ["npm:@acme/core", ["@acme/core"]],
  ["npm:@acme/core@^1.2.0", ["@acme/core"]],
  ["npm:core", ["core"]],
  ["npm:./core@1", []],
])("%s under another name is a dependency on %j", (spec, names) => {
  const edges = edgesOf({ dependencies: { other: spec } }, new Set(["@acme/core", "core"]), {});
  expect(edges.map(({ name }) => name)).toEqual(names);
});
