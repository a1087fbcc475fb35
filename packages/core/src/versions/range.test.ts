import { isRange } from "./node-support.ts";
import { expect, test } from "vitest";
import { lossOf, lossWithin } from "./range.ts";

test.each([
  ["^1.2.0", "^1.2.0"],
  ["^1.2.0", "^1.0.0"],
  ["^1.0.0", "^1.0.0 || ^2.0.0"],
  ["^1.0.0", "*"],
  ["~1.2.0", "^1.2.0"],
  ["1.2.3", ">=1"],
  [">=1.0.0 <3.0.0-0", "^1.0.0 || ^2.0.0"],
  [">=0.3.0 <0.5.0-0", "^0.3.0 || ^0.4.0"],
])("from %s to %s, nothing is lost", (before, after) => {
  expect(lossOf(before, after)).toBe("none");
});

test.each([
  ["^1.2.0", "^1.3.0"],
  ["^0.3.0", "^0.3.4"],
  ["^1.0.0 || ^2.0.0", "^1.3.0 || ^2.0.0"],
  [">=1.0.0", ">=1.4.0"],
  ["^1.0.0-beta.1", "^1.0.0"],
])("from %s to %s, only a floor rises", (before, after) => {
  expect(lossOf(before, after)).toBe("floor");
});

test.each([
  ["^1.0.0", "^2.0.0"],
  ["^1.0.0 || ^2.0.0", "^1.3.0"],
  ["^1.0.0 || ^2.0.0", "^2.0.0"],
  ["^0.3.0", "^0.4.0"],
  ["^0.0.3", "^0.0.4"],
  ["*", "^1.0.0"],
  ["", "^1.0.0"],
  [">=16", "^18.0.0"],
  [">=18", "^18.0.0"],
  [">=1.0.0 <3.0.0", "^1.0.0"],
  ["1.0.0 - 2.9.9", "^1.0.0"],
  ["<2.0.0", "^1.0.0"],
])("from %s to %s, a whole line is lost", (before, after) => {
  expect(lossOf(before, after)).toBe("line");
});

test.each([
  ["^1.0.0", "~1.0.0"],
  ["^1.0.0", "1.5.0"],
  ["^0.3.0", "0.3.4"],
])(
  "from %s to %s, the newest versions of a line are lost, which is worse than a floor",
  (before, after) => {
    expect(lossOf(before, after)).toBe("line");
  },
);

test("accepts numbers of any size, and any count of lines", () => {
  expect(lossOf("^9007199254740990.0.0", "^1.0.0")).toBe("line");
  expect(lossOf(">=1.0.0", ">=900719925474.0.0")).toBe("line");
  expect(lossOf("^1.0.0", ">=9007199254740991.0.0")).toBe("line");
  expect(lossOf(">=9007199254740991.0.0", ">=9007199254740991.0.1")).toBe("floor");
  expect(lossOf("*", ">=0.9007199254740991.0")).toBe("line");
  expect(lossOf("^1.0.0", "<=0.0.9007199254740991")).toBe("line");
});

test.each([
  [">=20.0.0", ">=20.0.0 <20.5.0 || >=20.5.1"],
  ["^1.0.0 || ^2.0.0", "^1.0.0 <1.4.0 || ^1.4.1 || ^2.0.0"],
  ["*", "<1.2.0 || >1.2.0"],
])("from %s to %s, versions between others are lost", (before, after) => {
  expect(lossOf(before, after)).toBe("hole");
});

test("a hole next to a higher minimum is a higher minimum", () => {
  expect(lossOf("^20.0.0", ">=20.2.0 <20.5.0 || ^20.5.1")).toBe("floor");
});

test("reports what one release line loses", () => {
  expect(lossWithin(">=18.0.0 <19.0.0-0", ">=16", ">=20")).toBe("line");
  expect(lossWithin(">=20.0.0 <21.0.0-0", ">=16", ">=20.9")).toBe("floor");
  expect(lossWithin(">=22.0.0 <23.0.0-0", ">=16", ">=20.9")).toBe("none");
});

test.each([
  ["^5.0.0 || ^5.1.0-rc", "^5.0.0"],
  ["^5.0.0 || >=6.0.0-beta.1 <6.0.0-rc", "^5.0.0"],
  ["^5.0.0 || 6.0.0-beta.1", "^5.0.0"],
])("from %s to %s, no line is lost with the prereleases", (before, after) => {
  expect(["none", "hole", "floor"]).toContain(lossOf(before, after));
});

test("a lost line includes its stable versions, not only prereleases", () => {
  expect(lossOf("^5.0.0 || ^6.0.0-rc", "^5.0.0")).toBe("line");
});

test("a range has at most 256 characters", () => {
  expect(isRange("1".padEnd(256))).toBe(true);
  expect(isRange("1".padEnd(257))).toBe(false);
});
