import fc from "fast-check";
import { expect, test } from "vitest";
import { asKey } from "../../src/files/json.ts";

test("a text as a key is the same text", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.nat().map(String)), (text) => {
      expect(asKey(text)).toBe(text);
    }),
    { examples: [["__proto__"], ["constructor"], [""], ["0"]] },
  );
});
