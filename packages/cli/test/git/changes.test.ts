import { chmodSync } from "node:fs";
import { expect, test } from "vitest";
import { type Change, missing, move, write } from "../kit/missing-changesets.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { folder, repository } from "../kit/workspace.ts";

test.each<[string, Change, readonly string[]]>([
  ["nothing", () => {}, []],
  ["a file", write("packages/core/index.js"), ["@acme/core: packages/core/index.js"]],
  ["a new file", write("packages/core/src/deep/x.js"), ["@acme/core: packages/core/src/deep/x.js"]],
  [
    "a file of the inner of two packages",
    write("packages/core/inner/index.js"),
    ["@acme/inner: packages/core/inner/index.js"],
  ],
  ["a file of no package but the root", write("packages/notes.txt"), ["acme: packages/notes.txt"]],
  ["files of the root", write("index.js", "src/x.js"), ["acme: index.js, src/x.js"]],
  [
    "more files than anybody reads",
    write("packages/core/a", "packages/core/b", "packages/core/c", "packages/core/d"),
    ["@acme/core: packages/core/a, packages/core/b, packages/core/c"],
  ],
  [
    "a file that is gone",
    ({ path }) => gitIn(path, "rm", "-q", "packages/core/index.js"),
    ["@acme/core: packages/core/index.js"],
  ],
  [
    "a file with another name",
    move("packages/core/index.js", "packages/core/main.js"),
    ["@acme/core: packages/core/index.js, packages/core/main.js"],
  ],
  [
    "a file that went to another package",
    move("packages/plugin/index.js", "packages/core/plugin.js"),
    ["@acme/core: packages/core/plugin.js", "@acme/plugin: packages/plugin/index.js"],
  ],
  [
    "spaces, quotes and umlauts",
    write("packages/core/docs/a b.md", "packages/core/\"grün\" '日本' \\.js"),
    ["@acme/core: packages/core/docs/a b.md, packages/core/\"grün\" '日本' \\.js"],
  ],
  [
    "only the changelog",
    write("packages/core/CHANGELOG.md"),
    ["@acme/core: packages/core/CHANGELOG.md"],
  ],
  ["a file that git ignores", write("packages/core/dist/index.js"), []],
  ["a private package", write("packages/site/index.js"), []],
  ["an ignored package", write("packages/old/index.js"), []],
  ["changesets and policies", write(".changeset/README.md", "policies/notes.txt"), []],
])("asks for a changeset of what changed: %s", async (_, change, expected) => {
  expect((await missing(change)).toSorted()).toEqual(expected);
});

test("includes committed, staged, changed and new files, only since the merge base", async () => {
  const found = await missing(async (fixture) => {
    const { path } = fixture;
    gitIn(path, "checkout", "-q", "-b", "change");
    await write("packages/core/committed.js")(fixture);
    commitAll(path, "change");
    gitIn(path, "checkout", "-q", "main");
    await write("packages/plugin/on-main.js")(fixture);
    commitAll(path, "main goes on");
    gitIn(path, "checkout", "-q", "change");
    await write("packages/core/staged.js")(fixture);
    gitIn(path, "add", "-A");
    await write("packages/core/index.js", "index.js")(fixture);
  });
  expect(found.toSorted()).toEqual([
    "@acme/core: packages/core/committed.js, packages/core/index.js, packages/core/staged.js",
    "acme: index.js",
  ]);
});

test("recognizes a moved package", async () => {
  const found = await missing(move("packages/plugin", "packages/gadget"));
  expect(found).toContain("@acme/plugin: packages/gadget/index.js, packages/gadget/package.json");
  expect(found.filter((one) => !one.startsWith("acme:"))).toHaveLength(1);
});

test("detects the new commit of a submodule", async () => {
  const module = await folder({ "index.js": "1" });
  repository(module);
  const allow = ["-c", "protocol.file.allow=always"];
  const found = await missing(({ path }) =>
    gitIn(path, ...allow, "submodule", "add", "-q", module.path, "packages/core/vendor"),
  );
  expect(found).toContain("@acme/core: packages/core/vendor");
});

test("detects that a file became executable", async () => {
  const found = await missing(({ path }) => {
    gitIn(path, "config", "core.fileMode", "true");
    chmodSync(`${path}/packages/core/index.js`, 0o755);
  });
  expect(found).toEqual(["@acme/core: packages/core/index.js"]);
});

test("compares with one of several merge bases", async () => {
  const found = await missing(async (fixture) => {
    const { path } = fixture;
    const commitOn = async (branch: string): Promise<string> => {
      gitIn(path, "checkout", "-q", branch);
      await write(`packages/core/${branch}.js`)(fixture);
      return commitAll(path, `on ${branch}`);
    };
    gitIn(path, "branch", "change");
    const [main, change] = [await commitOn("main"), await commitOn("change")];
    gitIn(path, "merge", "-q", "-m", "crossed", main);
    gitIn(path, "checkout", "-q", "main");
    gitIn(path, "merge", "-q", "-m", "crossed", change);
    gitIn(path, "checkout", "-q", "change");
    await write("packages/core/new.js")(fixture);
  });
  expect(found.join()).toContain("packages/core/new.js");
});
