import { expect, test } from "vitest";
import { needsOf } from "../../judge/judge.ts";
import { readPolicy } from "../../policy/reading/read-policy.ts";
import { policyFile } from "../../testing/policy-file.ts";
import { rules } from "../index.ts";

const own = rules.filter(({ id }) => id === "removal");
const needs = (require: object): string[] => {
  const files = [policyFile("core", { packages: ["*"], require })];
  return [...needsOf(readPolicy(files, rules).policy!, own)];
};

test("reads only the plan if no track requires anything before a removal", () => {
  expect(needs({})).toEqual([]);
  expect(needs({ breaking: ["upgrade-guide"] })).toEqual([]);
});

test("reads changelogs if a track requires it, and tags only for releases or days", () => {
  expect(needs({ removal: {} })).toEqual(["documents"]);
  expect(needs({ removal: { deprecatedFor: { lines: 1 } } })).toEqual(["documents"]);
  expect(needs({ removal: { deprecatedFor: { releases: 1 } } })).toEqual(["documents", "history"]);
  expect(needs({ removal: { deprecatedFor: { days: 1 } } })).toEqual(["documents", "history"]);
});
