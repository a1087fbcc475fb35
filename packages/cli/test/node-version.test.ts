import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { isNodeTooOld, laterOptimization } from "../src/node-version.ts";

test.each([
  ["16.20.2", true],
  ["20.18.3", true],
  ["20.19.0", false],
  ["22.0.0", false],
  ["24.21.0", false],
])("Node %s is too old: %s", (version, expected) => {
  expect(isNodeTooOld(version)).toBe(expected);
});

test.each([{ node: "20.19.0" }, { node: "30.0.0" }, { node: "24.3.0", bun: "1.3.0" }])(
  "%o gets no setting that its V8 may not know",
  (versions) => {
    expect(laterOptimization({ ...process.versions, ...versions })).toEqual([]);
  },
);

test("this Node knows the settings that let V8 optimize later", () => {
  const { stderr, status } = spawnSync(process.execPath, [...laterOptimization(), "-e", ""]);
  expect({ stderr: stderr.toString(), status }).toEqual({ stderr: "", status: 0 });
});
