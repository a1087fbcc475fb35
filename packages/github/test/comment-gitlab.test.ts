import { describe, expect, test } from "vitest";
import { commentForJob } from "../src/comment/comment.ts";
import { jobOf } from "../src/comment/job.ts";
import { published } from "./action/run-action.ts";
import { changeset, FILES } from "./change.ts";
import { gitlabFake } from "./forge/gitlab-fake.ts";
import { judgeHere } from "./judge-here.ts";
import { createOrigin } from "./origin.ts";

const runJob = (env: Readonly<Record<string, string>>) => commentForJob(env, judgeHere);

async function mergeRequest(bump: string) {
  const origin = createOrigin(FILES());
  const head = origin.push("fix", { ".changeset/a.md": changeset("@acme/plugin", bump) }, "main");
  origin.git("update-ref", "refs/merge-requests/5/head", head);
  const { board, apiUrl } = await gitlabFake({ head, base: origin.commit("main") ?? "" });
  const env = {
    GITLAB_CI: "true",
    CI_API_V4_URL: apiUrl,
    CI_PROJECT_ID: "7",
    CI_DEFAULT_BRANCH: "main",
    CI_PROJECT_URL: `${origin.server}/acme/mono`,
    CI_MERGE_REQUEST_IID: "5",
    CI_JOB_ID: "1001",
    CI_JOB_URL: "https://gitlab.test/acme/mono/-/jobs/1001",
    RELEASE_POLICY_TOKEN: "t-bot",
  };
  return { board, env, head };
}

describe("a job on GitLab CI", () => {
  test("checks the merge request and writes one note, which the next job keeps", async () => {
    const { board, env, head } = await mergeRequest("major");
    const { code, output } = await runJob(env);
    expect(output).toContain("accidental-graduation");
    expect(code).toBe(1);
    expect(board.rows.map(({ body }) => body)).toEqual([
      expect.stringContaining("❌ Release policy"),
    ]);
    expect(board.statuses).toEqual([
      {
        commit: head,
        body: {
          name: "release-policy",
          state: "failed",
          description: "1 of 1 release not allowed (1 error)",
          target_url: env.CI_JOB_URL,
        },
      },
    ]);
    const [{ id } = { id: 0 }] = board.rows;
    expect((await runJob({ ...env, CI_JOB_ID: "1002" })).code).toBe(1);
    expect(board.rows).toMatchObject([{ id, body: expect.stringContaining("run=1001 ") }]);
  });

  test("still exits with the verdict if the token has no write access", async () => {
    const { board, env } = await mergeRequest("major");
    const reading = { ...env, RELEASE_POLICY_TOKEN: "t-reader" };
    const { code, stdout, stderr } = await published("comment")(".", {
      PATH: process.env["PATH"] ?? "",
      RELEASE_POLICY_GIT_PROTOCOLS: "file",
      ...reading,
    });
    expect(code).toBe(1);
    expect(stdout).toContain(
      "The comment was not posted: GitLab did not create the note: the token has no write access (403)",
    );
    expect(stdout + stderr).not.toContain("t-reader");
    expect(board.rows).toEqual([]);
  });

  test.each<[string, Record<string, string>, number, string]>([
    ["no token", { RELEASE_POLICY_TOKEN: "" }, 2, "create a project access token"],
    ["no merge request", { CI_MERGE_REQUEST_IID: "" }, 0, "does not run for a pull request"],
    [
      "a token that is not one",
      { RELEASE_POLICY_TOKEN: "wrong" },
      2,
      "GitLab did not show the merge request",
    ],
    [
      "an address that git must not get",
      { CI_PROJECT_URL: "--upload-pack=x" },
      2,
      "error: url cannot be fetched from",
    ],
    ["a repository that is not there", { CI_PROJECT_URL: "file:///nowhere" }, 2, "error"],
  ])("says what is wrong: %s", async (_name, given, code, message) => {
    const { env } = await mergeRequest("minor");
    const ran = await runJob({ ...env, ...given });
    expect(ran.output).toContain(message);
    expect(ran.code).toBe(code);
  });
});

test("detects the forge from the job's environment", () => {
  const actions = {
    GITHUB_REPOSITORY: "acme/mono",
    GITHUB_TOKEN: "t",
    GITHUB_API_URL: "https://github.acme.dev/api/v3",
    GITHUB_SERVER_URL: "https://github.acme.dev/",
    GITHUB_REF: "refs/pull/12/merge",
    GITHUB_RUN_ID: "345",
    GITHUB_RUN_ATTEMPT: "2",
  };
  expect(jobOf(actions)).toMatchObject({
    kind: "github",
    number: 12,
    run: 34_502,
    url: "https://github.acme.dev/acme/mono/actions/runs/345",
    repository: { url: "https://github.acme.dev/acme/mono" },
  });
  const gitea = {
    ...actions,
    GITHUB_API_URL: "https://codeberg.org/api/v1",
    GITHUB_REF: "refs/heads/main",
  };
  expect(jobOf(gitea)).toMatchObject({ kind: "gitea", run: 34_502 });
  expect(jobOf(gitea)).not.toHaveProperty("number");
  expect(() => jobOf({ ...actions, GITHUB_TOKEN: "" })).toThrow("GITHUB_TOKEN is not set");
  expect(() => jobOf({})).toThrow("not a job of GitLab CI");
});
