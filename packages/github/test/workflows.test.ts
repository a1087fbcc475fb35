import { describe, expect, test } from "vitest";
import { complaints } from "./workflow-lint.ts";
import { parsed, workflowFile, workflowFiles } from "./workflow-files.ts";

const SHIPPED = workflowFiles("docs/workflows");
const OWN = workflowFiles(".github/workflows");

describe.each([...SHIPPED, ...OWN].map((workflow) => [workflow.file, workflow] as const))(
  "%s",
  (_, workflow) => {
    test("has nothing that a stranger could exploit", () => {
      expect(complaints(workflow)).toEqual([]);
    });
  },
);

/** What each asks for, and no more: to widen one, this table has to be changed too. */
const READS = { contents: "read" };
const CHECKS = { ...READS, "pull-requests": "read", statuses: "read" };
const COMMENTS = { ...READS, "pull-requests": "write", statuses: "read" };
const WRITES = { contents: "read", "pull-requests": "write", statuses: "write" };

const VERIFY = "release-policy-verify.yml";
const REPOSITORIES = "release-policy-repositories.yml";

test.each([
  [REPOSITORIES, ["schedule", "workflow_dispatch"], READS],
  ["release-policy.yml", ["pull_request", "merge_group"], CHECKS],
  ["release-policy-single.yml", ["pull_request", "merge_group"], COMMENTS],
  ["release-policy-comment.yml", ["workflow_run"], WRITES],
  ["release-policy-target.yml", ["pull_request_target"], WRITES],
  ["release-policy-commands.yml", ["issue_comment"], WRITES],
  ["release-policy-release.yml", ["push"], READS],
  [
    "release-policy-verify.yml",
    ["workflow_run", "schedule", "workflow_dispatch"],
    { ...READS, issues: "write" },
  ],
])("%s runs on %j with minimal permissions", (file, events, permissions) => {
  const workflow = workflowFile(`docs/workflows/${file}`);
  expect(Object.keys(workflow.on)).toEqual(events);
  const [job, ...others] = Object.values(workflow.jobs);
  expect(others).toHaveLength(file === REPOSITORIES ? 1 : 0);
  expect(job!.permissions ?? workflow.permissions).toEqual(permissions);
});

test("every shipped file is in the table above", () => {
  expect(SHIPPED.map(({ file }) => file)).toHaveLength(8);
});

test("the workflows to copy for pull requests have one step, the Action: no checkout, no install, no cache", () => {
  for (const { jobs } of SHIPPED.filter(({ file }) => ![VERIFY, REPOSITORIES].includes(file)))
    for (const { steps } of Object.values(jobs))
      expect(steps.map(({ uses, run }) => [uses?.split("@")[0], run])).toEqual([
        ["OWNER/release-policy/packages/github", undefined],
      ]);
});

test("the commenter waits for the gate by its name", () => {
  const gate = workflowFile("docs/workflows/release-policy.yml");
  const { on } = workflowFile("docs/workflows/release-policy-comment.yml");
  expect(on["workflow_run"]).toMatchObject({ workflows: [/^name: (.*)$/m.exec(gate.text)![1]] });
});

const HARMLESS = `name: A
on:
  pull_request:
permissions:
  contents: read # to read
concurrency:
  group: a-\${{ github.event.pull_request.number }}
jobs:
  a:
    steps:
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020
`;

test.each([
  [
    "a title in a script",
    '      - run: echo "${{ github.event.pull_request.title }}"\n',
    "run: holds ${{ github.event.pull_request.title }}",
  ],
  [
    "a branch in a script",
    "      - run: git log ${{ github.head_ref }}\n",
    "run: holds ${{ github.head_ref }}",
  ],
  [
    "a tag instead of a commit",
    "      - uses: actions/checkout@v7\n",
    "actions/checkout@v7 is not pinned",
  ],
  [
    "an artifact",
    "      - uses: actions/download-artifact@820762786026740c76f36085b0efc47a31fe5020\n",
    "takes an artifact",
  ],
  [
    "a cache",
    "      - uses: actions/cache@820762786026740c76f36085b0efc47a31fe5020\n",
    "uses a cache",
  ],
  [
    "a cache of the package manager",
    "      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020\n        with: { cache: pnpm }\n",
    "uses a cache",
  ],
  [
    "a checkout that keeps the token",
    "      - uses: actions/checkout@820762786026740c76f36085b0efc47a31fe5020\n",
    "keeps its token",
  ],
])("the lint reports %s", (_, step, complaint) => {
  expect(complaintsIn(HARMLESS + step)).toContainEqual(expect.stringContaining(complaint));
});

test("the lint allows artifacts of the same run where no stranger starts it, and of no other run", () => {
  const scheduled = HARMLESS.replace("pull_request:", "workflow_dispatch:");
  const step = "      - uses: actions/download-artifact@820762786026740c76f36085b0efc47a31fe5020\n";
  expect(complaintsIn(scheduled + step)).not.toContain("a: takes an artifact");
  expect(complaintsIn(`${scheduled}${step}        with: { run-id: 1 }\n`)).toContain(
    "a: takes an artifact",
  );
});

test.each([
  ["pull_request_target", "a trigger with a token that may write, without a reason"],
  ["workflow_run", "a trigger with a token that may write, without a reason"],
])("the lint reports %s without a reason", (event, complaint) => {
  expect(complaintsIn(HARMLESS.replace("pull_request:", `${event}:`))).toContain(complaint);
});

test("the lint reports a checkout of the head with a writing token", () => {
  const text = HARMLESS.replace(
    "pull_request:",
    "pull_request_target: # zizmor: ignore[dangerous-triggers] -- x",
  );
  const step = `      - uses: actions/checkout@820762786026740c76f36085b0efc47a31fe5020
        with: { ref: "\${{ github.event.pull_request.head.sha }}", persist-credentials: false }
`;
  expect(complaintsIn(text + step)).toContain(
    "a: checks out something else than the default branch",
  );
});

test("the lint reports missing and unexplained permissions, and a group named by a stranger", () => {
  expect(complaintsIn(HARMLESS.replace(/permissions:\n.*\n/, ""))).toContain("no permissions");
  expect(complaintsIn(HARMLESS.replace(" # to read", ""))).toContain(
    "a permission without a reason: contents: read",
  );
  expect(
    complaintsIn(HARMLESS.replace("github.event.pull_request.number", "github.head_ref")),
  ).toContain("the group has ${{ github.head_ref }}");
  expect(complaintsIn(HARMLESS)).toEqual([]);
});

const complaintsIn = (text: string): string[] => complaints(parsed(text));
