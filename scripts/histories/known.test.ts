import { expect, test } from "vitest";
import type { Broken } from "./past.ts";
import { unexpected } from "./known.ts";

const release = { date: null, versions: {}, breaking: null };
const judged = (version: string, ...broken: readonly Broken[]) => ({
  name: `hydra ${version}`,
  release,
  broken,
});
const jump = (name: string) => ({ rule: "version-jump", package: name, message: "" }) as const;
const known = [
  { rule: "version-jump", package: "hydra", why: "the calendar", versions: "1.0.0 2.0.0" },
] as const;

test("findings that are known agree", () => {
  expect(
    unexpected([judged("1.0.0", jump("hydra")), judged("2.0.0", jump("hydra"))], known),
  ).toEqual([]);
});

test("lists unexpected findings, and known ones that are gone", () => {
  const releases = [judged("1.0.0", jump("hydra"), jump("keto")), judged("3.0.0", jump("hydra"))];
  expect(unexpected(releases, known)).toEqual([
    "not expected: version-jump of keto, 1.0.0",
    "not expected: version-jump of hydra, 3.0.0",
    "not found: version-jump of hydra, 2.0.0",
  ]);
});
