import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { onDisk } from "../../src/files/writing/on-disk.ts";
import { writeCommit } from "../../src/git/commit-as-folder.ts";
import { differenceSince } from "../../src/git/changes.ts";
import { CommitTrees } from "../../src/git/trees/commit-trees.ts";
import { ObjectReader } from "../../src/git/trees/object-reader.ts";
import { CommitsInMemory } from "../../src/git/commits-in-memory.ts";
import { gitIn } from "../kit/run-example.ts";
import { contents, outcome } from "../kit/written-commit.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";
import { commitOn } from "./odd-commits.ts";
import { BEHIND, additions, consistent } from "./odd-names.ts";
import { runs } from "../kit/sampling.ts";

test("the audit's reader writes the same files as the reader of one commit and finds the same changes as git, for any tree", async () => {
  const fixture = await workspace({ files: BEHIND });
  const base = repository(fixture);
  const folders = new CommitsInMemory(fixture.path);
  onTestFinished(async () => await folders.close());
  await fc.assert(
    fc.asyncProperty(additions.map(consistent), async (entries) => {
      const commit = commitOn(fixture.path, base, entries);
      const expected = await outcome(() => {
        const scratch = writeCommit(fixture.path, commit);
        onTestFinished(scratch.dispose);
        return scratch.root;
      });
      const kept = await outcome(async () => onDisk(await folders.write(commit)));
      expect(kept).toEqual(expected);
      expect(await folders.changedFiles(base, commit)).toEqual(
        (await differenceSince(fixture.path, base, commit, { parents: async () => [base] })).files,
      );
      folders.next();
    }),
    { numRuns: runs(40) },
  );
}, 240_000);

/** A tree written byte for byte, as old and foreign tools did. Returns its name. */
const tree = (cwd: string, ...entries: readonly (readonly [string, string, string])[]): string =>
  execFileSync("git", ["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], {
    cwd,
    input: Buffer.concat(
      entries.flatMap(([mode, name, object]) => [
        Buffer.from(`${mode} ${name}\0`),
        Buffer.from(object, "hex"),
      ]),
    ),
    encoding: "utf8",
  }).trim();

test("the audit's reader accepts file modes of old and foreign tools", async () => {
  const fixture = await workspace();
  repository(fixture);
  const cwd = fixture.path;
  const text = changeset({ "@acme/plugin": "major" });
  const blob = execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd, input: text })
    .toString()
    .trim();
  const root = tree(cwd, ["040000", ".changeset", tree(cwd, ["100664", "quiet.md", blob])]);
  const commit = gitIn(cwd, "commit-tree", root, "-m", "old");
  const folders = new CommitsInMemory(cwd);
  onTestFinished(async () => await folders.close());
  const scratch = writeCommit(cwd, commit);
  onTestFinished(scratch.dispose);
  const expected = contents(scratch.root);
  expect(contents(onDisk(await folders.write(commit)))).toEqual(expected);
  expect(expected).toContainEqual(expect.stringContaining("plugin"));
});

test.each([
  ["with a name twice", ["b", "b"]],
  ["in another order", ["b", "a"]],
])("what changed in a tree %s is left to git", async (_, names) => {
  const fixture = await workspace();
  repository(fixture);
  const cwd = fixture.path;
  const blob = execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd, input: "x" });
  const commitOf = (...paths: readonly string[]): string => {
    const entries = paths.map((name) => ["100644", name, String(blob).trim()] as const);
    return gitIn(cwd, "commit-tree", tree(cwd, ...entries), "-m", "one");
  };
  const folders = new CommitsInMemory(cwd);
  onTestFinished(async () => await folders.close());
  expect(await folders.changedFiles(commitOf("a"), commitOf(...names))).toBeUndefined();
  expect(await folders.changedFiles(commitOf("a"), commitOf("a", "b"))).toMatchObject([
    { status: "A", path: "b" },
  ]);
});

test("the audit's reader refuses a tree that ends within a name", async () => {
  const fixture = await workspace();
  repository(fixture);
  const object = execFileSync(
    "git",
    ["hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
    {
      cwd: fixture.path,
      input: `100644 ${"a".repeat(40)}`,
    },
  );
  const commit = gitIn(fixture.path, "commit-tree", String(object).trim(), "-m", "cut");
  const folders = new CommitsInMemory(fixture.path);
  onTestFinished(async () => await folders.close());
  await expect(folders.write(commit)).rejects.toThrow("a tree is not valid");
});

test("the audit's reader does not treat a missing tree as empty", async () => {
  const fixture = await workspace();
  repository(fixture);
  const root = tree(fixture.path, ["40000", ".changeset", "1".repeat(40)]);
  const commit = gitIn(fixture.path, "commit-tree", root, "-m", "broken");
  const folders = new CommitsInMemory(fixture.path);
  onTestFinished(async () => await folders.close());
  await expect(folders.write(commit)).rejects.toThrow("a tree is missing");
});

test("a tree of few objects with too many paths is refused, and a commit that is missing is not empty", async () => {
  const fixture = await workspace();
  repository(fixture);
  const cwd = fixture.path;
  const blob = execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd, input: "x" });
  const files = tree(cwd, ["100644", "a", String(blob).trim()]);
  // Each level has the one below it eight times: 584 folders from three objects.
  const many = [1, 2, 3].reduce(
    (below) => tree(cwd, ..."abcdefgh".split("").map((name) => ["40000", name, below] as const)),
    files,
  );
  const commit = gitIn(cwd, "commit-tree", many, "-m", "many");
  const reader = new ObjectReader(cwd);
  onTestFinished(async () => await reader.close());
  const listed = async (most: { folders: number; files: number }, name = commit) =>
    await new CommitTrees(reader, () => true, most).filesOf(name, "");
  expect(await listed({ folders: 600, files: 2000 })).toHaveLength(512);
  await expect(listed({ folders: 100, files: 2000 })).rejects.toThrow(/too many files/);
  await expect(listed({ folders: 600, files: 1000 })).rejects.toThrow(/too many files/);
  await expect(listed({ folders: 600, files: 2000 }, "1".repeat(40))).rejects.toThrow(
    "a tree is missing",
  );
});
