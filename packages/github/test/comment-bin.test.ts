import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { commentForJob } from "../src/comment/comment.ts";
import { judgeHere } from "./judge-here.ts";
import { REFUSED, TAKEN, type Scene, setScene } from "./action/scene.ts";

const env = async ({ github, git }: Scene, number: number, run = 1) => ({
  GITHUB_REPOSITORY: "acme/mono",
  GITHUB_API_URL: github.apiUrl,
  GITHUB_SERVER_URL: git.server,
  GITHUB_REF: `refs/pull/${number}/merge`,
  GITHUB_RUN_ID: String(run),
  GITHUB_TOKEN: await github.appToken("github-actions"),
});

test("a job of another CI gets the comment, the status and the exit code", async () => {
  const here = await setScene();
  const { origin, github } = here;
  origin.push("contrib:fix", { ".changeset/a.md": REFUSED }, "main");
  const number = await github.open("contrib:fix");
  const red = await commentForJob(await env(here, number), judgeHere);
  expect(red.code).toBe(1);
  expect(red.output).toContain("error[accidental-graduation]");
  expect((await github.comments(number))[0]!.body).toContain("❌");
  const good = origin.push("contrib:fix", { ".changeset/a.md": TAKEN });
  expect((await commentForJob(await env(here, number, 2), judgeHere)).code).toBe(0);
  const [comment, ...more] = await github.comments(number);
  expect([comment!.body.includes("✅"), more]).toEqual([true, []]);
  expect(github.statuses(good)[0]).toMatchObject({ state: "success" });
});

test("a forge that rejects the comment does not change the exit code", async () => {
  const here = await setScene();
  here.origin.push("contrib:fix", { ".changeset/a.md": TAKEN }, "main");
  const number = await here.github.open("contrib:fix");
  const given = await env(here, number);
  const ran = await commentForJob(
    { ...given, GITHUB_TOKEN: await here.github.appToken("reader") },
    judgeHere,
  );
  expect(ran.code).toBe(0);
  expect(ran.output).toContain("The comment was not posted");
});

test("says if there is no forge or no merge request", async () => {
  expect(await commentForJob({})).toEqual({
    output: "error: this is not a job of GitLab CI, GitHub Actions, Gitea or Forgejo",
    code: 2,
  });
  expect((await commentForJob({ GITLAB_CI: "true" })).output).toContain(
    "RELEASE_POLICY_TOKEN is not set",
  );
  const { status, stdout } = spawnSync(process.execPath, [join(inject("bundle"), "comment.mjs")], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  expect([status, stdout]).toEqual([
    2,
    "error: this is not a job of GitLab CI, GitHub Actions, Gitea or Forgejo\n",
  ]);
});
