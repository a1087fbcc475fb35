import { expect, test } from "vitest";
import { alike, byCause, byLine, byOrigin, findingsOf } from "../../src/formats/grouping.ts";
import { findingOf } from "../kit/report.ts";

const at = (line: number) => ({ path: "a.md", line, column: 1 });
const chainOfLength = (length: number) =>
  Array.from({ length }, () => ({
    package: "a",
    to: "1.0.0",
    cause: { kind: "lane", lane: "next", bump: "minor" } as const,
  }));

test("the finding with the shortest chain leads, among equals one with an edit", () => {
  const far = findingOf({ at: at(1), chain: chainOfLength(2) });
  const near = findingOf({ at: at(1), chain: chainOfLength(1) });
  const edited = { ...near, edits: [] };
  expect(byCause([far, near, edited])).toEqual([[edited, near, far]]);
  const others = [far, near, edited].map((one, i) => ({
    ...one,
    rule: (["train", "freeze", "bump"] as const)[i]!,
  }));
  expect(byLine(others as never).map(findingsOf)).toEqual([others.toReversed()]);
});

test("errors come before warnings, and a changeset line with more findings before one with fewer", () => {
  const warned = findingOf({ at: at(1), level: "warn", chain: [] });
  const single = findingOf({ at: at(2), level: "error", chain: [] });
  const twice = findingOf({ at: at(3), level: "error", chain: [] });
  expect(byLine([warned, single]).map(({ level }) => level)).toEqual(["error", "warn"]);
  expect(byOrigin([warned, warned, warned, single, twice, twice]).map(findingsOf)).toEqual([
    [twice, twice],
    [single],
    [warned, warned, warned],
  ]);
});

test("three groups of one rule become one, two do not", () => {
  const groups = [1, 2, 3].map((line) => byLine([findingOf({ at: at(line) })])[0]!);
  expect(alike(groups.slice(1)).map(({ like }) => like.length)).toEqual([0, 0]);
  expect(alike(groups)).toEqual([{ group: groups[0], like: groups.slice(1) }]);
});
