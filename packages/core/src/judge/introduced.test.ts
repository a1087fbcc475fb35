import { expect, test } from "vitest";
import { say } from "../sentence.ts";
import type { Finding } from "./finding.ts";
import { splitIntroduced } from "./judge.ts";

const finding = (given: Partial<Finding> = {}): Finding => ({
  rule: "declared-bump",
  level: "error",
  message: say`${"ui"} declares ${"major"}`,
  help: say`write ${"patch"}`,
  at: { path: ".changeset/cat.md", line: 2, column: 1 },
  chain: [],
  ...given,
});

test("marks findings of the base as pending, and others as introduced", () => {
  const [old, fresh] = [finding(), finding({ message: say`another` })];
  expect(splitIntroduced([old, fresh], [old])).toEqual({ introduced: [fresh], pending: [old] });
  expect(splitIntroduced([old], [])).toEqual({ introduced: [old], pending: [] });
  expect(splitIntroduced([], [old])).toEqual({ introduced: [], pending: [] });
});

test.each([
  ["the line", { at: { path: ".changeset/cat.md", line: 9, column: 4 } }],
  ["the level", { level: "warn" }],
  ["the advice", { help: say`wait` }],
  ["the version, where the sentence does not name it", { version: "2.0.0" }],
] as const)("knows a finding again when %s changed", (_, change) => {
  const { introduced, pending } = splitIntroduced([finding(change)], [finding()]);
  expect(introduced).toEqual([]);
  expect(pending).toHaveLength(1);
});

test.each([
  ["rule", { rule: "version-inside-track" }],
  ["file", { at: { path: ".changeset/dog.md", line: 2, column: 1 } }],
  ["sentence", { message: say`${"ui"} declares ${"minor"}` }],
] as const)("takes another %s for another finding", (_, change) => {
  const { introduced } = splitIntroduced([finding(change)], [finding()]);
  expect(introduced).toHaveLength(1);
});

test("keeps the order of the findings", () => {
  const findings = ["a", "b", "c"].map((text) => finding({ message: [text] }));
  expect(splitIntroduced(findings, [findings[1]!])).toEqual({
    introduced: [findings[0], findings[2]],
    pending: [findings[1]],
  });
});
