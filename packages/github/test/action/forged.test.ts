import { expect, test } from "vitest";
import { isOfRun } from "../../src/action/pull-request-events.ts";
import { workflowRunPayload } from "../payloads.ts";
import { REFUSED, REPOSITORY, TAKEN, setScene } from "./scene.ts";

const SHA = "a".repeat(40);
const PULL = {
  number: 7,
  base: { ref: "main", commit: "b".repeat(40), repository: { id: 1, owner: "acme", name: "mono" } },
  head: { ref: "fix", commit: SHA, repository: { id: 2, owner: "contrib", name: "mono" } },
  author: "contrib",
  open: true,
  title: "Fix",
  draft: false,
  locked: false,
  labels: [],
};
const RUN = {
  head_sha: SHA,
  head_repository: { id: 2, name: "mono", owner: { login: "contrib" } },
};

test.each([
  ["is the one", PULL, RUN, 1, true],
  [
    "is at another commit",
    { ...PULL, head: { ...PULL.head, commit: "c".repeat(40) } },
    RUN,
    1,
    false,
  ],
  [
    "comes from another fork",
    PULL,
    { ...RUN, head_repository: { ...RUN.head_repository, id: 3 } },
    1,
    false,
  ],
  ["comes from a fork that is gone", { ...PULL, head: { ref: "fix", commit: SHA } }, RUN, 1, false],
  ["is of a run whose fork is gone", PULL, { ...RUN, head_repository: null }, 1, false],
  ["goes to another repository", PULL, RUN, 9, false],
  ["is closed", { ...PULL, open: false }, RUN, 1, false],
])("a pull request that %s", (_, pull, run, repository, expected) => {
  expect(isOfRun(pull, run, repository)).toBe(expected);
});

test("another person's run does not comment on a pull request, whatever it claims", async () => {
  const { origin, github, repo, fork, run } = await setScene();
  const victim = origin.push("fix", { ".changeset/a.md": TAKEN }, "main");
  const number = await github.open("fix");
  const sha = origin.push("contrib:fix", { ".changeset/a.md": REFUSED }, "main");
  const forged = [
    // A stranger's fork with a branch of the same name, and the commit of the victim or its own.
    workflowRunPayload({ head: { ref: "fix", sha: victim, repo: fork }, repo }),
    workflowRunPayload({ head: { ref: "fix", sha, repo: fork }, repo }),
    // The victim's repository under another number, and another repository's event.
    workflowRunPayload({ head: { ref: "fix", sha: victim, repo: { ...repo, id: 99_999 } }, repo }),
    workflowRunPayload({ head: { ref: "fix", sha: victim, repo }, repo: { ...repo, id: 99_999 } }),
    // The list of pull requests that only the event names.
    workflowRunPayload({
      head: { ref: "other", sha, repo: fork },
      repo,
      pullRequests: [{ number }],
    }),
    // A workflow of another kind, a branch that is none, a fork that is gone.
    workflowRunPayload({ head: { ref: "fix", sha: victim, repo }, repo, event: "push" }),
    workflowRunPayload({ head: { ref: null, sha: victim, repo }, repo }),
    workflowRunPayload({ head: { ref: "fix", sha: victim, repo: null }, repo }),
  ];
  for (const payload of forged) {
    const { code, outputs, stdout } = await run("workflow_run", payload);
    expect([code, outputs["outcome"], outputs["comment"]]).toEqual([0, "skipped", "none"]);
    expect(stdout).toMatch(/^skipped: /m);
  }
  expect(await github.comments(number)).toEqual([]);
  expect([...github.statuses(victim), ...github.statuses(sha)]).toEqual([]);
}, 240_000);

test("a branch name that looks like a query only selects that branch", async () => {
  const { github, repo, fork, run } = await setScene();
  const ref = "x&state=all&head=acme:main#?\r\n../../user";
  const { outputs } = await run(
    "workflow_run",
    workflowRunPayload({ head: { ref, sha: SHA, repo: fork }, repo }),
  );
  expect(outputs["outcome"]).toBe("skipped");
  const [request] = github.proxy.calls.filter(({ path }) => path === `${REPOSITORY}/pulls`);
  expect(new URLSearchParams(request!.query).get("head")).toBe(`contrib:${ref}`);
  expect(new URLSearchParams(request!.query).getAll("state")).toEqual(["open"]);
});

test("two pull requests from one branch each get their own comment", async () => {
  const { origin, github, repo, run } = await setScene();
  origin.push("maint/1.x", { "a.txt": "1" }, "main");
  const sha = origin.push("fix", { ".changeset/a.md": REFUSED }, "main");
  const numbers = [await github.open("fix"), await github.open("fix", { base: "maint/1.x" })];
  const { code } = await run(
    "workflow_run",
    workflowRunPayload({ head: { ref: "fix", sha, repo }, repo }),
  );
  expect(code).toBe(0);
  for (const number of numbers) expect(await github.comments(number)).toHaveLength(1);
});
