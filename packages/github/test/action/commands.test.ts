import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Person } from "../emulator.ts";
import { issueCommentPayload, pullRequestPayload } from "../payloads.ts";
import { SECOND } from "../second.ts";
import { OWNER, REFUSED, REPOSITORY, TAKEN, type Scene, setScene } from "./scene.ts";

const APPROVABLE = {
  files: { "policies/workspace.yaml": "approvals: { rules: all, permission: write }\n" },
};

/** Writes a comment as somebody, and runs what its event starts. */
async function comment(here: Scene, number: number, by: Person, body: string) {
  const { data } = await here.github
    .as(by)
    .request(`POST ${REPOSITORY}/issues/${number}/comments`, { body });
  const event = issueCommentPayload({ number, body, by, repo: here.repo });
  return { id: (data as { id: number }).id, ran: await here.run("issue_comment", event) };
}

const bodyOf = async ({ github }: Scene, number: number): Promise<string> =>
  (await github.comments(number)).find(({ user }) => user.type === "Bot")!.body;

test("an approval by a writer changes comment and status, and its withdrawal changes them back", async () => {
  const here = await setScene(APPROVABLE);
  const { origin, github, repo, fork, run } = here;
  const sha = origin.push("contrib:fix", { ".changeset/a.md": REFUSED }, "main");
  const number = await github.open("contrib:fix");
  const event = pullRequestPayload({ number, head: { ref: "fix", sha, repo: fork }, repo });
  expect((await run("pull_request_target", event)).outputs).toMatchObject({ outcome: "fail" });
  await later();

  const wish = "/release-policy approve `@acme/plugin@1.0.0`";
  const stranger = await comment(here, number, "stranger", wish);
  expect(stranger.ran.outputs["outcome"]).toBe("skipped");
  expect(github.statuses(sha)[0]).toMatchObject({ state: "failure" });

  const { id, ran } = await comment(here, number, "writer", wish);
  expect(ran.outputs).toMatchObject({ outcome: "pass", comment: "updated" });
  expect(github.statuses(sha)[0]).toMatchObject({ state: "success" });
  expect(await bodyOf(here, number)).toContain("`writer`");

  await github.as(OWNER).request(`DELETE ${REPOSITORY}/issues/comments/${id}`);
  const deleted = issueCommentPayload({
    number,
    body: wish,
    by: "writer",
    action: "deleted",
    repo,
  });
  expect((await run("issue_comment", deleted)).outputs).toMatchObject({ outcome: "fail" });
  expect(github.statuses(sha)[0]).toMatchObject({ state: "failure" });
  expect((await github.comments(number)).filter(({ user }) => user.type === "Bot")).toHaveLength(1);
}, 240_000);

test("only writers can recheck; text about commands, and issues, start nothing", async () => {
  const here = await setScene();
  const { origin, github, repo, run } = here;
  origin.push("fix", { ".changeset/a.md": TAKEN }, "main");
  const number = await github.open("fix");
  const outcome = async (by: Person, body: string) =>
    (await comment(here, number, by, body)).ran.outputs["outcome"];
  expect(await outcome("writer", "/release-policy recheck")).toBe("pass");
  expect(await outcome("triager", "/release-policy recheck")).toBe("skipped");
  expect(await outcome("contrib", "/release-policy recheck")).toBe("skipped");
  expect(await outcome("writer", "> /release-policy recheck")).toBe("skipped");
  const issue = issueCommentPayload({
    number,
    body: "/release-policy recheck",
    by: "writer",
    plainIssue: true,
    repo,
  });
  expect((await run("issue_comment", issue)).outputs["outcome"]).toBe("skipped");
});

test("a writer's question is answered once, in its own comment", async () => {
  const here = await setScene();
  const { origin, github } = here;
  origin.push("fix", { ".changeset/a.md": TAKEN }, "main");
  const number = await github.open("fix");
  const question = "/release-policy explain `@acme/plugin`";
  for (let i = 0; i < 2; i++) await comment(here, number, "writer", question);
  await comment(here, number, "contrib", question);
  const bodies = (await github.comments(number))
    .filter(({ user }) => user.type === "Bot")
    .map(({ body }) => body.split("\n").slice(1).join("\n"));
  expect(bodies.filter((body) => body.startsWith("### ✅"))).toHaveLength(1);
  expect(
    bodies.filter((body) => body.startsWith("### Why `@acme/plugin` is released")),
  ).toHaveLength(2);
}, 240_000);

test("a workspace in a subfolder is checked there, with paths from the root of the repository", async () => {
  const { origin, github, repo, fork, run } = await setScene({ folder: "frontend/" });
  const sha = origin.push("contrib:fix", { "frontend/.changeset/a.md": REFUSED }, "main");
  const number = await github.open("contrib:fix");
  const event = pullRequestPayload({ number, head: { ref: "fix", sha, repo: fork }, repo });
  const ran = await run("pull_request", event, { with: { folder: "./frontend/" } });
  expect(ran.outputs["outcome"]).toBe("fail");
  expect(ran.stdout).toMatch(/^::error file=frontend\/\.changeset\/a\.md,line=2,/m);
  expect(ran.summary).toContain("/contrib/mono/edit/fix/frontend/.changeset/a.md");
  const target = await run("pull_request_target", event, { with: { folder: "frontend" } });
  expect(target.outputs["comment"]).toBe("created");
  expect((await github.comments(number))[0]!.body).toContain("rp:sticky:frontend ");
  expect(github.statuses(sha)[0]).toMatchObject({ context: "release-policy (frontend/)" });
});

/** What is written at the very time of the comment's edit counts for nothing. */
const later = (): Promise<void> => pause(SECOND);
