import type { Package } from "@release-policy/core";
import { fixtureOf } from "../kit/fixture.ts";
import { expect, test } from "vitest";
import { historyOf } from "../../src/git/tags.ts";
import { run } from "../kit/small-shell.ts";

const pkg = (name: string, given: Partial<Package> = {}): Package => ({
  name,
  dir: name,
  version: "1.0.0",
  private: false,
  dependencies: [],
  requirements: { engines: {}, peers: {} },
  ...given,
});

/** The releases that the tags show, each given as `tag date`, made in another order than that of the dates. */
async function tagsFound(packages: readonly Package[], ...tags: readonly string[]) {
  await using fixture = await fixtureOf({ file: "" });
  const git = (args: readonly string[], date = "2026-01-01") =>
    run(
      fixture.path,
      [["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args]],
      { env: { GIT_COMMITTER_DATE: `${date}T12:00:00Z` } },
    );
  git(["init", "-q"]);
  git(["add", "-A"]);
  git(["commit", "-q", "-m", "all"]);
  for (const tag of tags) {
    const [name = "", date] = tag.split(" ");
    git(["tag", "-a", "-m", name, name], date);
  }
  const history = await historyOf(fixture.path, packages);
  return history?.map(({ package: name, version, date }) => `${name} ${version} ${date}`);
}

test("reads the tags that Changesets and pnpm write, oldest first", async () => {
  const packages = [pkg("@acme/core"), pkg("plugin")];
  expect(
    await tagsFound(
      packages,
      "@acme/core@1.1.0 2026-03-01",
      "plugin@0.2.0 2026-02-01",
      "@acme/core@1.0.0 2026-01-05",
    ),
  ).toEqual([
    "@acme/core 1.0.0 2026-01-05",
    "plugin 0.2.0 2026-02-01",
    "@acme/core 1.1.0 2026-03-01",
  ]);
});

test("ignores tags that are not versions or not of workspace packages", async () => {
  expect(
    await tagsFound([pkg("core")], "core@next 2026-01-01", "other@1.0.0 2026-01-02", "nightly"),
  ).toEqual([]);
});

test("assigns a bare version to the only published package", async () => {
  const site = pkg("site", { private: true });
  expect(await tagsFound([pkg("core"), site], "v1.2.0 2026-01-01", "1.3.0 2026-02-01")).toEqual([
    "core 1.2.0 2026-01-01",
    "core 1.3.0 2026-02-01",
  ]);
  expect(await tagsFound([pkg("core"), pkg("ui")], "v1.2.0 2026-01-01")).toEqual([]);
});

test("returns no history outside git", async () => {
  await using fixture = await fixtureOf({ file: "" });
  expect(await historyOf(fixture.path, [pkg("core")])).toBeUndefined();
});

test("a tag of a version behind an @ is of the only package", async () => {
  const repository = {} as Parameters<typeof historyOf>[0];
  const tags = [{ tag: "@1.0.0", date: "2026-01-01", time: 0 }];
  expect(await historyOf(repository, [pkg("a")], tags)).toMatchObject([{ package: "a" }]);
  expect(await historyOf(repository, [pkg("a"), pkg("b")], tags)).toEqual([]);
});
