import { expect, test } from "vitest";
import { receivedBump } from "../../rules/versions/received-bump.ts";
import { policyFile } from "../../testing/policy-file.ts";
import type { Mistake } from "../mistakes.ts";
import { readTests } from "./read-tests.ts";

function read(data: unknown) {
  const mistakes: Mistake[] = [];
  const cases = readTests(policyFile("tests/cases", data), [receivedBump], mistakes);
  return { cases, mistakes: mistakes.map(({ message, help }) => [message, help]) };
}

const CASE = {
  name: "a patch",
  packages: { "@acme/core": "1.0.0" },
  changesets: { "brave-cats": { "@acme/core": "patch" } },
};

test("a file is one case or a list of them", () => {
  const expected = [{ rule: "received-bump", package: "@acme/core" }, { rule: "received-bump" }];
  const written = { ...CASE, expect: [" received-bump  @acme/core ", expected[1]] };
  expect(read(written)).toMatchObject({
    cases: [{ name: "a patch", path: [], expect: expected, at: { line: 1 } }],
    mistakes: [],
  });
  expect(read([CASE, written])).toMatchObject({
    cases: [{ path: [0] }, { path: [1], expect: expected }],
    mistakes: [],
  });
  expect(read(CASE).cases[0]).not.toHaveProperty("expect");
});

test("a list without a case is a mistake", () => {
  expect(read([])).toEqual({ cases: [], mistakes: [["no test case in this file", undefined]] });
});

test.each([
  [
    { changesets: { "../x": { "@acme/core": "patch" } } },
    ["`../x` is not a valid changeset id", "use letters, digits and dashes"],
  ],
  [
    { packages: { "@acme/core": "1.0.0", "a b": "1.0.0" } },
    ["`a b` is not a valid package name", undefined],
  ],
  [
    {
      packages: {
        "@acme/core": { version: "1.0.0", dir: "same" },
        "@acme/ui": { version: "1.0.0", dir: "same" },
      },
    },
    ["@acme/ui and @acme/core are both in the folder same", "give one of them another `dir`"],
  ],
  [{ expect: ["recieved-bump"] }, ["unknown rule `recieved-bump`", "did you mean received-bump?"]],
  [
    { expect: ["received-bump @acme/cor"] },
    ["unknown package `@acme/cor`", "did you mean @acme/core?"],
  ],
])("a case with a mistake is left out: %j", (over, mistake) => {
  const { cases, mistakes } = read([{ ...CASE, ...over }, CASE]);
  expect(mistakes).toEqual([mistake]);
  expect(cases.map(({ path }) => path)).toEqual([[1]]);
});
