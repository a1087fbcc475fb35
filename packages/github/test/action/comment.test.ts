import { expect, test } from "vitest";
import { pullRequestPayload, workflowRunPayload } from "../payloads.ts";
import { OWNER, REFUSED, REPOSITORY, TAKEN, setScene } from "./scene.ts";
import { sampled } from "../../../cli/test/kit/sampling.ts";

/** How each entry point learns about a pull request from the branch `fix`. */
const EVENTS = {
  workflow_run: workflowRunPayload,
  pull_request_target: pullRequestPayload,
  pull_request: pullRequestPayload,
};

/** A refused change in a pull request from the branch: what is said when it is opened. */
async function opened(event: keyof typeof EVENTS, branch: "contrib:fix" | "fix") {
  const here = await setScene();
  const { origin, github, repo, fork } = here;
  const own = branch === "fix";
  const gate = event === "pull_request";
  origin.push("maint/1.x", { "policies/workspace.yaml": MAINTENANCE }, "main");
  const push = (text: string) => origin.push(branch, { ".changeset/a.md": text }, "main");
  const run = (sha: string, base = "main") => {
    const head = { ref: "fix", sha, repo: own ? repo : fork };
    return here.run(event, EVENTS[event]({ number, head, base: { ref: base }, repo }));
  };
  const bad = push(REFUSED);
  const number = await github.open(branch);

  const ran = await run(bad);
  expect(ran.stderr).toBe("");
  expect(ran.outputs).toMatchObject({ outcome: "fail", errors: "1", comment: "created" });
  expect(ran.code).toBe(gate ? 1 : 0);
  const [first, ...more] = await github.comments(number);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ user: { login: "github-actions[bot]", type: "Bot" } });
  expect(first!.body).toMatch(/^<!-- rp:sticky:main v1 run=\d+ head=[0-9a-f]{40} /);
  expect(first!.body).toContain("❌");
  expect(first!.body).toContain("`@acme/plugin`");
  expect(first!.body).toContain(`/${own ? OWNER : "contrib"}/mono/edit/fix/.changeset/a.md`);
  const status = { state: "failure", context: "release-policy", target_url: RUN_PAGE };
  expect(github.statuses(bad)).toMatchObject(gate ? [] : [status]);
  expect(github.proxy.contradictions).toEqual([]);
  return { github, number, first: first!, bad, gate, push, run };
}

test.each(
  sampled([
    ["workflow_run", "fix"],
    ["pull_request_target", "contrib:fix"],
  ] as const),
)("%s, from %s: opened", { timeout: 120_000 }, async (event, branch) => {
  await opened(event, branch);
});

test.each(
  sampled([
    ["pull_request_target", "fix"],
    ["workflow_run", "contrib:fix"],
    ["pull_request", "fix"],
  ] as const),
)("%s, from %s: opened, fixed, retargeted, closed", { timeout: 120_000 }, async (event, branch) => {
  const { github, number, first, bad, gate, push, run } = await opened(event, branch);
  const again = await run(bad);
  expect(again.outputs["comment"]).toBe("unchanged");
  expect((await github.comments(number))[0]!.updated_at).toBe(first.updated_at);

  const good = push(TAKEN);
  const fixed = await run(good);
  expect(fixed.outputs).toMatchObject({ outcome: "pass", comment: "updated" });
  expect(fixed.code).toBe(0);
  const [green, ...others] = await github.comments(number);
  expect(others).toEqual([]);
  expect(green!.id).toBe(first.id);
  expect(green!.body).toContain("✅");
  expect(github.statuses(good)).toMatchObject(gate ? [] : [{ state: "success" }]);

  await github.as(OWNER).request(`PATCH ${REPOSITORY}/pulls/${number}`, { base: "maint/1.x" });
  const retargeted = await run(good, "maint/1.x");
  expect(retargeted.outputs).toMatchObject({ outcome: "fail", comment: "updated" });
  expect((await github.comments(number))[0]!.body).toContain("branch-line");

  await github.as(OWNER).request(`PATCH ${REPOSITORY}/pulls/${number}`, { state: "closed" });
  const before = await github.comments(number);
  const closed = await run(good, "maint/1.x");
  expect(closed.outputs["comment"]).not.toBe("updated");
  expect(await github.comments(number)).toEqual(before);
  expect(github.proxy.contradictions).toEqual([]);
});

const RUN_PAGE: unknown = expect.stringMatching(/\/actions\/runs\/\d+$/);
const MAINTENANCE = 'branches: { "maint/*": { bumps: { declared: [patch] } } }\n';
