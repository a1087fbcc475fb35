import { type Sentence, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const words = (sentence: Sentence): string => plain(sentence).replaceAll("`", "");
const policies = { all: { packages: ["*"] } };
const json = (value: object): string => JSON.stringify(value);

async function found(cwd: string) {
  const { findings } = await check({ cwd, since: "main" });
  return findings.map(({ rule, at, message, help }) => ({
    rule,
    at: `${at.path}:${at.line}:${at.column}`,
    message: words(message),
    help: words(help),
  }));
}

test("a renamed package is suggested by its new name from git", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/outliner": "0.8.0" },
    policies,
    changesets: { pending: { "@acme/outliner": "minor" } },
    files: { "packages/outliner/index.js": "export const outline = 1;\n".repeat(20) },
  });
  repository(fixture);
  gitIn(fixture.path, "checkout", "-qb", "rename");
  gitIn(fixture.path, "mv", "packages/outliner", "packages/tasks");
  await fixture.writeFile(
    "packages/tasks/package.json",
    json({ name: "@acme/tasks", version: "0.8.0" }),
  );
  await fixture.writeFile(".changeset/rename.md", changeset({ "@acme/tasks": "minor" }));
  commitAll(fixture.path, "rename");
  expect(await found(fixture.path)).toMatchObject([
    {
      at: ".changeset/pending.md:2:1",
      message:
        "@acme/outliner is now called @acme/tasks, but a pending changeset still has the old name",
      help: "write @acme/tasks instead of @acme/outliner in .changeset/pending.md:2",
    },
  ]);
});

test("a manually written version that the changeset skips is reported", async () => {
  const fixture = await workspace({ packages: { "@acme/core": "1.2.0" }, policies });
  repository(fixture);
  await fixture.writeFile(
    "packages/core/package.json",
    json({ name: "@acme/core", version: "1.3.0" }),
  );
  await fixture.writeFile(".changeset/one.md", changeset({ "@acme/core": "minor" }));
  const [finding, ...more] = await found(fixture.path);
  expect(more).toEqual([]);
  expect(finding?.message).toBe(
    "@acme/core 1.3.0 was written by hand (the base has 1.2.0), but the next release would be 1.4.0, so 1.3.0 would never be released",
  );
});

const pre = (changesets: readonly string[]) => ({
  ".changeset/pre.json": json({ mode: "pre", tag: "next", initialVersions: {}, changesets }),
});

test("a new changeset with a name listed in pre.json is reported, an old one is not", async () => {
  const fixture = await workspace({
    planner: "changesets@2",
    packages: { "@acme/core": "1.3.0-next.0" },
    changesets: { used: { "@acme/core": "minor" } },
    policies,
    files: pre(["used", "again"]),
  });
  repository(fixture);
  expect(await found(fixture.path)).toEqual([]);
  await fixture.writeFile(".changeset/again.md", changeset({ "@acme/core": "minor" }));
  expect(await found(fixture.path)).toMatchObject([
    {
      rule: "unreadable-changeset",
      at: ".changeset/again.md:1:1",
      message:
        ".changeset/again.md would never be released: .changeset/pre.json lists its name as used by a prerelease",
    },
  ]);
});

test("under Changesets 3, a changeset with the name of a used one is reported in pre mode", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "1.3.0-next.0" },
    changesets: { cats: { "@acme/core": "patch" } },
    policies,
    files: {
      ".changeset/pre.json": json({ mode: "pre", tag: "next" }),
      ".changeset/pre/cats.md": changeset({ "@acme/core": "minor" }),
    },
  });
  const { findings } = await check({ cwd: fixture.path });
  expect(findings.map(({ rule, at }) => `${rule} ${at.path}`)).toEqual([
    "unreadable-changeset .changeset/cats.md",
  ]);
  await fixture.writeFile(".changeset/pre.json", json({ mode: "exit", tag: "next" }));
  expect((await check({ cwd: fixture.path })).findings).toEqual([]);
});

test("a package whose files moved into one that keeps its name was removed", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/outliner": "0.8.0" },
    policies,
    changesets: { pending: { "@acme/outliner": "minor", "@acme/core": "patch" } },
    files: { "packages/outliner/index.js": "export const outline = 1;\n".repeat(20) },
  });
  repository(fixture);
  gitIn(fixture.path, "mv", "packages/outliner/index.js", "packages/core/outliner.js");
  gitIn(fixture.path, "rm", "-q", "-r", "packages/outliner");
  const [finding] = await found(fixture.path);
  expect(finding).toMatchObject({
    message:
      "@acme/outliner was removed from the workspace, but a pending changeset still names it",
    help: "delete line .changeset/pending.md:2",
  });
});
