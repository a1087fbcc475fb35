import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REFUSED, REPOSITORY, TAKEN, setScene } from "./action/scene.ts";
import {
  issueCommentPayload,
  pullRequestPayload,
  pushPayload,
  workflowRunPayload,
} from "./payloads.ts";
import { workflowFile } from "./workflow-files.ts";

type Level = "read" | "write";
type Permissions = Readonly<Record<string, Level>>;

/**
 * What GitHub's table of permissions says that each request of ours needs. Comments on a pull request need either its
 * permission or that of issues. What has none is asked with an App's signature, or by a person.
 */
const NEEDS: Readonly<Record<string, Permissions>> = {
  "GET /app": {},
  "GET /app/installations": {},
  "GET /user": {},
  "GET /installation/repositories": { metadata: "read" },
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission": { metadata: "read" },
  "GET /repos/{owner}/{repo}/pulls": { pull_requests: "read" },
  "GET /repos/{owner}/{repo}/pulls/{pull_number}": { pull_requests: "read" },
  "GET /repos/{owner}/{repo}/issues/{issue_number}/events": { pull_requests: "read" },
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": { pull_requests: "read" },
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": { pull_requests: "write" },
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": { pull_requests: "write" },
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}": { pull_requests: "write" },
  "GET /repos/{owner}/{repo}/commits/{ref}/statuses": { statuses: "read" },
  "POST /repos/{owner}/{repo}/statuses/{sha}": { statuses: "write" },
};

/** What GitHub requires before it sends an event. */
const EVENTS: Readonly<Record<string, Permissions>> = {
  pull_request: { pull_requests: "read" },
  issue_comment: { issues: "read" },
  push: { contents: "read" },
};

const GIT: Permissions = { contents: "read" };

const together = (all: readonly Permissions[]): Permissions => {
  const levels = all.flatMap((one) => Object.entries(one));
  return Object.fromEntries(
    levels.toSorted(([, a], [, b]) => (a === b ? 0 : a === "read" ? -1 : 1)),
  );
};

/** The requests in the sources, without those of some folders. */
function requestsIn(...without: readonly string[]): readonly string[] {
  const root = join(import.meta.dirname, "../src");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !without.includes(path.split(/[/\\]/)[0]!),
  );
  const found = files.flatMap((path) =>
    Array.from(
      readFileSync(join(root, path), "utf8").matchAll(/"((?:GET|POST|PUT|PATCH|DELETE) \/[^"]*)"/g),
      ([, request]) => request!,
    ),
  );
  return [...new Set(found)].toSorted();
}

const needsOf = (requests: readonly string[]): Permissions =>
  together(requests.map((request) => NEEDS[request]!));

test("every request to GitHub is in the table of permissions, and nothing else is", () => {
  expect(requestsIn()).toEqual(Object.keys(NEEDS).toSorted());
});

test("the App asks for the permissions of its requests, of git and of its events", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/app-register.html"), "utf8");
  const [, text = ""] = /id="manifest">([^]*?)<\/script>/.exec(page) ?? [];
  const manifest = JSON.parse(text) as {
    readonly default_permissions: Permissions;
    readonly default_events: readonly string[];
  };
  const events = manifest.default_events.map((event) => EVENTS[event]!);
  expect(manifest.default_permissions).toEqual(
    together([GIT, needsOf(requestsIn("action", "action.ts")), ...events]),
  );
});

test("every workflow for pull requests asks for the permissions of what the Action does in it", async () => {
  const here = await setScene({
    files: { "policies/workspace.yaml": "approvals: { rules: all, permission: write }\n" },
  });
  const { origin, github, repo } = here;
  const sha = origin.push("fix", { ".changeset/a.md": REFUSED }, "main");
  const number = await github.open("fix");
  const pull = { number, head: { ref: "fix", sha, repo }, base: { ref: "main" }, repo };
  const body = "/release-policy approve `@acme/plugin@1.0.0`";
  const command = issueCommentPayload({ number, body, by: "writer", repo });

  /** The permissions that one run of a workflow's step uses, and those that its job asks for. */
  async function usedBy(file: string, event: string, payload: unknown) {
    const { permissions = {}, jobs } = workflowFile(`docs/workflows/${file}`);
    const [job] = Object.values(jobs);
    const inputs = job!.steps[0]!.with as Readonly<Record<string, string>> | undefined;
    const before = github.proxy.calls.length;
    const { outputs } = await here.run(event, payload, inputs ? { with: inputs } : {});
    const calls = github.proxy.calls.slice(before).map(({ method, path }) => `${method} ${path}`);
    const requests = Object.keys(NEEDS).filter((request) =>
      calls.some((call) => patternOf(request).test(call)),
    );
    // Every token may read metadata, and each run fetches with git.
    const { metadata: _, ...used } = together([GIT, needsOf(requests)]);
    const asked = Object.fromEntries(
      Object.entries(job!.permissions ?? permissions).map(([name, level]) => [
        name.replaceAll("-", "_"),
        level,
      ]),
    );
    return { outcome: outputs["outcome"], used, asked };
  }

  const runs = [
    ["release-policy.yml", "pull_request", pullRequestPayload(pull)],
    ["release-policy-single.yml", "pull_request", pullRequestPayload(pull)],
    ["release-policy-target.yml", "pull_request_target", pullRequestPayload(pull)],
    ["release-policy-comment.yml", "workflow_run", workflowRunPayload(pull)],
    ["release-policy-commands.yml", "issue_comment", command],
  ] as const;
  const found = new Map<string, Awaited<ReturnType<typeof usedBy>>>();
  for (const [file, event, payload] of runs) {
    for (const { id, user } of await github.comments(number))
      if (user.type === "Bot")
        await github.as("acme").request(`DELETE ${REPOSITORY}/issues/comments/${id}`);
    if (event === "issue_comment")
      await github.as("writer").request(`POST ${REPOSITORY}/issues/${number}/comments`, { body });
    found.set(file, await usedBy(file, event, payload));
  }
  const head = origin.push("main", { ".changeset/b.md": TAKEN });
  const push = pushPayload({ ref: "refs/heads/main", after: head, repo });
  found.set(RELEASE, await usedBy(RELEASE, "push", push));
  for (const [file, { outcome, used, asked }] of found) {
    expect(["pass", "fail"], file).toContain(outcome);
    expect([file, used]).toEqual([file, asked]);
  }
}, 240_000);

const RELEASE = "release-policy-release.yml";

const patternOf = (request: string): RegExp =>
  new RegExp(`^${request.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);
