import fs from "node:fs";
import promises from "node:fs/promises";
import { type FileTree, type FsFixture, type FsPromises, createFixture } from "fs-fixture";

/** The calls of small files, without a turn of the thread pool for each of their steps: that takes most of them. */
const direct: FsPromises = {
  ...promises,
  access: async (...given) => fs.accessSync(...given),
  mkdir: async (...given) => fs.mkdirSync(...given),
  mkdtemp: async (prefix) => fs.mkdtempSync(prefix),
  rename: async (...given) => fs.renameSync(...given),
  rm: async (...given) => fs.rmSync(...given),
  writeFile: async (...given) => fs.writeFileSync(...given),
};

/** A temporary folder with the files, until it is removed. */
export const fixtureOf = (files: FileTree = {}): Promise<FsFixture> =>
  createFixture(files, { fs: direct });
