import { expect, test } from "vitest";
import { readPolicy } from "../../policy/reading/read-policy.ts";
import { plain } from "../../sentence.ts";
import { policyFile } from "../../testing/policy-file.ts";
import { sceneFacts } from "../../testing/scene-facts.ts";
import { rules } from "../index.ts";
import { overdueFor, trackPosition } from "./graduation-check.ts";

function position(version: string, versions?: string): string {
  const data = { packages: ["a"], ...(versions === undefined ? {} : { versions }) };
  const { policy } = readPolicy([policyFile("stable", data)], rules);
  const result = trackPosition(
    sceneFacts({ packages: { a: version } }).packages[0]!,
    policy!.tracks[0]!,
  );
  return "bump" in result ? result.bump : plain(result.missing);
}

test.for([
  ["0.16.3", "1.x", "major"],
  ["0.1.0-alpha.3", "0.y.z", "patch"],
  ["1.2.0", "1.x", "none"],
  ["0.1.0", ">=0.2.0", "minor"],
] as const)("%s goes into %s with the bump %s", ([version, versions, bump]) => {
  expect(position(version, versions)).toBe(bump);
});

test("says why a version cannot graduate", () => {
  expect(position("2.0.0", "1.x")).toContain("is not below `1.x`");
  expect(position("0.1.0", ">=3.0.0")).toContain("no single bump moves `a`");
  expect(position("0.1.0")).toContain("has no `versions`");
  expect(position("one", "1.x")).toContain("has no version");
});

test("only an active deprecation whose version is reached is overdue", () => {
  const entry = { package: "a", api: "old()", state: "active", announcedRemoval: "1.0.0" } as const;
  const of = (change: object, version = "1.0.0") =>
    overdueFor([{ ...entry, ...change }], "a", version).length;
  expect([of({}), of({}, "1.1.0"), of({}, "0.9.0")]).toEqual([1, 1, 0]);
  expect([
    of({ state: "removed" }),
    of({ package: "b" }),
    of({ announcedRemoval: undefined }),
  ]).toEqual([0, 0, 0]);
});
