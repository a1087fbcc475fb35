import { expect, test } from "vitest";
import { closest } from "./mistakes.ts";

test.each([
  ["bumbs", "bumps", "a wrong letter"],
  ["bups", "bumps", "a missing letter"],
  ["bummps", "bumps", "a letter too many"],
  ["bmups", "bumps", "two letters that changed places"],
  ["BUMPS", "bumps", "capitals"],
  ["bumps", "bumps", "the word itself"],
])("takes %s for %s: %s", (word, suggestion) => {
  expect(closest(word, ["breaking", "bumps", "rules"])).toBe(suggestion);
});

test("suggests nothing if no word is close", () => {
  expect(closest("colour", ["bumps", "rules"])).toBeUndefined();
  expect(closest("bumps", [])).toBeUndefined();
});

test("allows one typo in a short word, and one per four letters in a long one", () => {
  expect(closest("amok", ["amen"])).toBeUndefined();
  expect(closest("accidental-gradation", ["accidental-graduation"])).toBe("accidental-graduation");
  expect(closest("acidentl-gradation", ["accidental-graduation"])).toBe("accidental-graduation");
  expect(closest("axcixexxal-graxxation", ["accidental-graduation"])).toBeUndefined();
});

test("picks the closest word, and the first by name among equals, in any order", () => {
  expect(closest("@acme/reakt", ["@acme/rekt", "@acme/react"])).toBe("@acme/react");
  expect(closest("@acme/reakt", ["@acme/react", "@acme/rekt"])).toBe("@acme/react");
  expect(closest("core", ["corx", "cor"])).toBe("cor");
  expect(closest("@acme/coree", ["@acme/cores-x", "@acme/core"])).toBe("@acme/core");
});

test("counts a transposition next to another typo as two", () => {
  expect(closest("ab", ["bca"])).toBeUndefined();
  expect(closest("declraed-bunp", ["declared-bump"])).toBe("declared-bump");
});

test("compares twenty million pairs of characters, and guesses nothing after them", () => {
  const word = "a".repeat(1000);
  const candidates = (many: number) => [...Array<string>(many).fill("b".repeat(1000)), word];
  expect(closest(word, candidates(19))).toBe(word);
  expect(closest(word, candidates(20))).toBeUndefined();
});
