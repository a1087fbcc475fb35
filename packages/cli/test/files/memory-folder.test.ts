import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import {
  bytesInFile,
  entryAt,
  exists,
  listFolder,
  readText,
  textInFile,
} from "../../src/files/files.ts";
import { MemoryFolder } from "../../src/files/writing/memory-folder.ts";
import type { WrittenFile } from "../../src/files/release-files.ts";
import { onDisk } from "../../src/files/writing/on-disk.ts";
import { LARGEST, putFile } from "../../src/files/writing/put-file.ts";
import { runs } from "../kit/sampling.ts";

/** In bytes. */
const TOO_LONG = "ü".repeat(128);
const NAMES = ["a", "b", "c.md", "\uFFFD", "ä", "n".repeat(255), TOO_LONG];
const path = fc
  .array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 })
  .map((names) => names.join("/"));
const file = fc.record({
  path,
  as: fc.constantFrom<WrittenFile["as"]>("text", "text", "empty", "folder", "link"),
});
const content = fc.constantFrom("", "x", "\uFEFF{}", "large").map((text) => Buffer.from(text));

/** What a function answers, or the words of its error: nothing is at a path, whether or not it is below a file. */
function answer(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    const { message, code } = error as Error & { readonly code?: string };
    return (code ?? message).replace("ENOTDIR", "ENOENT");
  }
}

const kindOf = (entry: ReturnType<typeof listFolder>[number]) =>
  `${entry.name} ${entry.isFile()} ${entry.isDirectory()} ${entry.isSymbolicLink()}`;

/** Everything that is read of a workspace, for a path as readers write it. */
function answers(root: string, one: string): unknown {
  const text = answer(() => readText(root, one, 10));
  // Nothing reads the rest of it.
  const isLarge = String(text).includes("too large");
  return [
    text,
    entryAt(join(root, one)),
    isLarge || answer(() => textInFile(join(root, one))),
    isLarge || answer(() => bytesInFile(`${root}/./${one}`).length),
    answer(() => listFolder(root, one).map(kindOf)),
    exists(join(root, one, "..", "a")),
  ];
}

test("a folder in memory takes the same files as one on disk, and is read the same, for any files and paths", () => {
  const puts = fc.array(fc.tuple(file, content, fc.boolean()), { maxLength: 8 });
  fc.assert(
    fc.property(puts, fc.array(path, { maxLength: 4 }), (files, others) => {
      const disk = mkdtempSync(join(tmpdir(), "release-policy-test-"));
      const memory = new MemoryFolder(tmpdir());
      for (const [one, bytes, replaces] of files) {
        const text = String(bytes) === "large" ? LARGEST + 1 : bytes;
        const given = one.as === "text" ? text : undefined;
        const put = (root: string) =>
          answer(() =>
            putFile(root, one, given, new Set(), replaces && one.as === "text" ? "w" : "wx"),
          );
        // A file is written over the target of a link on disk: nothing does that to a commit.
        if (entryAt(join(memory.root, one.path)) === "other") continue;
        expect(put(memory.root)).toEqual(put(disk));
      }
      const copy = onDisk(memory.root);
      const asked = [".", ...files.map(([{ path: own }]) => own), ...others];
      // Asked for a name that is too long, a disk fails.
      for (const one of asked.filter((some) => !some.includes(TOO_LONG))) {
        const expected = answers(disk, one);
        expect(answers(memory.root, one)).toEqual(expected);
        expect(answers(copy, one)).toEqual(expected);
      }
      memory.dispose();
      expect([entryAt(memory.root), entryAt(copy)]).toEqual(["missing", "missing"]);
      rmSync(disk, { recursive: true });
    }),
    { numRuns: runs(100) },
  );
});

test("a copy on disk follows what changes in memory", () => {
  const memory = new MemoryFolder(tmpdir());
  onTestFinished(() => memory.dispose());
  memory.put("a/b.md", { content: Buffer.from("one") });
  expect(readText(onDisk(memory.root), "a/b.md", 10)).toBe("one");
  memory.put("a/b.md", { content: Buffer.from("two") }, true);
  expect(readText(onDisk(memory.root), "a/b.md", 10)).toBe("two");
  memory.remove("a/b.md");
  expect(listFolder(onDisk(memory.root), "a")).toEqual([]);
  expect(onDisk("/anywhere/else")).toBe("/anywhere/else");
});

test("a folder in memory refuses what is longer than a disk allows", () => {
  const memory = new MemoryFolder("/tmp");
  onTestFinished(() => memory.dispose());
  const above = `${"d".repeat(200)}/`.repeat(20).slice(memory.root.length + 1);
  const longest = 4095 - memory.root.length - 1 - above.length;
  expect(memory.put(above + "n".repeat(longest), {})).toBe(true);
  expect(memory.put(above + "m".repeat(longest + 1), {})).toBe(false);
});

test("in memory, only a file takes the place of a file, and only files are removed", () => {
  const memory = new MemoryFolder(tmpdir());
  onTestFinished(() => memory.dispose());
  memory.put("folder/file", {});
  expect(memory.put("folder", {}, true)).toBe(false);
  expect(memory.put("folder/file", { as: "link" }, true)).toBe(false);
  expect(memory.put("folder/file", {})).toBe(false);
  expect(memory.put("folder/file", { content: Buffer.from("x") }, true)).toBe(true);
  memory.remove("folder");
  expect(memory.at("folder")?.isDirectory()).toBe(true);
});
