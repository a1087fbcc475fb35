import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { versionCommits } from "../../src/git/version-commits.ts";
import { folder } from "../kit/workspace.ts";

const commit = (seconds: number, message: string) =>
  `commit refs/heads/main\ncommitter Ann <ann@example.com> ${seconds} +0000\ndata ${message.length}\n${message}\n`;
const file = (path: string, text: string) =>
  `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`;
const CHANGESET = ".changeset/one.md";

/** Each release uses a changeset up that the commit before it added. */
const historyOf = (releases: number): string =>
  Array.from({ length: releases }, (_, i) =>
    [
      commit(1000 * i, "change"),
      file(CHANGESET, `---\n"a": patch\n---\n\n${i}\n`),
      i === 0 ? file("package.json", '{"name":"a","version":"1.0.0"}\n') : "",
      commit(1000 * i + 500, `release ${i}`),
      `D ${CHANGESET}\n`,
      file("package.json", `{"name":"a","version":"1.0.${i + 1}"}\n`),
    ].join(""),
  ).join("");

async function repositoryOf(input: string): Promise<string> {
  const { path: cwd } = await folder({});
  execFileSync("git", ["init", "-q", "-b", "main"], { cwd });
  execFileSync("git", ["fast-import", "--quiet"], { cwd, input });
  return cwd;
}

test("the newest releases of a long history are found without reading all of it", async () => {
  const cwd = await repositoryOf(historyOf(30));
  const all = await versionCommits(cwd);
  expect(all.commits).toHaveLength(30);
  const part = await versionCommits(cwd, undefined, "HEAD", 2);
  expect(part.touching).toBe(40);
  expect(part.commits).toEqual(all.commits.slice(0, 20));
});

test("a commit that deletes a changeset is only a release if it edits the manifest of a package", async () => {
  const edits = ["README.md", "node_modules/b/package.json", "my-package.json"];
  const history = edits.flatMap((path, i) => [
    commit(1000 * i, "change"),
    ...edits.map((one) => file(one, `${i}`)),
    file(CHANGESET, "text"),
    commit(1000 * i + 500, "cleanup"),
    `D ${CHANGESET}\n`,
    file(path, "edited"),
    file(`packages/${i}/package.json`, "{}"),
  ]);
  const cwd = await repositoryOf(history.join(""));
  expect((await versionCommits(cwd)).commits).toEqual([]);
});
