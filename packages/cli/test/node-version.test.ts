import { expect, test } from "vitest";
import { isNodeTooOld } from "../src/node-version.ts";

test.each([
  ["16.20.2", true],
  ["20.18.3", true],
  ["20.19.0", false],
  ["22.0.0", false],
  ["24.21.0", false],
])("Node %s is too old: %s", (version, expected) => {
  expect(isNodeTooOld(version)).toBe(expected);
});
