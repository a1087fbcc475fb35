import { expect, test } from "vitest";
import { TROUBLE } from "../fault-proxy.ts";
import { pullRequestPayload, workflowRunPayload } from "../payloads.ts";
import { OWNER, REFUSED, REPOSITORY, TAKEN, type Scene, setScene } from "./scene.ts";
import { sampled } from "../../../cli/test/kit/sampling.ts";

/** A pull request from the repository itself, and the events of it. */
async function opened(here: Scene, text: string) {
  const sha = here.origin.push("fix", { ".changeset/a.md": text }, "main");
  const number = await here.github.open("fix");
  const head = { ref: "fix", sha, repo: here.repo };
  return {
    sha,
    number,
    event: pullRequestPayload({ number, head, repo: here.repo }),
    ended: workflowRunPayload({ head, repo: here.repo }),
  };
}

test.each([
  ["green", TAKEN, 0],
  ["red", REFUSED, 1],
])("a read-only token leaves the check %s, with one notice", async (_, text, code) => {
  const here = await setScene();
  const { number, event } = await opened(here, text);
  const token = await here.github.appToken("reader");
  const ran = await here.run("pull_request", event, { token });
  expect(ran.code).toBe(code);
  expect(ran.outputs["comment"]).toBe("skipped");
  expect(ran.stdout.match(/^::notice .*/gm)).toEqual([
    expect.stringContaining("The comment was not posted"),
  ]);
  expect(ran.stdout).not.toMatch(/^::warning/m);
  expect(await here.github.comments(number)).toEqual([]);
});

test.each(
  sampled([
    ["limits what is asked of it", TROUBLE.secondaryLimit(90)],
    ["is not reachable", TROUBLE.badGateway],
    ["refuses", { status: 422, body: { message: "Validation Failed" } }],
  ]),
)(
  "the check has the verdict even if GitHub %s",
  async (_, answer) => {
    const here = await setScene();
    const { number, event } = await opened(here, TAKEN);
    here.github.proxy.fault({ on: /^POST .*\/comments$/, answer, times: 100 });
    const ran = await here.run("pull_request", event);
    expect([ran.code, ran.outputs["outcome"], ran.outputs["comment"]]).toEqual([
      0,
      "pass",
      "skipped",
    ]);
    expect(ran.stdout).toMatch(/^::notice title=release-policy::The comment was not posted/m);
    expect(await here.github.comments(number)).toEqual([]);
  },
  90_000,
);

test("the commenter warns if it may not write, and passes", async () => {
  const here = await setScene();
  const { sha, ended } = await opened(here, REFUSED);
  const token = await here.github.appToken("reader");
  const ran = await here.run("workflow_run", ended, { token });
  expect([ran.code, ran.outputs["outcome"], ran.outputs["comment"]]).toEqual([
    0,
    "fail",
    "skipped",
  ]);
  expect(ran.stdout).toMatch(/^::warning title=release-policy::The comment was not posted/m);
  expect(ran.stdout).not.toMatch(/^::error/m);
  expect(here.github.statuses(sha)).toEqual([]);
});

test("the commenter fails if it cannot find its pull request", async () => {
  const here = await setScene();
  const { ended } = await opened(here, TAKEN);
  here.github.proxy.fault({
    on: /^GET .*\/pulls$/,
    answer: { status: 403, body: { message: "Resource not accessible by integration" } },
    times: 100,
  });
  const ran = await here.run("workflow_run", ended);
  expect(ran.code).toBe(1);
  expect(ran.stdout).toMatch(
    /^::error title=release-policy::GitHub did not list the pull requests/m,
  );
  expect(ran.stdout).not.toContain("unforeseen");
});

test("a locked conversation or a deleted fork does not change the check", async () => {
  const here = await setScene();
  const { number, event } = await opened(here, TAKEN);
  await here.github.as(OWNER).request(`PUT ${REPOSITORY}/issues/${number}/lock`);
  const locked = await here.run("pull_request", event);
  expect([locked.code, locked.outputs["comment"]]).toEqual([0, "skipped"]);
  expect(locked.stdout).toMatch(/^::notice .*locked/m);

  const missing = {
    ...event,
    pull_request: { ...event.pull_request, head: { ...event.pull_request.head, repo: null } },
  };
  const ran = await here.run("pull_request", missing);
  expect([ran.code, ran.outputs["outcome"], ran.outputs["comment"]]).toEqual([0, "pass", "none"]);
  const draft = { ...event, pull_request: { ...event.pull_request, draft: true } };
  expect((await here.run("pull_request", draft)).code).toBe(0);
});

test("an invalid policy fails the check at its line, and sets the status to error", async () => {
  const here = await setScene({ files: { "policies/core.yaml": "packages: [\n" } });
  const { sha, event, ended } = await opened(here, TAKEN);
  const gate = await here.run("pull_request", event, { with: { comment: "never" } });
  expect([gate.code, gate.outputs["outcome"]]).toEqual([1, "not-judged"]);
  expect(gate.stdout).toMatch(/^::error file=policies\/core\.yaml,line=\d/m);
  expect(gate.summary).toContain("could not be evaluated");
  const commenter = await here.run("workflow_run", ended);
  expect([commenter.code, commenter.outputs["comment"]]).toEqual([0, "created"]);
  expect(here.github.statuses(sha)[0]).toMatchObject({ state: "error" });
});

test("a mistake in the workflow is explained, and nothing is done", async () => {
  const here = await setScene();
  const { event } = await opened(here, TAKEN);
  const wrong = await here.run("pull_request", event, { with: { comment: "allways" } });
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toBe(
    '::error title=release-policy::invalid input comment: "allways" (expected: auto, never)\n',
  );
  const other = await here.run("schedule", {});
  expect([other.code, other.outputs["outcome"]]).toEqual([0, "skipped"]);
  const blank = await here.run("pull_request", event, { token: "" });
  expect(blank.stdout).toContain("the input token is empty");
});

test("comment and status can be disabled", async () => {
  const here = await setScene();
  const { sha, number, ended } = await opened(here, REFUSED);
  const off = { comment: "never", status: "never" };
  const ran = await here.run("workflow_run", ended, { with: off });
  expect([ran.code, ran.outputs["comment"]]).toEqual([0, "none"]);
  expect(await here.github.comments(number)).toEqual([]);
  expect(here.github.statuses(sha)).toEqual([]);
});
