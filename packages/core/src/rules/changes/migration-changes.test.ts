import { expect, test } from "vitest";
import {
  type Scene,
  fixesOf,
  judgeScene,
  messagesOf,
  pendingChanges,
} from "../../testing/scene.ts";
import { changeBump } from "./change-bump.ts";

const scene = (
  paths: readonly string[],
  more: Scene = {},
  options: object = {},
  least = "minor",
): Scene => {
  const given = ["error", { kinds: { migration: least }, ...options }];
  return {
    packages: { server: "1.2.0" },
    policies: { all: { packages: ["*"], rules: { "change-bump": given } } },
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

test("requires a release for a migration", () => {
  expect(messagesOf(changeBump, scene(ONE))).toEqual([
    "error: `server` would stay at `1.2.0`, but track `all` requires a `minor` for the new migration `packages/server/migrations/0007.sql`",
  ]);
  expect(fixesOf(changeBump, scene(ONE))).toEqual([
    'add a changeset with `"server": minor`; if a smaller release is intended, move the migration to a later change',
  ]);
  expect(judgeScene(scene(ONE), [changeBump]).findings).toMatchObject([
    { package: "server", at: { path: ONE[0] } },
  ]);
});

test("requires a larger bump if the bump is too small", () => {
  const found = scene(ONE, { releases: { server: "1.2.0 -> 1.2.1" } });
  expect(messagesOf(changeBump, found)).toEqual([
    "error: `server` would go from `1.2.0` to `1.2.1`, a `patch` release, but track `all` requires a `minor` for the new migration `packages/server/migrations/0007.sql`",
  ]);
  expect(fixesOf(changeBump, found)).toEqual([
    "write `minor` instead of `patch` in `.changeset/cat.md:2`; if a smaller release is intended, move the migration to a later change",
  ]);
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
  const found = scene(ONE, { packages, releases: { server: release } }, {}, least);
  expect(messagesOf(changeBump, found)).toHaveLength(count);
});

test("reports a package once, and names three files", () => {
  const many = [1, 2, 3, 4, 5].map((n) => `packages/server/migrations/${n}.sql`);
  const [message, ...others] = messagesOf(changeBump, scene(many));
  expect(others).toEqual([]);
  expect(message).toContain("the new migrations");
  expect(message).toContain("3.sql` and 2 more");
});

test.each([
  ["another folder", ["packages/server/src/a.ts"], {}],
  [
    "a file that is left out",
    ["packages/server/migrations/README.md"],
    { migrations: ["**/migrations/**", "!**/*.md"] },
  ],
  ["what undoes a migration", ["packages/server/migrations/0007.down.sql"], {}],
])("reports nothing for %s", (_, paths, options) => {
  expect(messagesOf(changeBump, scene(paths, {}, options))).toEqual([]);
});

test.each([
  ["private", { private: true }, []],
  ["ignored", { skipped: "ignored" as const }, ["server"]],
])("requires nothing of a package that is %s", (_, pkg, names) => {
  const given = ["error", { kinds: { migration: "minor" } }];
  const policies = {
    all: { packages: ["*", ...names] },
    workspace: { rules: { "change-bump": given } },
  };
  expect(messagesOf(changeBump, scene(ONE, { packages: { server: pkg }, policies }))).toEqual([]);
});

test("reports nothing without a base, or if the rule is off", () => {
  expect(messagesOf(changeBump, scene(ONE, { facts: { changes: undefined } as object }))).toEqual(
    [],
  );
  expect(messagesOf(changeBump, scene(ONE, { policies: { all: { packages: ["*"] } } }))).toEqual(
    [],
  );
});
