import { expect, test } from "vitest";
import { mergeGroupPayload, pullRequestPayload, pushPayload } from "../payloads.ts";
import { hereOverHttp } from "./run-action.ts";
import { REFUSED, TAKEN, setScene } from "./scene.ts";

test("a fork's pull request fails with an annotation at the line, and passes when fixed", async () => {
  const { origin, github, git, repo, fork, run } = await setScene({ step: hereOverHttp });
  const bad = origin.push("contrib:fix", { ".changeset/a.md": REFUSED }, "main");
  const number = await github.open("contrib:fix");
  const reader = await github.appToken("reader");
  const event = (sha: string) =>
    pullRequestPayload({ number, head: { ref: "fix", sha, repo: fork }, repo });

  const red = await run("pull_request", event(bad), { token: reader });
  expect(red.stderr).toBe("");
  expect(red.code).toBe(1);
  expect(red.outputs).toEqual({
    outcome: "fail",
    errors: "1",
    warnings: "0",
    releases: "1",
    comment: "none",
  });
  expect(red.stdout).toMatch(/^::error file=\.changeset\/a\.md,line=2,.*accidental-graduation/m);
  expect(red.summary).toContain("❌");
  expect(red.summary).toContain(`${git.server}/contrib/mono/edit/fix/.changeset/a.md`);
  expect(red.exported).toBe("");

  const good = origin.push("contrib:fix", { ".changeset/a.md": TAKEN });
  const green = await run("pull_request", event(good), { token: reader });
  expect(green.code).toBe(0);
  expect(green.outputs["outcome"]).toBe("pass");
  expect(green.stdout).not.toContain("::error");

  // The fork's token was asked for nothing that writes, and git had it as GitHub takes it.
  expect(await github.comments(number)).toEqual([]);
  const basic = Buffer.from(`x-access-token:${reader}`).toString("base64");
  expect([...git.authorizations]).toEqual([`basic ${basic}`]);
});

test("a pull request with a newer commit is not checked by the old one, and does not pass", async () => {
  const { origin, github, repo, fork, run } = await setScene();
  const old = origin.push("contrib:fix", { ".changeset/a.md": TAKEN }, "main");
  const number = await github.open("contrib:fix");
  origin.push("contrib:fix", { ".changeset/a.md": REFUSED });
  const head = { ref: "fix", sha: old, repo: fork };
  const { code, outputs, stdout } = await run(
    "pull_request",
    pullRequestPayload({ number, head, repo }),
  );
  expect([code, outputs["outcome"]]).toEqual([1, "not-judged"]);
  expect(stdout).toContain("because there is a newer one");
});

test("a pull request is checked by its base branch, and by the new one after retargeting", async () => {
  const { origin, github, repo, fork, run } = await setScene();
  origin.push(
    "maint/1.x",
    { "policies/workspace.yaml": 'branches: { "maint/*": { bumps: { declared: [patch] } } }\n' },
    "main",
  );
  const sha = origin.push("contrib:fix", { ".changeset/a.md": TAKEN }, "main");
  const number = await github.open("contrib:fix");
  const to = (ref: string) =>
    run(
      "pull_request",
      pullRequestPayload({ number, head: { ref: "fix", sha, repo: fork }, base: { ref }, repo }),
    );
  expect((await to("main")).code).toBe(0);
  const maintenance = await to("maint/1.x");
  expect(maintenance.code).toBe(1);
  expect(maintenance.stdout).toContain("branch-line");
});

test("a merge group is compared with the entry before it in the queue", async () => {
  const { origin, repo, run } = await setScene();
  const first = origin.push("gh-readonly-queue/main/pr-1", { ".changeset/a.md": REFUSED }, "main");
  const second = origin.push("gh-readonly-queue/main/pr-2", { ".changeset/b.md": TAKEN }, first);
  const group = (head: string, base: string, pr: number) =>
    run(
      "merge_group",
      mergeGroupPayload({
        head,
        headRef: `refs/heads/gh-readonly-queue/main/pr-${pr}`,
        base,
        repo,
      }),
    );
  expect((await group(first, origin.commit("main")!, 1)).code).toBe(1);
  const behind = await group(second, first, 2);
  expect(behind.outputs).toMatchObject({ outcome: "pass", errors: "0" });
  expect(behind.code).toBe(0);
  expect(behind.summary).toContain("`pnpm release-policy check --since origin/main`");
});

test("on a push to a branch, everything pending counts", async () => {
  const { origin, repo, run } = await setScene();
  const push = (after: string, ref = "refs/heads/main") =>
    run("push", pushPayload({ ref, after, repo }));
  const bad = origin.push("main", { ".changeset/a.md": REFUSED });
  const red = await push(bad);
  expect([red.code, red.outputs["errors"]]).toEqual([1, "1"]);
  expect(red.stdout).toMatch(/^::error file=\.changeset\/a\.md,line=2,/m);
  expect(red.summary).toContain("try it: `pnpm release-policy check`</sub>");
  const good = origin.push("main", { ".changeset/a.md": TAKEN });
  expect((await push(good)).code).toBe(0);
  const deleted = await push("0".repeat(40));
  expect([deleted.code, deleted.outputs["outcome"]]).toEqual([0, "skipped"]);
});
