import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { writeCommit } from "../../src/git/commit-as-folder.ts";
import { CannotJudge, check } from "../../src/index.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";

/** Writes a blob and returns its object name. */
const blob = (cwd: string, text: string): string =>
  execFileSync("git", ["hash-object", "-w", "--stdin"], {
    cwd,
    input: text,
    encoding: "utf8",
  }).trim();

/** A commit on top of HEAD with entries of any mode, which no checkout would make. */
function commitWith(
  cwd: string,
  entries: readonly (readonly [mode: string, path: string, object: string])[],
): string {
  for (const [mode, path, object] of entries)
    gitIn(cwd, "update-index", "--add", "--cacheinfo", `${mode},${object},${path}`);
  const tree = gitIn(cwd, "write-tree");
  return gitIn(cwd, "commit-tree", tree, "-p", "HEAD", "-m", "odd");
}

const filesIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.slice(root.length + 1)}/${entry.name}`.replace(/^\//, ""))
    .toSorted();

async function obstacles(cwd: string, ref: string): Promise<string[]> {
  const error: unknown = await check({ cwd, ref }).catch((thrown: unknown) => thrown);
  return error instanceof CannotJudge ? error.obstacles.map(({ message }) => message) : ["judged"];
}

test("gives a commit the same verdict as its folder", async () => {
  const fixture = await workspace({ changesets: { one: { "@acme/plugin": "major" } } });
  repository(fixture);
  const ofFolder = await check({ cwd: fixture.path });
  await fixture.writeFile(".changeset/later.md", changeset({ "@acme/core": "major" }));
  expect(await check({ cwd: fixture.path, ref: "HEAD" })).toEqual(ofFolder);
});

test("only writes files that a release depends on", async () => {
  const fixture = await workspace({
    changesets: { one: { "@acme/core": "patch" } },
    files: {
      "packages/core/index.js": "export {};\n",
      "packages/core/node_modules/x/package.json": "{}\n",
      "pnpm-lock.yaml": "lockfileVersion: 9\n",
      ".npmrc": "registry=http://127.0.0.1/\n",
      ".pnpmfile.cjs": "throw 1;\n",
      ".changeset/README.md": "# Changesets\n",
    },
  });
  repository(fixture);
  gitIn(fixture.path, "add", "-f", "packages/core/node_modules");
  commitAll(fixture.path, "more");
  const scratch = writeCommit(fixture.path, "HEAD");
  expect(filesIn(scratch.root)).toEqual([
    ".changeset/README.md",
    ".changeset/config.json",
    ".changeset/one.md",
    ".npmrc",
    "package.json",
    "packages/core/package.json",
    "packages/plugin/package.json",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "policies/core.yaml",
    "policies/integrations.yaml",
  ]);
  scratch.dispose();
  expect(existsSync(scratch.root)).toBe(false);
});

test("rejects links in place of files, all of them at once", async () => {
  const fixture = await workspace();
  repository(fixture);
  const target = blob(fixture.path, "/etc/passwd");
  const ref = commitWith(fixture.path, [
    ["120000", "packages/core/package.json", target],
    ["120000", "policies/core.yaml", target],
    ["120000", ".changeset/config.json", target],
    ["120000", "pnpm-workspace.yaml", target],
  ]);
  expect(await obstacles(fixture.path, ref)).toEqual([
    ".changeset/config.json is not a regular file in the commit",
    "packages/core/package.json is not a regular file in the commit",
    "pnpm-workspace.yaml is not a regular file in the commit",
    "policies/core.yaml is not a regular file in the commit",
  ]);
});

test("reports a changeset that is a link, a submodule or too large", async () => {
  const fixture = await workspace();
  const head = repository(fixture);
  const ref = commitWith(fixture.path, [
    ["120000", ".changeset/link.md", blob(fixture.path, "/etc/passwd")],
    ["160000", ".changeset/module.md", head],
    [
      "100644",
      ".changeset/large.md",
      blob(fixture.path, changeset({ "@acme/core": "patch" }, "x".repeat(300_000))),
    ],
  ]);
  const { findings } = await check({ cwd: fixture.path, ref });
  expect(findings.map(({ rule, at }) => `${rule} ${at.path}`)).toEqual([
    "unreadable-changeset .changeset/large.md",
    "unreadable-changeset .changeset/link.md",
    "unreadable-changeset .changeset/module.md",
  ]);
});

test.each([
  ["a folder of changesets that is a link", ".changeset"],
  ["a folder of policies that is a link", "policies"],
])("rejects %s", async (_, path) => {
  const fixture = await workspace({ policies: {} });
  repository(fixture);
  gitIn(fixture.path, "rm", "-rq", "--cached", "--ignore-unmatch", path);
  const ref = commitWith(fixture.path, [["120000", path, blob(fixture.path, "/etc")]]);
  expect(await obstacles(fixture.path, ref)).toEqual([
    `${path} is not a regular file in the commit`,
  ]);
});

test("rejects files of unrealistic size", async () => {
  const fixture = await workspace();
  repository(fixture);
  const ref = commitWith(fixture.path, [
    ["100644", "policies/core.yaml", blob(fixture.path, `#${"x".repeat(300_000)}`)],
  ]);
  expect(await obstacles(fixture.path, ref)).toEqual([
    "policies/core.yaml is too large: 300001 bytes (limit: 262144)",
  ]);
});

test("rejects manifests of more than 64 MiB in total", async () => {
  const fixture = await workspace();
  repository(fixture);
  const manifest = blob(fixture.path, JSON.stringify({ description: "x".repeat(4_100_000) }));
  const paths = Array.from({ length: 17 }, (_, i) => `packages/p${i}/package.json`);
  const ref = commitWith(
    fixture.path,
    paths.map((path) => ["100644", path, manifest] as const),
  );
  expect(await obstacles(fixture.path, ref)).toEqual([
    expect.stringMatching(/ is too large to check: \d+ manifests and changesets with \d{8} bytes$/),
  ]);
});

test("writes nothing outside its own folder, whatever the tree says", async () => {
  const fixture = await workspace();
  repository(fixture);
  const evil = blob(fixture.path, "{}");
  const inner = `100644 package.json\0`;
  const raw = (name: string, mode: string, object: string) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(object, "hex")]);
  const write = (content: Buffer) =>
    execFileSync("git", ["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], {
      cwd: fixture.path,
      input: content,
      encoding: "utf8",
    }).trim();
  const leaf = write(Buffer.concat([Buffer.from(inner), Buffer.from(evil, "hex")]));
  const up = write(raw("..", "40000", leaf));
  const root = write(
    Buffer.concat([raw("..", "40000", leaf), raw(".git", "40000", leaf), raw("a", "40000", up)]),
  );
  const ref = gitIn(fixture.path, "commit-tree", root, "-m", "evil");
  expect(await obstacles(fixture.path, ref)).toEqual([
    "../package.json cannot be read: git does not check out this path",
    ".git/package.json cannot be read: git does not check out this path",
    "a/../package.json cannot be read: git does not check out this path",
  ]);
});

test("runs no code of the commit: no hook, filter, script, config module or installed planner", async () => {
  const canary = await folder({});
  const touch = `touch ${canary.getPath("ran")}`;
  const fixture = await workspace({
    changesets: { one: { "@acme/core": "patch" } },
    config: { changelog: "./pwn.cjs", commit: "./pwn.cjs" },
    files: {
      ".changeset/pwn.cjs": `require("node:child_process").execSync("${touch}");\n`,
      ".gitattributes": "* filter=pwn diff=pwn\n",
      "node_modules/@changesets/cli/package.json":
        '{ "name": "@changesets/cli", "version": "3.0.3" }',
      "node_modules/@changesets/assemble-release-plan/package.json":
        '{ "version": "7.0.0", "main": "index.cjs" }',
      "node_modules/@changesets/assemble-release-plan/index.cjs": `require("node:child_process").execSync("${touch}");\n`,
    },
  });
  repository(fixture);
  gitIn(fixture.path, "config", "filter.pwn.smudge", touch);
  gitIn(fixture.path, "config", "diff.pwn.textconv", touch);
  gitIn(fixture.path, "config", "core.fsmonitor", touch);
  await fixture.writeFile(".git/hooks/post-checkout", `#!/bin/sh\n${touch}\n`);
  execFileSync("chmod", ["+x", fixture.getPath(".git/hooks/post-checkout")]);
  const report = await check({ cwd: fixture.path, ref: "HEAD", since: "HEAD" });
  expect(report.planner).toMatchObject({ from: "bundled" });
  expect(readdirSync(canary.path)).toEqual([]);
});

test("treats a reference as a reference, never as an option", async () => {
  const fixture = await workspace();
  repository(fixture);
  expect(await obstacles(fixture.path, "--help")).toEqual([`unknown commit "--help"`]);
  gitIn(fixture.path, "branch", "odd;name");
  expect(await obstacles(fixture.path, "odd;name")).toEqual(["judged"]);
});
