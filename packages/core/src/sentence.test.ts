import { expect, test } from "vitest";
import { byCodeUnit, clipped, firstOf, list, plain, say } from "./sentence.ts";

test("marks each value of a template as code, but none of its words", () => {
  expect(say`${"ui"} jumps ${2} majors`).toEqual([
    "",
    { code: "ui" },
    " jumps ",
    { code: "2" },
    " majors",
  ]);
});

test("keeps a value apart from our words, whatever it contains", () => {
  const name = "`**evil**` ${x}";
  expect(say`see ${name}`).toContainEqual({ code: name });
});

test("inserts a sentence into a sentence unchanged", () => {
  const inner = say`write ${"patch"}`;
  expect(say`${inner}; or wait`).toEqual(["", ...inner, "; or wait"]);
  expect(plain(say`${inner}; or wait`)).toBe("write `patch`; or wait");
});

test.each([
  [[], "none"],
  [["a"], "`a`"],
  [["a", "b"], "`a` and `b`"],
  [["a", "b", "c"], "`a`, `b` and `c`"],
])("lists %j", (values, text) => {
  expect(plain(list(values))).toBe(text);
});

test("lists values with a different conjunction", () => {
  expect(plain(list(["a", "b", "c"], "or"))).toBe("`a`, `b` or `c`");
});

test.each([
  [["a", "b", "c"], "`a`, `b` and `c`"],
  [["a", "b", "c", "d"], "`a`, `b`, `c` and 1 more"],
  [["a", "b", "c", "d", "e"], "`a`, `b`, `c` and 2 more"],
])("names at most three of %j", (values, text) => {
  const phrases = values.map((value) => say`${value}`);
  expect(plain(firstOf(phrases, 3))).toBe(text);
});

test("shortens a text of more than fifty characters", () => {
  expect(clipped("é".repeat(50))).toBe("é".repeat(50));
  expect(clipped("é".repeat(51))).toBe(`${"é".repeat(49)}…`);
});

test("orders by code unit, and keeps equals where they are", () => {
  expect([byCodeUnit("Z", "a"), byCodeUnit("a", "a"), byCodeUnit("ä", "z")]).toEqual([-1, 0, 1]);
});
