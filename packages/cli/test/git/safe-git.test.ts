import { cpSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { rawFiles } from "../../src/git/changes.ts";
import { CannotJudge, check } from "../../src/index.ts";
import { spawnCli } from "../kit/run-cli.ts";
import { gitIn } from "../kit/run-example.ts";
import { folder, repository, workspace } from "../kit/workspace.ts";

const messageOf = async (options: Parameters<typeof check>[0]): Promise<string> => {
  try {
    return (await check(options)).outcome;
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return error.message;
  }
};

test("does not treat a workspace that looks like a bare repository as one", async () => {
  const origin = await workspace();
  repository(origin);
  const bare = await folder({});
  gitIn(bare.path, "clone", "-q", "--bare", origin.path, "bare");
  const fixture = await workspace();
  // With a configuration of whoever wrote the tree.
  for (const name of ["HEAD", "objects", "refs", "packed-refs", "config"])
    cpSync(bare.getPath(`bare/${name}`), fixture.getPath(name), { recursive: true });
  expect(await messageOf({ cwd: fixture.path, since: "main" })).toBe(
    "this folder is not inside a git repository",
  );
});

test.each([
  ["--since main", { since: "main" }],
  ["--ref main", { ref: "main" }],
])("names safe.directory if the repository belongs to another user: %s", async (_, options) => {
  const fixture = await workspace();
  repository(fixture);
  vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
  try {
    expect(await messageOf({ cwd: fixture.path, ...options })).toBe(
      "git refuses to read this repository, because it belongs to another user",
    );
  } finally {
    vi.unstubAllEnvs();
  }
});

test("prints the command that makes git trust the repository", async () => {
  const fixture = await workspace();
  repository(fixture);
  const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" };
  const { code, stderr } = spawnCli(fixture.path, ["check", "--since", "main"], env);
  expect(code).toBe(2);
  expect(stderr).toContain(
    `git config --global --add safe.directory '${gitIn(fixture.path, "rev-parse", "--show-toplevel")}'`,
  );
  expect(spawnCli(fixture.path, ["check"], env).code).toBe(0);
});

const OLD = "a".repeat(40);
const NEW = "b".repeat(40);
const NONE = "0".repeat(40);

test.each([
  ["a file", `:100644 100644 ${OLD} ${NEW} M`, { before: OLD, after: NEW }],
  ["a file that git has not read", `:100644 100644 ${OLD} ${NONE} M`, { before: OLD }],
  ["a link in place of a file", `:100644 120000 ${OLD} ${NEW} T`, { before: OLD }],
  ["a file in place of a link", `:120000 100755 ${OLD} ${NEW} T`, { after: NEW }],
  ["a new link", `:000000 120000 ${NONE} ${NEW} A`, {}],
  ["a submodule", `:160000 160000 ${OLD} ${NEW} M`, {}],
])("only returns blobs of regular files: %s", (_, meta, blobs) => {
  const [, , , , status] = meta.split(" ");
  expect(rawFiles([meta, "a\tb"])).toEqual([{ status, path: "a\tb", ...blobs }]);
});
