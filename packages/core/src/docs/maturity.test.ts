import { expect, test } from "vitest";
import { readPolicy } from "../policy/reading/read-policy.ts";
import type { Scene } from "../testing/scene.ts";
import { policyFile } from "../testing/policy-file.ts";
import { sceneFacts } from "../testing/scene-facts.ts";
import { maturityOf } from "./maturity.ts";

const rows = (policies: Record<string, unknown>, packages: Scene["packages"] = { ui: "1.2.0" }) => {
  const { policy } = readPolicy(
    Object.entries(policies).map(([name, data]) => policyFile(name, data)),
    [],
  );
  return maturityOf(sceneFacts({ packages }).packages, policy!);
};

test.each([
  [{}, "1.2.0", "patch, minor or major; breaking changes with a major"],
  [
    { versions: "1.x", bumps: { declared: ["patch", "minor"] } },
    "1.2.0",
    "1.x; patch or minor; no breaking changes",
  ],
  [
    { versions: "1.x" },
    "0.9.0",
    "graduating to 1.x; patch, minor or major; breaking changes with a minor",
  ],
  [
    { breaking: "patch", prerelease: "forbidden" },
    "0.1.0",
    "patch, minor or major; any release may break; no prereleases",
  ],
  [
    { bumps: { declared: [] }, prerelease: { required: ["alpha", "beta"] } },
    "0.1.0",
    "no releases; no breaking changes; always alpha or beta",
  ],
  [
    { scheme: { calver: "YY.Q.N" } },
    "26.1.0",
    "by the calendar, YY.Q.N; patch, minor or major; any release may break",
  ],
])("says what a track lets a package do: %j on %s", (track, version, promise) => {
  expect(rows({ all: { packages: ["*"], ...track } }, { ui: version })).toEqual([
    { package: "ui", version, track: "all", promise },
  ]);
});

test("lists the policy's packages, in the order of tracks and names", () => {
  const policies = { beta: { packages: ["z"] }, core: { packages: ["b", "a"] } };
  const packages = {
    lost: "1.0.0",
    b: "1.0.0",
    a: "1.0.0",
    z: "0.1.0",
    site: { private: true },
    old: { skipped: "ignored" },
  } as const;
  expect(rows(policies, packages).map((row) => `${row.track} ${row.package}`)).toEqual([
    "none lost",
    "beta z",
    "core a",
    "core b",
  ]);
});
