import { expect, test } from "vitest";
import {
  type Scene,
  fixesOf,
  judgeScene,
  messagesOf,
  pendingChanges,
} from "../../testing/scene.ts";
import { migration } from "./migration.ts";

const at = { path: ".changeset/cat.md", line: 7, column: 1 };
const require = { migration: ["path"] };
const scene = (paths: readonly string[], more: Scene = {}): Scene => ({
  packages: { server: "1.2.0" },
  policies: { all: { packages: ["*"], require } },
  ...more,
  facts: {
    paths: ["docs/names.md"],
    changes: pendingChanges({
      additions: paths.map((path) => ({ path: `db/migrations/${path}`, package: "server" })),
    }),
  },
});
const named = (value: string, name = "server"): Scene => ({
  changesets: {
    cat: {
      bumps: [{ package: name, bump: "minor", at }],
      declarations: [{ kind: "migration", value, at }],
    },
  },
});

test("requires a down migration for each migration", () => {
  const found = scene(["0007.sql", "0008.sql"]);
  expect(messagesOf(migration, found)).toEqual([
    "warn: `server` would get the migration `db/migrations/0007.sql`, but it has no down migration",
    "warn: `server` would get the migration `db/migrations/0008.sql`, but it has no down migration",
  ]);
  expect(fixesOf(migration, found)[0]).toBe(
    "add `db/migrations/0007.down.sql`, or end the changeset with `Migration: <path or URL>`",
  );
  expect(judgeScene(found, [migration]).findings[0]).toMatchObject({
    package: "server",
    at: { path: "db/migrations/0007.sql" },
    because: { text: "migration: [path]" },
  });
});

test.each([
  ["0007.up.sql", "0007.down.sql"],
  ["0007.sql", "0007.down.sql"],
  ["0007_up.sql", "0007_down.sql"],
  ["0007/migration.sql", "0007/down.sql"],
  ["up/0007.sql", "down/0007.sql"],
  ["0007.sql", "down/0007.sql"],
])("takes %s to be undone by %s", (up, down) => {
  expect(messagesOf(migration, scene([up, down]))).toEqual([]);
});

test.each([
  ["0007.sql", "0008.down.sql"],
  ["a/0007.sql", "b/0007.down.sql"],
  ["0007.sql", "0007.downtown.sql"],
])("does not take %s to be undone by %s", (up, down) => {
  expect(messagesOf(migration, scene([down, up])).join("\n")).toContain(
    `would get the migration \`db/migrations/${up}\``,
  );
});

test.each([
  ["a file", named("docs/names.md"), 0],
  ["a URL", named("https://example.com/names"), 0],
  ["a file that is not there", named("docs/none.md"), 1],
  ["a file, for another package", named("docs/names.md", "ui"), 1],
])("lets a changeset name %s", (_, more, count) => {
  expect(messagesOf(migration, scene(["0007.sql"], more))).toHaveLength(count);
});

test("names a missing file that a changeset refers to", () => {
  expect(messagesOf(migration, scene(["0007.sql"], named("docs/none.md")))).toEqual([
    "warn: `server` would get the migration `db/migrations/0007.sql`, but it has no down migration (not found: `docs/none.md`)",
  ]);
});

test("requires nothing without the track's requirement, for other files, or without a base", () => {
  const policies = { all: { packages: ["*"] } };
  expect(messagesOf(migration, scene(["0007.sql"], { policies }))).toEqual([]);
  const rules = { migration: ["warn", { files: ["**/*.up.sql"] }] };
  const narrow = { all: { packages: ["*"], require, rules } };
  expect(messagesOf(migration, scene(["0007.ts"], { policies: narrow }))).toEqual([]);
  expect(messagesOf(migration, { ...scene([]), facts: {} })).toEqual([]);
});

test("requires nothing of a track that does not ask for a path", () => {
  const policies = { all: { packages: ["*"] } };
  expect(messagesOf(migration, scene(["0007.sql"], { policies }))).toEqual([]);
});

test("takes no other line of the changeset for the path", () => {
  const declarations = [{ kind: "removes", value: "docs/names.md", at }] as const;
  const cat = { bumps: [{ package: "server", bump: "minor", at }], declarations } as const;
  expect(messagesOf(migration, scene(["0007.sql"], { changesets: { cat } }))).toHaveLength(1);
});
