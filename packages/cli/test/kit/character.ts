import fc from "fast-check";

const SURROGATES = { first: 0xd800, count: 0x800 };

/**
 * Any character of Unicode, as the unit of a string. What fast-check has for it, `unit: "binary"`, makes a table of them
 * all: a second, and 150 MB from which every process that the worker starts is slower.
 */
export const character: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10_ff_ff - SURROGATES.count })
  .map(
    (i) => String.fromCodePoint(i < SURROGATES.first ? i : i + SURROGATES.count),
    (text) => {
      const point = typeof text === "string" ? text.codePointAt(0) : undefined;
      if (point === undefined || String.fromCodePoint(point) !== text) throw new Error("not one");
      if (point < SURROGATES.first) return point;
      if (point < SURROGATES.first + SURROGATES.count) throw new Error("half a character");
      return point - SURROGATES.count;
    },
  );
