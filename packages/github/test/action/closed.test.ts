import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { pullRequestPayload, workflowRunPayload } from "../payloads.ts";
import { SECOND } from "../second.ts";
import { OWNER, REFUSED, REPOSITORY, type Scene, setScene } from "./scene.ts";

const APPROVABLE = {
  files: {
    "policies/workspace.yaml": "approvals: { rules: all, permission: write, label: approved }\n",
  },
};

/** Two pull requests of one commit into one branch. The first is approved by a label, and both are judged by `judge`. */
async function approvedTwins(here: Scene, judge: (number: number) => Promise<unknown>) {
  const { origin, github } = here;
  const sha = origin.push("contrib:fix", { ".changeset/a.md": REFUSED }, "main");
  origin.push("contrib:other", {}, "contrib:fix");
  origin.force("contrib:other", sha);
  const first = await github.open("contrib:fix");
  const twin = await github.open("contrib:other");
  const state = () => github.statuses(sha)[0]?.state;
  await judge(first);
  expect(state()).toBe("failure");
  // What is set at the very time of the comment's edit counts for nothing.
  await pause(SECOND);
  await github
    .as("writer")
    .request(`POST ${REPOSITORY}/issues/${first}/labels`, { labels: ["approved"] });
  await judge(first);
  await judge(twin);
  expect(state()).toBe("success");
  const set = (number: number, patch: object) =>
    github
      .as(OWNER)
      .request(`PATCH ${REPOSITORY}/pulls/${number}`, patch as Record<string, string>);
  return { sha, first, twin, state, set };
}

test("the workflow of private repositories rechecks commits that relied on the approval of a closed pull request", async () => {
  const here = await setScene(APPROVABLE);
  const { repo, fork, run, origin } = here;
  const on = (action: string) => (number: number) => {
    const sha = origin.commit("contrib:fix")!;
    const head = { ref: "fix", sha, repo: fork };
    return run("pull_request_target", pullRequestPayload({ action, number, head, repo }));
  };
  const { first, state, set } = await approvedTwins(here, on("opened"));
  await set(first, { state: "closed" });
  expect((await on("closed")(first)).outputs).toMatchObject({ outcome: "fail" });
  expect(state()).toBe("failure");
  // In whatever order the events come: the forge says what is so now.
  await set(first, { state: "open" });
  await on("reopened")(first);
  expect(state()).toBe("success");
  expect((await on("closed")(first)).outputs).toMatchObject({ outcome: "pass" });
  expect(state()).toBe("success");
}, 240_000);

test("the workflows of public repositories do so from another branch, even if the fork is deleted", async () => {
  const here = await setScene(APPROVABLE);
  const { repo, fork, run, origin } = here;
  const after = (ref: string, of: typeof fork | null = fork) => {
    const head = { ref, sha: origin.commit("contrib:fix")!, repo: of };
    return run("workflow_run", workflowRunPayload({ head, repo }));
  };
  let judged = 0;
  const { first, twin, state, set } = await approvedTwins(here, async () => {
    judged += 1;
    return await after(judged === 3 ? "other" : "fix");
  });
  await set(first, { state: "closed" });
  expect((await after("fix")).outputs).toMatchObject({ outcome: "fail" });
  expect(state()).toBe("failure");
  await set(twin, { state: "closed" });
  expect((await after("fix", null)).outputs).toMatchObject({ outcome: "skipped" });
}, 240_000);

test("the check of a closed pull request ignores its approvals, and posts nothing", async () => {
  const here = await setScene(APPROVABLE);
  const { origin, github, repo, fork, run } = here;
  const event = (action: string, number: number) => {
    const head = { ref: "fix", sha: origin.commit("contrib:fix")!, repo: fork };
    const payload = pullRequestPayload({ action, number, head, repo });
    const labels = [{ name: "approved" }];
    return { ...payload, pull_request: { ...payload.pull_request, labels } };
  };
  const { sha, first, twin, set } = await approvedTwins(here, (number) =>
    run("pull_request_target", event("opened", number)),
  );
  expect((await run("pull_request", event("labeled", first))).code).toBe(0);
  await set(twin, { state: "closed" });
  await set(first, { state: "closed" });
  const before = await github.comments(first);
  const closed = await run("pull_request", event("closed", first));
  expect([closed.code, closed.outputs["comment"]]).toEqual([1, "none"]);
  expect(closed.stdout).not.toContain("nothing was posted");
  expect(await github.comments(first)).toEqual(before);

  // Merged: nothing of it is a change any more.
  origin.force("main", sha);
  const merged = await run("pull_request", event("closed", first));
  expect([merged.code, merged.outputs["outcome"]]).toEqual([0, "pass"]);
}, 240_000);
