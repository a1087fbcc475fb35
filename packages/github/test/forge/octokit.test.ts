import { expect, test } from "vitest";
import { patienceOf } from "../../src/forge/octokit.ts";

test.each([
  ["GET", 60, 2, true],
  ["GET", 61, 0, false],
  ["GET", 1, 3, false],
  ["POST", 1, 0, false],
])(
  "a %s to be repeated after %i seconds, tried %i times before: %s",
  (method, after, tries, is) => {
    const { onRateLimit } = patienceOf("id").throttle;
    expect(onRateLimit(after, { method }, undefined, tries)).toBe(is);
  },
);
