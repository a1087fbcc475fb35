import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { expect, test } from "vitest";
import {
  issueCommentPayload,
  mergeGroupPayload,
  pullRequestPayload,
  workflowRunPayload,
} from "./payloads.ts";
import { workflowFile } from "./workflow-files.ts";

const REPO = { id: 1, owner: "acme" };
const COMMANDS = workflowFile("docs/workflows/release-policy-commands.yml");
const GATE = workflowFile("docs/workflows/release-policy.yml");

/** What GitHub makes of an expression. */
function evaluated(text: string, github: object) {
  const expression = new Parser(new Lexer(text).lex().tokens, ["github"], []).parse();
  const context = JSON.parse(JSON.stringify({ github }), data.reviver) as data.Dictionary;
  return new Evaluator(expression, context).evaluate();
}

const APPROVE = "/release-policy approve @acme/plugin@1.0.0";

test.each([
  ["is written", { body: APPROVE }, true],
  ["is written under other words", { body: `Fine.\r\n\r\n${APPROVE}` }, true],
  ["is written after spaces", { body: `  ${APPROVE}` }, true],
  ["is deleted", { body: APPROVE, action: "deleted" }, true],
  ["is edited away", { body: "Never mind.", action: "edited", from: APPROVE }, true],
  [
    "gets other words before it",
    { body: `Well. ${APPROVE}`, action: "edited", from: APPROVE },
    true,
  ],
  ["is on an issue", { body: APPROVE, plainIssue: true }, false],
  ["is none", { body: "Fine." }, false],
])("the workflow of commands runs where an approval %s: %s", (_, comment, runs) => {
  const event = issueCommentPayload({ number: 7, by: "maint", repo: REPO, ...comment });
  const [job] = Object.values(COMMANDS.jobs);
  const result = evaluated(job!.if!, { event_name: "issue_comment", event });
  expect(result.coerceString() !== "false" && result.coerceString() !== "").toBe(runs);
});

test("every event of a comment or a label starts a workflow that rechecks", () => {
  const types = (file: string, event: string) =>
    (workflowFile(file).on[event] as { readonly types: readonly string[] }).types;
  expect(types("docs/workflows/release-policy-commands.yml", "issue_comment")).toEqual([
    "created",
    "edited",
    "deleted",
  ]);
  for (const [file, event] of [
    ["docs/workflows/release-policy.yml", "pull_request"],
    ["docs/workflows/release-policy-target.yml", "pull_request_target"],
    [".github/workflows/release-check.yml", "pull_request"],
  ] as const)
    expect(types(file, event)).toEqual(
      expect.arrayContaining([
        "opened",
        "synchronize",
        "reopened",
        "edited",
        "labeled",
        "unlabeled",
      ]),
    );
});

test("closing a pull request starts every workflow that checks pull requests, under the name of the check", () => {
  for (const [file, event] of [
    ["docs/workflows/release-policy.yml", "pull_request"],
    ["docs/workflows/release-policy-single.yml", "pull_request"],
    ["docs/workflows/release-policy-target.yml", "pull_request_target"],
  ] as const) {
    const { on, jobs } = workflowFile(file);
    expect((on[event] as { readonly types: readonly string[] }).types).toContain("closed");
    // A skipped job would be a green check of the commit, which other pull requests may have.
    expect(Object.values(jobs).map((job) => job.if)).toEqual([undefined]);
  }
  const head = { ref: "fix", sha: "a".repeat(40), repo: REPO };
  const [job] = Object.values(workflowFile("docs/workflows/release-policy-comment.yml").jobs);
  for (const [name, runs] of [
    ["pull_request", true],
    ["merge_group", false],
  ] as const) {
    const event = workflowRunPayload({ head, repo: REPO, event: name });
    const result = evaluated(job!.if!, { event_name: "workflow_run", event });
    expect(result.coerceString()).toBe(String(runs));
  }
  const event = pullRequestPayload({ action: "closed", number: 7, head, repo: REPO });
  expect(checkName({ event_name: "pull_request", base_ref: "main", event })).toBe("release-policy");
});

/** The name of the check, with its expression worked out. */
const checkName = (github: object): string =>
  (Object.values(GATE.jobs)[0] as unknown as { readonly name: string }).name.replaceAll(
    /\$\{\{(.*?)\}\}/gs,
    (_, text: string) => evaluated(text, github).coerceString(),
  );

test.each([
  ["main", "release-policy"],
  ["next", "release-policy (refs/heads/next)"],
])("the check of pull requests and merge groups into %s is %s", (ref, name) => {
  const head = { ref: "fix", sha: "a".repeat(40), repo: REPO };
  const event = pullRequestPayload({ number: 7, head, base: { ref }, repo: REPO });
  expect(checkName({ event_name: "pull_request", base_ref: ref, event })).toBe(name);
  const group = mergeGroupPayload({
    head: "a".repeat(40),
    headRef: "refs/heads/gh-readonly-queue/x",
    base: "b".repeat(40),
    repo: REPO,
  });
  const queued = { ...group, merge_group: { ...group.merge_group, base_ref: `refs/heads/${ref}` } };
  expect(checkName({ event_name: "merge_group", base_ref: "", event: queued })).toBe(name);
});
