import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { isNodeTooOld, laterOptimization, steadyNewSpace } from "../src/node-version.ts";

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
    const all = { ...process.versions, ...versions };
    expect([...laterOptimization(all), ...steadyNewSpace(all)]).toEqual([]);
  },
);

test("this Node knows the settings that are made for V8", () => {
  const settings = [...laterOptimization(), ...steadyNewSpace()];
  const { stderr, status } = spawnSync(process.execPath, [...settings, "-e", ""]);
  expect({ stderr: stderr.toString(), status }).toEqual({ stderr: "", status: 0 });
});
