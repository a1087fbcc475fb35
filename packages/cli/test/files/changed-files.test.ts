import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CannotJudge } from "../../src/errors.ts";
import { entryAt } from "../../src/files/files.ts";
import { type ChangedFile, writeChangedFiles } from "../../src/files/writing/changed-files.ts";
import { folder } from "../kit/workspace.ts";

async function writes(files: readonly ChangedFile[]) {
  const { path: root } = await folder({ "one.md": "1\n", "gone.md": "0\n" });
  let obstacle: string | undefined;
  try {
    writeChangedFiles(root, files);
  } catch (error) {
    const [{ message, help }] = (error as CannotJudge).obstacles as [
      { message: string; help?: string },
    ];
    obstacle = `${message}: ${help}`;
  }
  const textOf = (path: string) =>
    entryAt(join(root, path)) === "file" ? readFileSync(join(root, path), "utf8") : undefined;
  return { obstacle, texts: ["one.md", "gone.md", "new.md"].map(textOf) };
}

const EDITS: readonly ChangedFile[] = [
  { path: "one.md", before: "1\n", after: "2\n" },
  { path: "gone.md", before: "0\n" },
  { path: "new.md", after: "3\n" },
];

test("writes, deletes and makes files", async () => {
  expect(await writes(EDITS)).toEqual({ obstacle: undefined, texts: ["2\n", undefined, "3\n"] });
});

test("restores all files if the last cannot be written", async () => {
  expect(await writes([...EDITS, { path: "one.md/x.md", after: "x" }])).toEqual({
    obstacle:
      "cannot write one.md/x.md (EEXIST): nothing was changed; check its permissions and the free space",
    texts: ["1\n", "0\n", undefined],
  });
});

test("keeps a file that another program has made meanwhile", async () => {
  const twice = await writes([...EDITS, { path: "new.md", after: "4\n" }]);
  expect(twice.obstacle).toMatch(/^cannot write new\.md \(EEXIST\): nothing was changed/);
  expect(await writes([{ path: "one.md", after: "x" }])).toEqual({
    obstacle: "one.md was created in the meantime: run the command again",
    texts: ["1\n", "0\n", undefined],
  });
});

test("names the files that could not be restored", async () => {
  const { obstacle, texts } = await writes([
    ...EDITS,
    { path: "gone.md/x.md", after: "x" },
    { path: "one.md/x.md", after: "x" },
  ]);
  expect(obstacle).toBe(
    "cannot write one.md/x.md (EEXIST): restore gone.md by hand: the old text could not be written back",
  );
  expect(texts).toEqual(["1\n", undefined, undefined]);
});
