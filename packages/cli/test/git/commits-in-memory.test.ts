import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { onDisk } from "../../src/files/writing/on-disk.ts";
import { ObjectReader } from "../../src/git/trees/object-reader.ts";
import { writeCommit } from "../../src/git/commit-as-folder.ts";
import { differenceSince } from "../../src/git/changes.ts";
import { CommitsInMemory } from "../../src/git/commits-in-memory.ts";
import { leavePreMode } from "../../src/check/base/leave-pre-mode.ts";
import { run } from "../kit/small-shell.ts";
import { folder } from "../kit/workspace.ts";
import { outcome } from "../kit/written-commit.ts";
import { runs } from "../kit/sampling.ts";

type Tree = Readonly<Record<string, readonly [mode: string, text: string]>>;

const LARGE = " ".repeat(2_000_000);
const file = (text: string) => ["100644", text] as const;
const link = (to: string) => ["120000", to] as const;

/** Neighbours that differ in every way that two commits can. The last two must not be read. */
const TREES: readonly Tree[] = [
  { "package.json": file("{}"), "packages/a/package.json": file("1"), "src/a.ts": file("") },
  { "package.json": file("{}"), "packages/a/package.json": file("2"), "yarn.lock": file("lock") },
  { ".changeset/a.md": file("a"), ".changeset/pre.json": file('{"mode":"pre","tag":"next"}') },
  { ".changeset/a.md": link("../b"), ".changeset/pre.json": file('{"mode":"pre","tag":"next"}') },
  { ".changeset/a.md": file(LARGE), "packages/a/b/package.json": file("3") },
  { "packages/a/package.json": ["100755", "1"], "moved/a/package.json": file("1") },
  { "package.json": link("/etc/passwd"), "packages/a/package.json": file("1") },
  { "package.json": file(LARGE), ".changeset/b.md": file("b") },
];

const git = (cwd: string, args: readonly string[], input = ""): string =>
  run(cwd, [["git", ...args]], { input })
    .toString()
    .trim();

/** Commits with these trees below a folder of the repository, or in its root. */
function commits(cwd: string, below: string): string[] {
  git(cwd, ["init", "-q"]);
  return TREES.map((tree) => {
    git(cwd, ["read-tree", "--empty"]);
    for (const [path, [mode, text]] of Object.entries(tree)) {
      const object = git(cwd, ["hash-object", "-w", "--stdin"], text);
      git(cwd, ["update-index", "--add", "--cacheinfo", `${mode},${object},${below}${path}`]);
    }
    const person = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
    return git(cwd, [...person, "commit-tree", git(cwd, ["write-tree"]), "-m", "one"]);
  });
}

test.each(["", "apps/web/"])(
  "a folder in memory has the files of each commit, read together or one by one, in any order, under %j",
  async (below) => {
    const { path: repository } = await folder({ [`${below}here`]: "" });
    const all = commits(repository, below);
    const workspace = join(repository, below);
    const expected = await Promise.all(
      all.map((commit) =>
        outcome(() => {
          const scratch = writeCommit(workspace, commit);
          return scratch.root;
        }),
      ),
    );
    const order = fc.array(fc.nat(all.length - 1), { minLength: 2, maxLength: 8 });
    const together = fc.array(fc.constantFrom(...all, "1".repeat(40)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(order, together, async (walk, ahead) => {
        const folders = new CommitsInMemory(workspace);
        await folders.prepare(ahead);
        for (const i of walk) {
          const found = await outcome(async () => onDisk(await folders.write(all[i]!)));
          expect(found).toEqual(expected[i]);
          for (const root of folders.roots) leavePreMode(root);
          if (i % 2 === 0) folders.next();
        }
        await folders.close();
      }),
      { numRuns: runs(40) },
    );
  },
);

test.each(["", "apps/web/"])(
  "finds what git says changed between any two commits, under %j",
  async (below) => {
    const { path: repository } = await folder({ [`${below}here`]: "" });
    const all = commits(repository, below);
    const workspace = join(repository, below);
    const folders = new CommitsInMemory(workspace);
    for (const [i, one] of all.entries()) {
      const other = all[(i + 1) % all.length]!;
      const { files } = await differenceSince(workspace, one, other, {
        parents: async () => [one],
      });
      expect(await folders.changedFiles(one, other)).toEqual(files);
      expect(await folders.changedFiles(one, one)).toEqual([]);
    }
    await folders.close();
  },
);

test("one git process answers large, missing and odd names in order, and refuses what is asked after it ended", async () => {
  const { path: repository } = await folder({ "a.txt": "x" });
  git(repository, ["init", "-q"]);
  const objects = ["", "line\nbreak\n", "x".repeat(300_000)].map((text) =>
    git(repository, ["hash-object", "-w", "--stdin"], text),
  );
  const reader = new ObjectReader(repository);
  const found = await Promise.all(
    [objects[2]!, "nowhere", objects[0]!, "a\nb", objects[1]!].map((name) =>
      reader.read(name, 1000),
    ),
  );
  expect(found.map((one) => one && [one.size, one.content?.toString()])).toEqual([
    [300_000, undefined],
    undefined,
    [0, ""],
    undefined,
    [11, "line\nbreak\n"],
  ]);
  const names = [objects[2]!, "", "nowhere", objects[1]!];
  const sizes = await Promise.all(names.map((name, i) => reader.read(name, i < 3 ? 0 : 1000)));
  expect(sizes.map((one) => one && [one.size, one.content?.toString()])).toEqual([
    [300_000, undefined],
    undefined,
    undefined,
    [11, "line\nbreak\n"],
  ]);
  await reader.close();
  await expect(reader.read(objects[0]!)).rejects.toThrow("git ended");
});
