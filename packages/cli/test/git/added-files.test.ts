import { symlinkSync } from "node:fs";
import { plain } from "@release-policy/core";
import type { FsFixture } from "fs-fixture";
import { expect, test } from "vitest";
import { type CheckOptions, check } from "../../src/index.ts";
import { type Change, move, write } from "../kit/missing-changesets.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { folder, repository, workspace } from "../kit/workspace.ts";

const M = "packages/core/migrations";
const rules = { "change-bump": ["error", { kinds: { migration: "minor" } }] };
const GIVEN = {
  policies: { all: { packages: ["*", "@acme/*"], rules } },
  files: {
    [`${M}/0001.sql`]: "CREATE TABLE users;\n",
    [`${M}/0002.sql`]: "ALTER TABLE users;\n",
    "packages/plugin/index.js": "1",
    ".gitignore": "dist\n",
  },
};

async function found(cwd: string, options: CheckOptions): Promise<string[]> {
  const { findings } = await check({ cwd, ...options });
  return findings
    .filter(({ rule }) => rule === "change-bump")
    .map(({ message }) =>
      plain(message)
        .replaceAll("`", "")
        .replace(/ would .* for the new/, ": the new"),
    );
}

/** What is new in a change on main, before it is committed, after that, and as a commit. */
async function news(before: Change, change: Change): Promise<string[]> {
  const fixture = await workspace(GIVEN);
  repository(fixture);
  await before(fixture);
  commitAll(fixture.path, "before");
  await change(fixture);
  const pending = await found(fixture.path, { since: "HEAD" });
  commitAll(fixture.path, "change");
  expect(await found(fixture.path, { since: "HEAD^" })).toEqual(pending);
  expect(await found(fixture.path, { since: "HEAD^", ref: "HEAD" })).toEqual(pending);
  return pending;
}

const nothing: Change = () => {};
const remove =
  (path: string): Change =>
  (fixture) =>
    gitIn(fixture.path, "rm", "-rq", path);
const stage =
  (change: Change): Change =>
  async (fixture: FsFixture) => {
    await change(fixture);
    gitIn(fixture.path, "add", "-A");
  };

test.each<[string, Change, Change, string[]]>([
  ["a new file", nothing, write(`${M}/0003.sql`), [`@acme/core: the new migration ${M}/0003.sql`]],
  [
    "a file that is like another",
    nothing,
    stage(move(`${M}/0002.sql`, `${M}/0003.sql`)),
    [`@acme/core: the new migration ${M}/0003.sql`],
  ],
  [
    "odd names",
    nothing,
    write(`${M}/a b.sql`, `${M}/"ü" *.sql`, `${M}/[0-9].sql`),
    [`@acme/core: the new migrations ${M}/"ü" *.sql, ${M}/[0-9].sql and ${M}/a b.sql`],
  ],
  [
    "a file of another package",
    nothing,
    write("packages/plugin/db/migrations/1.sql"),
    ["@acme/plugin: the new migration packages/plugin/db/migrations/1.sql"],
  ],
  ["a file that is edited", nothing, write(`${M}/0001.sql`), []],
  ["a file of no package", nothing, write("docs/migrations/1.sql"), []],
  ["a file that git ignores", nothing, write(`${M}/dist/1.sql`), []],
  ["a folder that comes back", remove(M), write(`${M}/0001.sql`, `${M}/0002.sql`), []],
  [
    "a new file in a folder that comes back",
    remove(M),
    write(`${M}/0001.sql`, `${M}/0003.sql`),
    [`@acme/core: the new migration ${M}/0003.sql`],
  ],
  ["files that move with their folder", nothing, stage(move(M, "packages/core/db-migrations")), []],
  ["a folder of migrations that moves", nothing, stage(moveInto), []],
  [
    "a link whose target is spelt as the file that went",
    (fixture) => fixture.writeFile(`${M}/0003.sql`, "../x.sql"),
    stage(linkInstead),
    ["@acme/core: the new migration packages/core/db/migrations/0003.sql"],
  ],
])("reports what is new in a change: %s", async (_, before, change, expected) => {
  expect(await news(before, change)).toEqual(expected);
});

async function moveInto(fixture: FsFixture): Promise<void> {
  await fixture.mkdir("packages/core/db");
  await move(M, "packages/core/db/migrations")(fixture);
}

async function linkInstead(fixture: FsFixture): Promise<void> {
  await fixture.rm(`${M}/0003.sql`);
  await fixture.mkdir("packages/core/db/migrations");
  symlinkSync("../x.sql", fixture.getPath("packages/core/db/migrations/0003.sql"));
}

test("finds a folder that another branch had deleted", async () => {
  const fixture = await workspace(GIVEN);
  const { path } = fixture;
  repository(fixture);
  gitIn(path, "checkout", "-q", "-b", "side");
  await write(`${M}/0003.sql`)(fixture);
  commitAll(path, "add");
  await remove(`${M}/0003.sql`)(fixture);
  commitAll(path, "remove");
  gitIn(path, "checkout", "-q", "main");
  await write("packages/plugin/x.js")(fixture);
  commitAll(path, "main goes on");
  gitIn(path, "merge", "-q", "--no-ff", "-m", "merge", "side");
  await write(`${M}/0003.sql`)(fixture);
  expect(await found(path, { since: "HEAD" })).toEqual([]);
});

test("treats a file as new if a shallow clone lacks its history", async () => {
  const fixture = await workspace(GIVEN);
  repository(fixture);
  await remove(M)(fixture);
  commitAll(fixture.path, "remove");
  await write("packages/plugin/x.js")(fixture);
  commitAll(fixture.path, "more");
  const clone = await folder({});
  gitIn(clone.path, "clone", "-q", "--depth", "1", `file://${fixture.path}`, "here");
  const path = clone.getPath("here");
  await clone.mkdir(`here/${M}`);
  await clone.writeFile(`here/${M}/0001.sql`, "CREATE TABLE users;\n");
  expect(await found(path, { since: "HEAD" })).toHaveLength(1);
});

test("finds what is new in a workspace below the root of its repository", async () => {
  const inner = await workspace(GIVEN);
  const outer = await folder({});
  await outer.mkdir("app");
  gitIn(outer.path, "init", "-q", "-b", "main");
  const { cpSync } = await import("node:fs");
  cpSync(inner.path, outer.getPath("app"), { recursive: true });
  commitAll(outer.path, "first");
  gitIn(outer.path, "rm", "-rq", `app/${M}`);
  commitAll(outer.path, "remove");
  await outer.mkdir(`app/${M}`);
  await outer.writeFile(`app/${M}/0001.sql`, "1");
  await outer.writeFile(`app/${M}/0003.sql`, "1");
  expect(await found(outer.getPath("app"), { since: "HEAD" })).toEqual([
    `@acme/core: the new migration ${M}/0003.sql`,
  ]);
});
