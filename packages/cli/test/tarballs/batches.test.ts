import { expect, test } from "vitest";
import { fewAtOnce, isComplete, tarballBatches } from "../../src/tarballs/batches.ts";

const named = (...names: string[]) => names.map((name) => ({ name, version: "1.0.0" }));
const filesOf = (...names: string[]) =>
  tarballBatches(named(...names)).map((batch) => [...batch.keys()]);

test("a run never writes two tarballs of the same file name", () => {
  expect(filesOf("@acme/core", "acme-core", "ui")).toEqual([
    ["acme-core-1.0.0.tgz", "ui-1.0.0.tgz"],
    ["acme-core-1.0.0.tgz"],
  ]);
});

test("each package is in one run, of at most 20", () => {
  const names = Array.from({ length: 45 }, (_, i) => `p${i}`);
  const batches = tarballBatches(named(...names));
  expect(batches.map(({ size }) => size)).toEqual([20, 20, 5]);
  expect(batches.flatMap((batch) => [...batch.values()].map(({ name }) => name))).toEqual(names);
});

test("a run is only complete with exactly its tarballs", () => {
  const [two] = tarballBatches(named("@acme/core", "ui"));
  expect(isComplete(two!, ["ui-1.0.0.tgz", "acme-core-1.0.0.tgz"])).toBe(true);
  expect(isComplete(two!, ["ui-1.0.0.tgz"])).toBe(false);
  expect(isComplete(two!, ["ui-1.0.0.tgz", "acme-core-1.0.0.tgz", "more-1.0.0.tgz"])).toBe(false);
  expect(isComplete(two!, ["ui-1.0.0.tgz", "core-1.0.0.tgz"])).toBe(false);
  const [one] = tarballBatches(named("ui"));
  expect(isComplete(one!, ["another-name.tgz"])).toBe(true);
  expect(isComplete(one!, [])).toBe(false);
});

test("handles four things at once, with the results in their order", async () => {
  let running = 0;
  let most = 0;
  const results = await fewAtOnce([5, 1, 4, 2, 3, 0], async (thing, i) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, thing));
    running--;
    return [thing, i];
  });
  expect(most).toBe(4);
  expect(results.map(([thing]) => thing)).toEqual([5, 1, 4, 2, 3, 0]);
  expect(results.map(([, i]) => i)).toEqual([0, 1, 2, 3, 4, 5]);
});
