import { expect, test } from "vitest";
import { list, plain, say } from "./sentence.ts";

test("marks every value of a template as code, and none of its words", () => {
  expect(say`${"ui"} jumps ${2} majors`).toEqual([
    "",
    { code: "ui" },
    " jumps ",
    { code: "2" },
    " majors",
  ]);
});

test("keeps a value apart from our words, whatever it holds", () => {
  const name = "`**evil**` ${x}";
  expect(say`see ${name}`).toContainEqual({ code: name });
});

test("takes a sentence into a sentence as it is", () => {
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

test("lists with another conjunction", () => {
  expect(plain(list(["a", "b", "c"], "or"))).toBe("`a`, `b` or `c`");
});
