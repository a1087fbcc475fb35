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

test("remembers as many texts as it is told to, and none that is longer than the longest", () => {
  let answers = 0;
  const count = recent(() => (answers += 1), { most: 2, longest: 3 });
  expect(["a", "b", "a", "b"].map(count)).toEqual([1, 2, 1, 2]);
  expect(["long", "long", "a"].map(count)).toEqual([3, 4, 1]);
  expect(["c", "a"].map(count)).toEqual([5, 6]);
});
