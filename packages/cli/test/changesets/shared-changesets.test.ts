import { tmpdir } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { readChangesets } from "../../src/changesets/changeset-files.ts";
import { MemoryFolder } from "../../src/files/writing/memory-folder.ts";

const text = (summary: string): Buffer =>
  Buffer.from(`---\n"@acme/core": patch\n---\n\n${summary}\n`);

function commit(files: Readonly<Record<string, Buffer>>): string {
  const memory = new MemoryFolder(tmpdir());
  onTestFinished(() => memory.dispose());
  for (const [name, content] of Object.entries(files))
    memory.put(`.changeset/${name}`, { as: "file", content });
  return memory.root;
}

const NONE = new Set<string>();

test("a changeset that two commits share is read once", async () => {
  const waiting = text("Waits for the release.");
  const [before, after] = [
    await readChangesets(commit({ "one.md": waiting }), "changesets@2", NONE),
    await readChangesets(
      commit({ "one.md": waiting, "two.md": text("New.") }),
      "changesets@2",
      NONE,
    ),
  ];
  expect(after.changesets.map(({ id }) => id)).toEqual(["one", "two"]);
  expect(after.changesets[0]).toBe(before.changesets[0]);
});

test("a changeset that a prerelease has used since is not pending any more", async () => {
  const root = commit({ "one.md": text("Waits for the release.") });
  const pending = await readChangesets(root, "changesets@2", NONE);
  const used = await readChangesets(root, "changesets@2", new Set(["one"]));
  expect(used.changesets).toEqual(pending.changesets.map((one) => ({ ...one, consumed: true })));
  expect(await readChangesets(root, "changesets@2", NONE)).toEqual(pending);
});

test("two changesets with the same text keep their own places", async () => {
  const same = text("Waits for the release.");
  const root = commit({ "one.md": same, "two.md": same });
  const first = await readChangesets(root, "changesets@2", NONE);
  expect(first.changesets.map(({ path }) => path)).toEqual([
    ".changeset/one.md",
    ".changeset/two.md",
  ]);
  expect(await readChangesets(root, "changesets@2", NONE)).toEqual(first);
});
