import { expect, test } from "vitest";
import { SIZE_LIMITS, readText } from "../../src/files/files.ts";
import { policyTexts } from "../../src/policy/policy-files.ts";
import { readTestFolder } from "../../src/policy/policy-test-files.ts";
import { folder } from "../kit/workspace.ts";

const policies = (number: number, text = "") =>
  Object.fromEntries(Array.from({ length: number }, (_, i) => [`policies/p${i}.yaml`, text]));

test("reads as many policies as the limit, and no more", async () => {
  const read = async (files: Readonly<Record<string, string>>) =>
    policyTexts((await folder(files)).path).length;
  expect(await read(policies(200))).toBe(200);
  await expect(read(policies(201))).rejects.toThrow("201 files (limit: 200)");
  const together = policies(4, "#".repeat(SIZE_LIMITS.policy));
  expect(await read(together)).toBe(4);
  await expect(read({ ...together, "policies/q.yaml": "#" })).rejects.toThrow(
    "more than 1048576 characters",
  );
});

test("reads a text up to the limit", async () => {
  const { path } = await folder({ a: "x".repeat(10) });
  expect(readText(path, "a", 10)).toBe("x".repeat(10));
  expect(() => readText(path, "a", 9)).toThrow("a is too large: 10 bytes (limit: 9)");
});

test("policy tests are YAML files without a leading dot", async () => {
  const { path } = await folder({ "policies/tests/.a.yaml": "x", "policies/tests/a.md": "x" });
  expect(() => readTestFolder(path)).toThrow("no policy tests found");
});
