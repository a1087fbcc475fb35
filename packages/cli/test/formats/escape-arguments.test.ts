import { expect, test } from "vitest";
import { EVIL, badLines } from "../kit/attacks.ts";
import { runCli } from "../kit/run-cli.ts";
import { repository, workspace } from "../kit/workspace.ts";

type Given = Parameters<typeof workspace>[0];

const BRANCHES: Given = {
  files: { "policies/workspace.yaml": 'branches: { "*": { bumps: { declared: [patch] } } }\n' },
  changesets: { one: { "@acme/core": "minor" } },
};

test.each<[string, Given, readonly string[], string]>([
  ["a branch", BRANCHES, ["check", "--branch", EVIL], "branch"],
  ["a reference", {}, ["check", "--since", EVIL], "unknown commit"],
  ["a commit", {}, ["check", "--ref", EVIL], "unknown commit"],
  ["a folder", {}, ["check", "--dir", `/nowhere/${EVIL}`], "no workspace found"],
  ["an option", {}, ["check", `--${EVIL}`], "unknown option"],
  ["a command", {}, [EVIL], "unknown command"],
  ["what is to be explained", {}, ["explain", EVIL], "is not a package, changeset or rule"],
])("%s reaches the terminal as text", async (_, given, args, expected) => {
  const fixture = await workspace(given);
  repository(fixture);
  const { stdout, stderr, code } = await runCli(fixture.path, args);
  expect(stdout + stderr).toContain(expected);
  expect(badLines(stdout + stderr)).toEqual([]);
  expect(code === 2 ? stdout : stderr).toBe("");
});
