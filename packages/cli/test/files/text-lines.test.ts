import { expect, test } from "vitest";
import { TextLines } from "../../src/files/text-lines.ts";

test("finds the line and column of every offset, line ends included", () => {
  const text = "a\n\nbcd\ne";
  const lines = new TextLines(text);
  const before = (offset: number): string[] => text.slice(0, offset).split("\n");
  for (let offset = 0; offset <= text.length; offset++)
    expect(lines.placeOf(offset)).toEqual({
      line: before(offset).length,
      column: before(offset).at(-1)!.length + 1,
    });
});

test("a length ends with its first line, or before", () => {
  const lines = new TextLines("abc\ndef");
  expect(lines.lengthWithin(1, 2)).toBe(1);
  expect(lines.lengthWithin(1, 6)).toBe(2);
  expect(lines.lengthWithin(5, 99)).toBe(2);
});
