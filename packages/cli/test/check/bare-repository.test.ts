import { expect, test } from "vitest";
import { bareRepository } from "../../src/check/workspace.ts";
import { CannotJudge } from "../../src/index.ts";
import { folder } from "../kit/workspace.ts";

const BARE = { HEAD: "ref: refs/heads/main\n", "objects/pack": "", "refs/heads": "" };

test("the workspace of a bare repository is at its top or in the named folder", async () => {
  const { path: bare } = await folder(BARE);
  expect(bareRepository(bare)).toEqual({ bare, prefix: "" });
  expect(bareRepository(bare, "apps/web")).toEqual({ bare, prefix: "apps/web/" });
  expect(() => bareRepository(bare, "../web")).toThrow(CannotJudge);
});

test("a working tree is not a bare repository", async () => {
  const { path } = await folder({ ".git/HEAD": BARE.HEAD });
  expect(bareRepository(path, "../web")).toBeUndefined();
});
