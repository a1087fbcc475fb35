import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { evaluate } from "../../src/judge/evaluate.ts";
import { fetchChange, GitFailed, type FetchRequest } from "../../src/judge/fetch-change.ts";
import { changeset, FILES, gitIn, Origin, temporary } from "../change.ts";
import { fetchHere } from "../fetch-here.ts";

const CHANGE = { ".changeset/one.md": changeset("@acme/plugin", "minor") };

async function fetched(request: FetchRequest) {
  const change = await fetchHere(request);
  onTestFinished(change.dispose);
  return change;
}

const reason = async (request: FetchRequest): Promise<string> => {
  try {
    await fetched(request);
    return "fetched";
  } catch (error) {
    return error instanceof GitFailed ? error.reason : String(error);
  }
};

/** Every start of git, with its arguments and settings, by a program that stands before it. */
function recorded(): () => string {
  const [programs, log] = [temporary(), join(temporary(), "log")];
  const real = process.env["PATH"]!.split(delimiter)
    .map((folder) => join(folder, "git"))
    .find((path) => existsSync(path))!;
  writeFileSync(log, "");
  writeFileSync(
    join(programs, "git"),
    `#!/bin/sh\nprintf '%s\\n' "$*" >> ${log}\nexec ${real} "$@"\n`,
  );
  chmodSync(join(programs, "git"), 0o755);
  vi.stubEnv("PATH", `${programs}${delimiter}${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return () => readFileSync(log, "utf8");
}

test("fetches only the files that are checked", async () => {
  const origin = new Origin({ ...FILES(), "large.bin": "x".repeat(100_000), "src/a.ts": "1\n" });
  const { repository } = await fetched(origin.request(origin.pullRequest(CHANGE)));
  const objects = gitIn(repository, "cat-file", "--batch-all-objects", "--batch-check");
  const sizes = objects.split("\n").filter((line) => line.includes(" blob "));
  const expected = Object.keys(FILES()).filter((path) => !path.endsWith(".ts"));
  expect(sizes.length).toBeLessThanOrEqual(expected.length + 1);
  expect(objects).not.toContain(" blob 100000");
});

test.each([
  "-x",
  "--upload-pack=touch canary",
  "--upload-pack=touch-canary",
  "x)y#z",
  "größe/日本語",
  "a'b\"c`d$(e)",
  "HEAD",
  "refs/heads/main",
])("takes a branch called %s for a branch", async (name) => {
  const origin = new Origin();
  const isName = !name.includes(" ");
  if (isName) origin.push(`refs/heads/${name}`);
  const head = origin.pullRequest(CHANGE);
  // Strangers name their branches, too: the engine never asks for one.
  if (isName) gitIn(origin.work, "update-ref", `refs/heads/${name}`, head);
  const request = origin.request(head, { baseRef: name });
  expect(await reason(request)).toBe(
    isName ? "fetched" : "BadRequest: baseRef cannot be fetched from",
  );
  if (!isName) return;
  const change = await fetched(request);
  const evaluation = await evaluate({ ...change, baseRef: name, today: "2026-11-22" });
  expect(evaluation).toMatchObject({ kind: "judged", report: { outcome: "pass" } });
});

test.each<[string, Partial<FetchRequest>]>([
  ["a user in the address", { url: "https://ann:secret@example.com/a/b" }],
  ["no address", { url: "--upload-pack=x" }],
  ["a branch that is a refspec", { baseRef: "main:refs/heads/x" }],
  ["a pattern for a branch", { baseRef: "*" }],
  ["a branch that is not said to be one as head", { headRef: "feature" }],
  ["a refspec as head", { headRef: "refs/heads/x:refs/heads/main" }],
  ["an option as head", { headRef: "--upload-pack=x" }],
  ["a short commit", { head: "abc123" }],
  ["an option for a commit", { head: "--all" }],
  ["a folder outside", { folder: "../x" }],
  ["a header in the header", { authorization: "basic x\r\nHost: y" }],
])("refuses %s before git is started, and quotes nothing of it", async (_, wrong) => {
  const starts = recorded();
  const request = {
    url: "file:///acme/mono.git",
    baseRef: "main",
    headRef: "refs/pull/7/head",
    head: "0".repeat(40),
    ...wrong,
  };
  const before = starts();
  const error: unknown = await fetchHere(request).catch((thrown: unknown) => thrown);
  expect(String(error)).toMatch(/^BadRequest: \w+ cannot be fetched from$/);
  expect(starts()).toBe(before);
});

test("says that the pull request has a newer commit", async () => {
  const origin = new Origin();
  const head = origin.pullRequest(CHANGE);
  origin.pullRequest({ "a.txt": "later\n" });
  expect(await reason(origin.request(head))).toBe("HeadMoved: the pull request has a newer commit");
});

test("leaves no folder after a failure", async () => {
  const folder = temporary();
  const origin = new Origin();
  vi.stubEnv("TMPDIR", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const request = origin.request("0".repeat(40));
  expect(await reason(request)).toBe("missing");
  expect(await reason({ ...request, baseRef: "gone" })).toBe("missing");
  expect(await reason({ ...request, url: "file:///nowhere/at/all.git" })).not.toBe("fetched");
  expect(readdirSync(folder)).toEqual([]);
});

test("only fetches over https by default", async () => {
  const origin = new Origin();
  const request = origin.request(origin.pullRequest(CHANGE));
  vi.stubEnv("RELEASE_POLICY_GIT_PROTOCOLS", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await reason(request)).toBe("refused");
  expect(await reason({ ...request, url: "ext::sh -c true" })).not.toBe("fetched");
});

test("fetches from a server without filter support", async () => {
  const origin = new Origin();
  gitIn(origin.bare, "config", "uploadpack.allowFilter", "false");
  const head = origin.pullRequest(CHANGE);
  const change = await fetched(origin.request(head));
  expect(await evaluate({ ...change, baseRef: "main" })).toMatchObject({ kind: "judged" });
});

test("fetches as deep as necessary, but no deeper", async () => {
  const origin = new Origin();
  const left = origin.commits(30, "before.txt");
  origin.commits(30, "a.txt");
  origin.push("refs/heads/main");
  origin.goTo(left);
  origin.commits(25, "b.txt");
  const change = await fetched(origin.request(origin.pullRequest(CHANGE)));
  expect(gitIn(change.repository, "merge-base", change.base, change.head)).toBe(left);
  const near = new Origin();
  near.commits(60, "a.txt");
  near.push("refs/heads/main");
  const shallow = await fetched(near.request(near.pullRequest(CHANGE)));
  const count = gitIn(shallow.repository, "rev-list", "--count", shallow.head);
  expect(Number(count)).toBeLessThan(60);
});

test("fetches more history at most once, however often the check requests it", async () => {
  const origin = new Origin();
  origin.commits(25, "a.txt");
  origin.push("refs/heads/main");
  const request = origin.request(origin.pullRequest(CHANGE));
  const starts = recorded();
  const change = await fetchChange(request, {
    async *needed() {
      yield "past";
      yield "past";
    },
  });
  onTestFinished(change.dispose);
  expect(starts().match(/--deepen=/g)).toHaveLength(1);
});

test("finds the merge base behind a shorter path", async () => {
  const origin = new Origin();
  const first = origin.head();
  const real = origin.commits(40, "long.txt");
  // The head merges the long line in, but its first parent is the first commit: a short way to an old merge base.
  origin.goTo(first);
  origin.commit({ "short.txt": "1\n" });
  gitIn(origin.work, "merge", "-q", "--no-ff", "-m", "merge", real);
  const head = origin.pullRequest(CHANGE);
  origin.goTo(real);
  origin.commits(25, "main.txt");
  // And so does the base: its own short way leads there, too.
  gitIn(origin.work, "merge", "-q", "--no-ff", "-s", "ours", "-m", "old", first);
  origin.push("refs/heads/main");
  const change = await fetched(origin.request(head));
  expect(gitIn(change.repository, "merge-base", change.base, change.head)).toBe(real);
});

test("rejects a change without a merge base", async () => {
  const origin = new Origin();
  gitIn(origin.work, "checkout", "-q", "--orphan", "other");
  const head = origin.pullRequest(CHANGE);
  const change = await fetched(origin.request(head));
  const evaluation = await evaluate({ ...change, baseRef: "main" });
  expect(evaluation).toMatchObject({
    kind: "not-judged",
    obstacles: [{ message: expect.stringContaining("no merge base") as unknown }],
  });
});

test("starts git a fixed number of times, for any number of packages", async () => {
  const counted = async (packages: number): Promise<number> => {
    const names = Array.from({ length: packages }, (_, i) => [`@acme/p${i}`, "1.0.0"] as const);
    const policies = { all: { packages: ["*"] } };
    const origin = new Origin(FILES({ packages: Object.fromEntries(names), policies }));
    const head = origin.pullRequest({ ".changeset/one.md": changeset("@acme/p0", "minor") });
    const starts = recorded();
    const change = await fetched(origin.request(head));
    await evaluate({ ...change, baseRef: "main" });
    vi.unstubAllEnvs();
    return starts().split("\n").length;
  };
  expect(await counted(40)).toBe(await counted(2));
});
