import fc from "fast-check";
import { expect, test } from "vitest";
import { pointersIn } from "../../src/files/json-trees.ts";
import { asKey, isObjectOrArray } from "../../src/files/json.ts";
import { runs } from "../kit/sampling.ts";

test("a text as a key is the same text", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.nat().map(String)), (text) => {
      expect(asKey(text)).toBe(text);
    }),
    { examples: [["__proto__"], ["constructor"], [""], ["0"]] },
  );
});

/** The pointers of all values in a value. */
const pointersOf = (
  value: unknown,
  above: readonly string[] = [],
): readonly (readonly string[])[] =>
  isObjectOrArray(value)
    ? Object.entries(value).flatMap(([key, one]) => {
        const pointer = [...above, key];
        return [pointer, ...pointersOf(one, pointer)];
      })
    : [];

test("a value has the same place whether it is the first to be asked for or a later one", () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.constantFrom("a", "b", null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "0", '"', "ä"), tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2, "\t"), (data, indent) => {
      const text = JSON.stringify(data, null, indent);
      const at = { path: "x", line: 1, column: 1 };
      const later = pointersIn(text);
      later({ ...at, pointer: [] });
      for (const pointer of [...pointersOf(data), ["missing"], ["a", "missing"]]) {
        const place = { ...at, pointer };
        expect(pointersIn(text)(place)).toEqual(later(place));
      }
    }),
    { numRuns: runs(500) },
  );
});
