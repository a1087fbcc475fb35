import { expect, test } from "vitest";
import { recent } from "../../src/files/recent.ts";

test("answers a text once, forgets texts that are many, and tries again after an error", () => {
  const asked: string[] = [];
  const lengthOf = recent((text) => {
    asked.push(text);
    if (text === "") throw new Error("empty");
    return text === "none" ? undefined : text.length;
  });
  expect([lengthOf("none"), lengthOf("none"), lengthOf("four"), lengthOf("four")]).toEqual([
    undefined,
    undefined,
    4,
    4,
  ]);
  expect(() => lengthOf("")).toThrow("empty");
  expect(() => lengthOf("")).toThrow("empty");
  expect(asked).toEqual(["none", "four", "", ""]);
  for (const text of "abcdefghi") lengthOf(text);
  lengthOf("four");
  expect(asked.filter((text) => text === "four")).toHaveLength(2);
});
