import { expect, test } from "vitest";
import { judgeScene, pendingChanges } from "../../testing/scene.ts";
import { policyFile } from "../../testing/policy-file.ts";
import { rules } from "../../rules/index.ts";
import { readPolicy } from "../reading/read-policy.ts";
import { PRESETS } from "./index.ts";

test.each(Object.keys(PRESETS))("%s is a track once it has packages", (name) => {
  const reading = readPolicy([policyFile("all", { extends: name, packages: ["*"] })], rules);
  expect(reading.mistakes).toEqual([]);
  expect(reading.policy?.tracks).toMatchObject([{ name: "all" }]);
});

test.each(Object.entries(PRESETS))("%s describes itself in one sentence", (_, { about }) => {
  expect(about).toMatch(/^[A-Z].*\.$/);
});

test.each(Object.entries(PRESETS))(
  "%s names only what workspace.yaml knows",
  (_, { workspace }) => {
    if (!workspace) return;
    const files = [policyFile("workspace", workspace), policyFile("stable", { packages: ["*"] })];
    expect(readPolicy(files, rules).mistakes).toEqual([]);
  },
);

test("Polyaxon's Django migrations, which contain both directions, need no second file", () => {
  const found = (file: string) =>
    judgeScene({
      packages: { server: "1.2.0" },
      changesets: { cat: { server: "minor" } },
      policies: { product: { extends: "polyaxon/product", packages: ["*"] } },
      facts: {
        changes: pendingChanges({
          additions: [{ path: `db/migrations/${file}`, package: "server" }],
        }),
      },
    }).findings.filter(({ rule }) => rule === "migration");
  expect(found("0007_names.py")).toEqual([]);
  expect(found("0007_names.sql")).toHaveLength(1);
});
