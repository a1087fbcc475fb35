import { plain } from "@release-policy/core";
import type { PlannerId } from "@release-policy/core";
import type { ExampleWorkspace } from "@release-policy/core/testing";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { workspace } from "../kit/workspace.ts";

type Given = Partial<ExampleWorkspace>;

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
const core = (more: object): string => json({ name: "@acme/core", version: "1.2.0", ...more });
const util = (version: unknown, more: object = {}): string =>
  json({ name: "@acme/util", version, private: true, ...more });
const files = (coreText: string, utilText: string, config: object = {}) => ({
  "packages/core/package.json": coreText,
  "packages/util/package.json": utilText,
  ".changeset/config.json": json({ changelog: false, ...config }),
});

const CASES: Readonly<Record<string, readonly [Given["files"] & object, string]>> = {
  "a version that is a number": [
    files(core({ dependencies: { "@acme/util": "workspace:^1.0.0" } }), util(1)),
    "packages/core/package.json:5 @acme/core depends on @acme/util as workspace:^1.0.0, but @acme/util has the version 1, which is not a semantic version",
  ],
  "a range that is a number": [
    files(core({ peerDependencies: { "@acme/util": 1 } }), util("1.0.0")),
    "packages/core/package.json:5 @acme/core depends on @acme/util as 1, but a range must be a string",
  ],
  "a fixed group with a package without a version": [
    files(core({}), util(undefined), { fixed: [["@acme/*"]] }),
    ".changeset/config.json:4 @acme/util is in a fixed group, but it has no version",
  ],
  "a linked group with an invalid version": [
    files(core({}), util("1.x"), { linked: [["@acme/*"]] }),
    '.changeset/config.json:4 @acme/util is in a linked group, but it has the version "1.x", which is not a semantic version',
  ],
};

async function refusals(planner: PlannerId, given: Given): Promise<readonly string[]> {
  const { path: cwd } = await workspace({
    planner,
    packages: {},
    policies: { all: { packages: ["@acme/*"] } },
    changesets: { one: { "@acme/core": "minor" } },
    ...given,
  });
  const { findings } = await check({ cwd });
  return findings
    .filter(({ rule }) => rule === "plan-refused")
    .map(({ at, message }) => {
      const [, reason] = plain(message)
        .replaceAll("`", "")
        .split("the release command would fail: ");
      return `${at.path}:${at.line} ${reason}`;
    });
}

test.each(
  Object.entries(CASES).flatMap(([name, [given, expected]]) =>
    (["changesets@2", "changesets@3"] as const).map(
      (planner) => [planner, name, given, expected] as const,
    ),
  ),
)("%s: a plan that fails on %s is refused at its line", async (planner, _, given, expected) => {
  expect(await refusals(planner, { files: given })).toEqual([expected]);
});

test("pnpm: a plan that fails on a range that is a number is refused at its line", async () => {
  const [given, expected] = CASES["a range that is a number"]!;
  const { ".changeset/config.json": _, ...manifests } = given as Record<string, string>;
  expect(await refusals("pnpm", { files: manifests })).toEqual([expected]);
});
