import { expect, test } from "vitest";
import { guideOf } from "./guides.ts";

const guide = (texts: readonly string[], names: readonly string[] = []) =>
  guideOf(
    { path: "UPGRADE.md", headings: texts.map((text, i) => ({ text, line: i + 1 })) },
    new Set(names),
  );
const isAbout = (heading: string, version: string): boolean =>
  guide([heading]).isAbout({ name: "core", to: version });

test.each([
  ["1.2.3", "1.2.3"],
  ["v1.2", "1.2.0"],
  ["v1", "1.0.0"],
  ["2", "2.0.0"],
  ["2.x", "2.0.0"],
  ["Version 2", "2.0.0"],
  ["Upgrading to 2.0", "2.0.0"],
  ["Upgrading to 2", "2.0.0"],
  ["From 1.x to 2.x", "2.0.0"],
  ["1.9 → 2.0", "2.0.0"],
  ["Upgrading to v2.0 from v1.9", "2.0.0"],
  ["2.0: what to do", "2.0.0"],
  ["[0.9.0](https://example.com/v0.9.0) (2026-06-15)", "0.9.0"],
  ["`@acme/core@2.0.0`", "2.0.0"],
  ["2.0.0", "2.0.0-beta.3"],
  ["2.0.0-beta.1", "2.0.0-beta.3"],
  ["Next", "3.1.4"],
  ["[Unreleased]", "3.1.4"],
  ["[Unreleased](https://example.com/v1...main)", "3.1.4"],
  ["Upgrading to the next major version", "2.0.0"],
  ["vNext", "2.0.0"],
])("takes %j for a heading about %s", (heading, version) => {
  expect(isAbout(heading, version)).toBe(true);
});

test.each([
  ["1.2.3", "1.2.4"],
  ["v1.2", "1.2.1"],
  ["2.x", "2.1.0"],
  ["0.x", "0.9.0"],
  ["From 1.x to 2.x", "1.0.0"],
  ["1.9 to 2.0", "1.9.0"],
  ["Upgrading to 2.0 from 1.9", "1.9.0"],
  ["Step 2", "2.0.0"],
  ["2 things to know", "2.0.0"],
  ["2.0.0.1", "2.0.0"],
  ["12.0.0", "2.0.0"],
  ["Since 2026-02-01", "2026.0.0"],
  ["Next steps", "2.0.0"],
  ["What is next", "2.0.0"],
  ["next-auth", "2.0.0"],
  ["2.0.0", "not a version"],
])("does not take %j for a heading about %s", (heading, version) => {
  expect(isAbout(heading, version)).toBe(false);
});

test("parses a hostile heading in linear time", () => {
  const start = performance.now();
  for (const unit of ["[", "](", "1.", "from 1", " to ", "- ", "v"]) {
    isAbout(unit.repeat(300 / unit.length), "1.0.0");
  }
  expect(performance.now() - start).toBeLessThan(1000);
});

test("assigns a heading with package names to those packages", () => {
  const names = ["@acme/core", "@acme/core-utils", "core"];
  const page = guide(
    [
      "`@acme/core-utils@2.0.0` and @acme/none",
      "core 3.0.0",
      "@acme/core 4.0.0",
      "@acme/core-utils 4.0",
    ],
    names,
  );
  const matches = ["2.0.0", "3.0.0", "4.0.0"].map((to) =>
    names.filter((name) => page.isAbout({ name, to })),
  );
  expect(matches).toEqual([["@acme/core-utils"], names, ["@acme/core", "@acme/core-utils"]]);
});
