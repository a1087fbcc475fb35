import fc from "fast-check";
import semverParse from "semver/functions/parse.js";
import semverSatisfies from "semver/functions/satisfies.js";
import { expect, test } from "vitest";
import { isVersion, mayHaveSatisfied, parse, satisfies, remembered } from "./parsed.ts";

const texts = fc.oneof(
  fc.constantFrom(
    "1.2.3",
    "v1.2.3",
    " 1.2.3\n",
    "\n1.2.3",
    "1.2",
    "",
    "0.1.0-beta.2",
    "^1.2.3",
    ">=1 <2",
  ),
  fc.string({ maxLength: 300 }),
);

test("remembers what semver says, and says nothing else", () => {
  fc.assert(
    fc.property(texts, texts, (version, range) => {
      for (let time = 0; time < 2; time++) {
        expect(parse(version)).toEqual(semverParse(version));
        expect(isVersion(version)).toBe(semverParse(version) !== null);
        expect(satisfies(version, range)).toBe(semverSatisfies(version, range));
      }
    }),
  );
});

test("remembers as many answers as it is told to, and none for a text that is longer than the longest", () => {
  let answers = 0;
  const count = remembered(() => (answers += 1), { most: 2, longest: 3 });
  expect(["a", "b", "a", "b"].map(count)).toEqual([1, 2, 1, 2]);
  expect(["long", "long", "a"].map(count)).toEqual([3, 4, 1]);
  expect(["c", "a"].map(count)).toEqual([5, 6]);
});

test.each([
  [undefined, "^1.0.0", false],
  ["1.2.0", "^1.0.0", true],
  ["2.0.0", "^1.0.0", true],
  ["1.2.0", "^1.5.0", true],
  ["1.2.0", "^2.0.0", false],
  ["0.2.0", "^0.2.5", true],
  ["0.2.0", "^0.3.0", false],
  ["1.2.0-beta.1", "^1.2.0", true],
  ["1.2.0-beta.1", "<1.2.0", true],
])("of version %s and range %s, whether the package may be meant is %s", (version, range, may) => {
  expect(mayHaveSatisfied(version, range)).toBe(may);
});

test("remembers the answer for a text of the longest length", () => {
  let answers = 0;
  const count = remembered(() => (answers += 1), { most: 2, longest: 3 });
  expect(["abc", "abc"].map(count)).toEqual([1, 1]);
});
