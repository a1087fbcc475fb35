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

test("reads nothing beside the plan where no track asks for something before a removal", () => {
  expect(needs({})).toEqual([]);
  expect(needs({ breaking: ["upgrade-guide"] })).toEqual([]);
});

test("reads changelogs where one does, and tags only where releases or days count", () => {
  expect(needs({ removal: {} })).toEqual(["documents", "api"]);
  expect(needs({ removal: { deprecatedFor: { lines: 1 } } })).toEqual(["documents", "api"]);
  expect(needs({ removal: { deprecatedFor: { releases: 1 } } })).toEqual([
    "documents",
    "api",
    "history",
  ]);
  expect(needs({ removal: { deprecatedFor: { days: 1 } } })).toEqual([
    "documents",
    "api",
    "history",
  ]);
});
