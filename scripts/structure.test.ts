import { resolve } from "node:path";
import { expect, test } from "vitest";
import { measuredCheck } from "./structure/measured-check.ts";

test("a check of packages without API reports loads nothing of the API comparison", () => {
  const { modules } = measuredCheck(resolve(import.meta.dirname, ".."));
  expect(modules).toContain("cli/src/check/check.ts");
  expect(modules.filter((path) => /^(?:api|cli\/src\/api)\//.test(path))).toEqual([]);
});
