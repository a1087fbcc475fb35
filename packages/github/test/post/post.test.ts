import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { githubForge } from "../../src/forge/github.ts";
import { GithubOctokit } from "../../src/forge/octokit.ts";
import type { Evaluation } from "../../src/judge/evaluation.ts";
import { post, type PostOptions } from "../../src/post/post.ts";
import { commentText } from "../../src/post/comment.ts";
import { changeset, FILES } from "../change.ts";
import { NAME, OWNER, REPOSITORY, startGitHub, type GitHub, type Slug } from "../emulator.ts";
import { evaluateOnce } from "../evaluate-once.ts";
import { createOrigin, type Files, type Origin } from "../origin.ts";

const RED = { ".changeset/a.md": changeset("@acme/plugin", "major") };
const GREEN = { ".changeset/a.md": changeset("@acme/plugin", "minor") };
const NOTHING = { ".changeset/a.md": null, "README.md": "hello\n" };
const BROKEN = { ".changeset/config.json": "{" };

interface Scene {
  readonly github: GitHub;
  readonly origin: Origin;
  readonly number: number;
  push(files: Files): void;
  /** Judges what stands there, and posts it. `between` happens after the judging. */
  run(
    options?: Partial<PostOptions> & { between?: () => unknown; slug?: Slug },
  ): ReturnType<typeof post>;
}

async function scene(files: Files, from = "contrib:fix"): Promise<Scene> {
  const origin = createOrigin(FILES());
  const github = await startGitHub({ origin });
  origin.push(from, files, "main");
  const number = await github.open(from);
  let run = 0;
  return {
    github,
    origin,
    number,
    push: (more) => void origin.push(from, more),
    async run({ between, slug = "github-actions", ...options } = {}) {
      const forge = githubForge({
        owner: OWNER,
        name: NAME,
        author: `${slug}[bot]`,
        octokit: new GithubOctokit({
          auth: await github.appToken(slug),
          baseUrl: github.apiUrl,
          retry: { retryAfterBaseValue: 10 },
          // Without the second between two writes.
          throttle: { enabled: false },
        }),
      });
      const pull = await forge.pullRequest(number);
      const evaluation = await evaluateOnce({
        repository: origin.path,
        base: origin.commit(pull.base.ref) ?? "",
        head: pull.head.commit,
        baseRef: pull.base.ref,
      });
      await between?.();
      return await post(forge, pull, evaluation, { run: ++run, settle: 10, ...options });
    },
  };
}

const bodies = async ({ github, number }: Scene) =>
  (await github.comments(number)).map(({ body }) => body);
const status = ({ github, origin, number }: Scene) =>
  github.statuses(origin.commit(`refs/pull/${number}/head`) ?? "")[0];

describe("the verdict on a pull request", () => {
  test("fails, and the same comment passes when the change is fixed", async () => {
    const it = await scene(RED);
    expect(await it.run({ url: "https://github.test/runs/1" })).toEqual({
      comment: "created",
      status: "set",
      notices: [],
    });
    expect((await bodies(it))[0]).toContain("❌");
    expect(status(it)).toMatchObject({
      context: "release-policy",
      state: "failure",
      description: "1 of 1 release not allowed (1 error)",
      target_url: "https://github.test/runs/1",
    });
    expect(await it.run()).toMatchObject({ comment: "unchanged" });
    it.push(GREEN);
    expect(await it.run()).toEqual({ comment: "updated", status: "set", notices: [] });
    expect(await bodies(it)).toEqual([expect.stringContaining("✅")]);
    expect(status(it)).toMatchObject({ state: "success", description: "1 release allowed" });
    expect(it.github.proxy.contradictions).toEqual([]);
  });

  test("posts no comment without content, unless configured; always sets a status", async () => {
    const it = await scene({ "README.md": "hello\n" });
    expect(await it.run()).toEqual({ comment: "none", status: "set", notices: [] });
    expect(status(it)).toMatchObject({ state: "success", description: "Nothing to release" });
    expect(await bodies(it)).toEqual([]);
    expect(await it.run({ comment: "always" })).toMatchObject({ comment: "created" });
  });

  test("updates an existing comment even without content", async () => {
    const it = await scene(RED);
    await it.run();
    it.push(NOTHING);
    expect(await it.run()).toMatchObject({ comment: "updated" });
    expect(await bodies(it)).toEqual([expect.stringContaining("✅")]);
  });

  test("that failed is an error, replacing an older success", async () => {
    const it = await scene(GREEN);
    await it.run();
    it.push(BROKEN);
    expect(await it.run()).toMatchObject({ comment: "updated" });
    expect(await bodies(it)).toEqual([expect.stringContaining("could not be evaluated")]);
    expect(status(it)).toMatchObject({ state: "error" });
  });

  test("can be a status or a comment alone", async () => {
    const it = await scene(RED);
    expect(await it.run({ comment: "never" })).toMatchObject({ comment: "none", status: "set" });
    expect(await bodies(it)).toEqual([]);
    expect(await it.run({ status: "never" })).toMatchObject({ comment: "created", status: "none" });
    expect(it.github.statuses(it.origin.commit("contrib:fix") ?? "")).toHaveLength(1);
  });

  test("of two workspaces is two comments and two statuses", async () => {
    const it = await scene(RED);
    await it.run();
    await it.run({ key: "apps/web" });
    expect(await bodies(it)).toHaveLength(2);
    const statuses = it.github.statuses(it.origin.commit("contrib:fix") ?? "");
    expect(statuses.map(({ context }) => context)).toEqual([
      "release-policy (apps/web/)",
      "release-policy",
    ]);
  });

  test("ends with a line for programs", async () => {
    const it = await scene(RED);
    await it.run({ below: "<!-- rp:approvals v1 x -->" });
    expect((await bodies(it))[0]?.trimEnd()).toMatch(/\n<!-- rp:approvals v1 x -->$/);
  });
});

test("an outdated verdict changes neither the comment nor the status", async () => {
  const it = await scene(RED);
  await it.run({ run: 5 });
  const statuses = () => it.github.statuses(it.origin.commit("contrib:fix") ?? "").length;
  expect(await it.run({ run: 4, below: "older" })).toEqual({
    comment: "outdated",
    status: "none",
    notices: [],
  });
  expect(statuses()).toBe(1);
  expect((await bodies(it))[0]).not.toContain("older");
});

test("a comment leaves room for its marker and for what is below it", () => {
  const obstacles = Array.from({ length: 500 }, () => ({ message: "x".repeat(90), help: "y" }));
  const text = commentText(
    { kind: "not-judged", obstacles },
    { mostBytes: 30_000, commit: "c", base: "main", below: "é".repeat(1000) },
  );
  // The two line breaks around what is below are in the room for the marker.
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(30_000 - 256 + 2);
  expect(Buffer.byteLength(text)).toBeGreaterThan(29_000);
});

test("no line of a comment starts with a slash, which GitLab would run as a command", () => {
  const line = fc.constantFrom("/merge", "/close", "\r/approve", "\u2028/label ~x", "x");
  fc.assert(
    fc.property(fc.array(line), fc.array(line), (lines, below) => {
      const obstacles = lines.map((message) => ({ message, help: message }));
      const text = commentText(
        { kind: "not-judged", obstacles },
        { mostBytes: 60_000, commit: "c", base: "main", below: below.join("\n") },
      );
      expect(text).not.toMatch(/^\//m);
    }),
  );
});

describe("nothing is said", () => {
  test.each<[string, RegExp, (it: Scene) => unknown]>([
    ["has a newer commit", /newer commit/, (it) => it.push(GREEN)],
    [
      "was closed",
      /closed/,
      (it) =>
        it.github.as("acme").request(`PATCH ${REPOSITORY}/pulls/${it.number}`, { state: "closed" }),
    ],
    [
      "got another base",
      /new base/,
      async (it) => {
        it.origin.push("next", {}, "main");
        await it.github.open("other", { base: "next" });
        await it.github
          .as("acme")
          .request(`PATCH ${REPOSITORY}/pulls/${it.number}`, { base: "next" });
      },
    ],
  ])("on a pull request that %s while it was judged", async (_name, notice, between) => {
    const it = await scene(RED);
    const head = it.origin.commit("contrib:fix") ?? "";
    expect(await it.run({ between: () => between(it) })).toEqual({
      comment: "skipped",
      status: "skipped",
      notices: [expect.stringMatching(notice)],
    });
    expect(await bodies(it)).toEqual([]);
    expect(it.github.statuses(head)).toEqual([]);
  });
});

describe("a forge that does not take it", () => {
  test("becomes a notice if the conversation is locked, but the status is set", async () => {
    const it = await scene(RED);
    await it.github.as("acme").request(`PUT ${REPOSITORY}/issues/${it.number}/lock`);
    expect(await it.run()).toEqual({
      comment: "skipped",
      status: "set",
      notices: [expect.stringContaining("the conversation is locked")],
    });
  });

  test("because of a read-only token names the workflow that can write", async () => {
    const it = await scene(RED);
    const posted = await it.run({ slug: "reader" });
    expect(posted).toMatchObject({ comment: "skipped", status: "skipped" });
    expect(posted.notices).toHaveLength(2);
    expect(posted.notices[0]).toContain(
      "The comment was not posted: GitHub did not create the comment: the token has no write access (403)",
    );
    expect(posted.notices[0]).toContain("the workflow that runs after them writes");
  });

  test.each([404, 410, 502])("because it answers %i to everything, is a notice", async (code) => {
    const it = await scene(RED);
    const posted = await it.run({
      between: () =>
        it.github.proxy.fault({
          on: /./,
          times: 1000,
          answer: { status: code, body: { message: "x" } },
        }),
    });
    expect(posted).toMatchObject({ comment: "skipped", status: "skipped" });
    expect(posted.notices).toEqual([expect.stringContaining(`(${code})`)]);
  });
});

test("for a deleted fork has no editor for its files", async () => {
  const it = await scene(RED);
  await it.github.as("contrib").request(`DELETE /repos/contrib/${NAME}`);
  expect(await it.run()).toEqual({ comment: "created", status: "set", notices: [] });
});

test("a status is never longer than 140 characters", async () => {
  const { commitStatus } = await import("../../src/post/commit-status.ts");
  const report = {
    outcome: "fail",
    findings: Array.from({ length: 123_456 }, () => ({ level: "error" })),
    releases: [],
    waived: [],
  };
  const evaluation = { kind: "judged", report, merged: true } as unknown as Evaluation;
  const { description } = commitStatus(evaluation, "release-policy");
  expect(description).toBe("123,456 errors");
});
