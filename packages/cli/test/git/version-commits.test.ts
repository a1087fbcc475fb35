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

/** One commit on `main`: its message, and lines of `git fast-import` about files. */
const step = (seconds: number, message: string, ...changes: readonly string[]): string =>
  [commit(seconds, message), ...changes].join("");
const manifest = (version: string): string =>
  file("package.json", `{"name":"a","version":"${version}"}\n`);

test("the newest releases of a long history are found without reading all of it", async () => {
  const cwd = await repositoryOf(historyOf(30));
  const all = await versionCommits(cwd);
  expect(all.commits).toHaveLength(30);
  const part = await versionCommits(cwd, undefined, "HEAD", 2);
  expect(part.touching).toBe(40);
  expect(part.commits).toEqual(all.commits.slice(0, 20));
});

test("twice as many releases as are wanted are enough", async () => {
  const history = Array.from({ length: 3 }, (_, i) => [
    ...Array.from({ length: 9 }, (__, j) =>
      step(10_000 * i + j, "change", file(CHANGESET, `${i} ${j}`)),
    ),
    step(10_000 * i + 10, "release", `D ${CHANGESET}\n`, manifest(`1.0.${i}`)),
  ]).flat();
  const cwd = await repositoryOf(history.join(""));
  const { commits, touching } = await versionCommits(cwd, undefined, "HEAD", 1);
  expect([commits.length, touching]).toEqual([2, 20]);
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

test.each([
  ["adds a changeset and edits a source file", "added.md", ["release"]],
  ["edits a changeset", "other.md", []],
])("a release in two commits around one that %s", async (_, between, releases) => {
  const cwd = await repositoryOf(
    [
      step(1000, "change", manifest("1.0.0"), file("source.ts", "1"), file(CHANGESET, "text")),
      step(2000, "another change", file(".changeset/other.md", "text")),
      step(3000, "use the changesets", `D ${CHANGESET}\n`),
      step(4000, "between", file(`.changeset/${between}`, "new text"), file("source.ts", "2")),
      step(5000, "release", manifest("1.0.1"), file("CHANGELOG.md", "1.0.1")),
    ].join(""),
  );
  const { commits } = await versionCommits(cwd);
  expect(commits.map(({ subject }) => subject)).toEqual(releases);
});

test("a merge that brings a release and another change is not a second release", async () => {
  const cwd = await repositoryOf(
    [
      step(1000, "change", manifest("1.0.0"), file(CHANGESET, "text")),
      "reset refs/heads/release\nfrom refs/heads/main\n\n",
      step(2000, "meanwhile", file("README.md", "text")),
      step(3000, "release", `D ${CHANGESET}\n`, manifest("1.0.1")).replace("main", "release"),
      step(4000, "fix", file("source.ts", "1")).replace("main", "release"),
      commit(5000, "merge"),
      "merge refs/heads/release\n",
      `D ${CHANGESET}\n`,
      manifest("1.0.1"),
      file("source.ts", "1"),
    ].join(""),
  );
  const { commits } = await versionCommits(cwd);
  expect(commits.map(({ subject }) => subject)).toEqual(["release"]);
});

test.each([
  ["next to each other, without a changelog", 0, "", ["release"]],
  ["one commit apart, with a changelog", 1, "CHANGELOG.md", ["release"]],
  ["one commit apart, without a changelog", 1, "", []],
  ["ten commits apart", 10, "CHANGELOG.md", ["release"]],
  ["eleven commits apart", 11, "CHANGELOG.md", []],
])("a release in two commits %s, in either order", async (_, between, changelog, releases) => {
  const use = (at: number) => step(at, "use the changesets", `D ${CHANGESET}\n`);
  const write = (at: number) =>
    step(at, "release", manifest("1.0.1"), changelog && file(changelog, "1.0.1"));
  for (const [first, last] of [
    [use, write],
    [write, use],
  ] as const) {
    const others = Array.from({ length: between }, (__, i) =>
      step(3000 + i, "between", file("source.ts", `${i}`)),
    );
    const cwd = await repositoryOf(
      [
        step(1000, "change", manifest("1.0.0"), file(CHANGESET, "text")),
        first(2000),
        ...others,
        last(4000),
      ].join(""),
    );
    const { commits } = await versionCommits(cwd);
    expect(commits.map(({ subject }) => subject)).toEqual(releases);
    const paths = commits.flatMap(({ difference }) => difference.files.map(({ path }) => path));
    expect(paths).toEqual(
      expect.arrayContaining(releases.length > 0 ? [CHANGESET, "package.json"] : []),
    );
  }
});

test("a package that is added next to used changesets is not a release", async () => {
  const cwd = await repositoryOf(
    [
      step(1000, "change", manifest("1.0.0"), file(CHANGESET, "text")),
      step(2000, "use the changesets", `D ${CHANGESET}\n`),
      step(
        3000,
        "add",
        file("b/package.json", '{"version":"1.0.0"}\n'),
        file("b/CHANGELOG.md", ""),
      ),
    ].join(""),
  );
  expect((await versionCommits(cwd)).commits).toEqual([]);
});
