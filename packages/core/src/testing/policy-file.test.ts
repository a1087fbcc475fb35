import { expect, test } from "vitest";
import { policyFile } from "./policy-file.ts";

const lines = (data: unknown, ...paths: readonly (readonly (string | number)[])[]) =>
  paths.map((path) => policyFile("core", data).lineAt(path));

test("a value is on the line of its key", () => {
  const data = { packages: ["@acme/*", "ui"], versions: "1.x", bumps: { declared: ["patch"] } };
  expect(lines(data, ["packages"], ["packages", 1], ["versions"], ["bumps", "declared"])).toEqual([
    'packages: ["@acme/*", ui]',
    'packages: ["@acme/*", ui]',
    'versions: "1.x"',
    "declared: [patch]",
  ]);
});

test("an item of a list of maps starts at its first key", () => {
  const data = { waivers: [{ rule: "freeze", package: "ui" }, { rule: "train" }] };
  expect(lines(data, ["waivers", 0], ["waivers", 0, "package"], ["waivers", 1])).toEqual([
    "- rule: freeze",
    "package: ui",
    "- rule: train",
  ]);
  expect(policyFile("waivers", data).at(["waivers", 1])).toEqual({
    path: "policies/waivers.yaml",
    line: 4,
    column: 5,
    length: 11,
  });
});

test("values below the second level are in flow style", () => {
  const data = { require: { removal: { deprecatedFor: { days: 30 } } }, breaking: "minor" };
  const file = policyFile("core", data);
  expect(file.lineAt(["require", "removal", "deprecatedFor", "days"])).toBe(
    "removal: { deprecatedFor: { days: 30 } }",
  );
  expect(file.at(["require", "removal", "deprecatedFor", "days"])).toMatchObject({
    line: 2,
    column: 37,
    length: 2,
  });
  expect(file.at(["breaking"])).toMatchObject({ line: 3, column: 11, length: 5 });
});

test("a missing value has the place of its closest parent", () => {
  const file = policyFile("core", { versions: "1.x", bumps: { declared: [] } });
  expect(file.at(["bumps", "received"])).toMatchObject({ line: 3, column: 3 });
  expect(file.at(["trains"])).toMatchObject({ line: 1, column: 1 });
  expect(file.has(["bumps", "received"])).toBe(false);
  expect(file.has(["bumps", "declared"])).toBe(true);
});

test("a key has a place of its own", () => {
  const file = policyFile("workspace", { branches: { "maint/*": { versions: "1.x" } } });
  expect(file.keyAt(["branches", "maint/*"])).toMatchObject({ line: 2, column: 3, length: 9 });
  expect(file.at(["branches", "maint/*"])).toMatchObject({ line: 2, column: 14 });
});
