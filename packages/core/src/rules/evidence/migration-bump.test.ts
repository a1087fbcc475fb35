import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said, pendingChanges } from "../../testing/scene.ts";
import { migrationBump } from "./migration-bump.ts";

const scene = (paths: readonly string[], more: Scene = {}, options: object = {}): Scene => {
  const given = ["error", { files: ["**/migrations/**"], ...options }];
  return {
    packages: { server: "1.2.0" },
    policies: { all: { packages: ["*"], rules: { "migration-bump": given } } },
    ...more,
    facts: {
      changes: pendingChanges({
        additions: paths.map((path) => ({ path, package: "server" })),
      }),
      ...more.facts,
    },
  };
};
const ONE = ["packages/server/migrations/0007.sql"];

test("asks for a release where a migration has none", () => {
  expect(said(migrationBump, scene(ONE))).toEqual([
    "error: `server` gets the new migration `packages/server/migrations/0007.sql`, and no release is planned for it",
  ]);
  expect(advised(migrationBump, scene(ONE))).toEqual([
    'add a changeset (`pnpm changeset`) with `"server": minor`',
  ]);
  expect(judgeScene(scene(ONE), [migrationBump]).findings).toMatchObject([
    { package: "server", at: { path: ONE[0] } },
  ]);
});

test("asks for a greater bump where the release has a smaller one", () => {
  const found = scene(ONE, { releases: { server: "1.2.0 -> 1.2.1" } });
  expect(said(migrationBump, found)).toEqual([
    "error: `server` gets the new migration `packages/server/migrations/0007.sql` in `1.2.1`, which is less than a `minor`",
  ]);
  expect(advised(migrationBump, found)).toEqual(['declare `"server": minor` in its changeset']);
});

test.each([
  ["1.2.0 -> 1.3.0", "minor", 0],
  ["1.2.0 -> 2.0.0", "minor", 0],
  ["1.2.0 -> 1.3.0", "major", 1],
  ["1.2.0 -> 1.2.1", "patch", 0],
  ["1.3.0-beta.0 -> 1.3.0-beta.1", "minor", 0],
  ["1.2.1-beta.0 -> 1.2.1-beta.1", "minor", 1],
] as const)("judges %s where %s is the least", (release, least, count) => {
  const packages = { server: release.split(" ")[0]! };
  const found = scene(ONE, { packages, releases: { server: release } }, { least });
  expect(said(migrationBump, found)).toHaveLength(count);
});

test("reports a package once, and names three files", () => {
  const many = [1, 2, 3, 4, 5].map((n) => `packages/server/migrations/${n}.sql`);
  const [message, ...others] = said(migrationBump, scene(many));
  expect(others).toEqual([]);
  expect(message).toContain("the new migrations");
  expect(message).toContain("3.sql` and `2` more");
});

test.each([
  ["another folder", ["packages/server/src/a.ts"], {}],
  [
    "a file that is left out",
    ["packages/server/migrations/README.md"],
    { files: ["**/migrations/**", "!**/*.md"] },
  ],
  ["what undoes a migration", ["packages/server/migrations/0007.down.sql"], {}],
])("reports nothing for %s", (_, paths, options) => {
  expect(said(migrationBump, scene(paths, {}, options))).toEqual([]);
});

test.each([
  ["private", { private: true }, []],
  ["ignored", { skipped: "ignored" as const }, ["server"]],
])("requires nothing of a package that is %s", (_, pkg, names) => {
  const given = ["error", { files: ["**/migrations/**"] }];
  const policies = {
    all: { packages: ["*", ...names] },
    workspace: { rules: { "migration-bump": given } },
  };
  expect(said(migrationBump, scene(ONE, { packages: { server: pkg }, policies }))).toEqual([]);
});

test("reports nothing without a base, and where nobody switches it on", () => {
  expect(said(migrationBump, scene(ONE, { facts: { changes: undefined } as object }))).toEqual([]);
  expect(said(migrationBump, scene(ONE, { policies: { all: { packages: ["*"] } } }))).toEqual([]);
});

test("names the command of pnpm under pnpm", () => {
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  const { facts } = scene(ONE);
  expect(advised(migrationBump, scene(ONE, { facts: { ...facts, planner } }))[0]).toContain(
    "`pnpm change`",
  );
});
