import { expect, test } from "vitest";
import {
  issueCommentPayload,
  mergeGroupPayload,
  pullRequestPayload,
  pushPayload,
  workflowRunPayload,
} from "../payloads.ts";
import { here, published } from "./run-action.ts";
import { REFUSED, setScene, type Scene } from "./scene.ts";
import { sampled } from "../../../cli/test/kit/sampling.ts";

interface Pull {
  readonly number: number;
  readonly head: { readonly ref: string; readonly sha: string; readonly repo: Scene["repo"] };
  readonly repo: Scene["repo"];
}

/** The events that lead to a verdict. */
const EVENTS: Readonly<Record<string, (pull: Pull, main: string) => unknown>> = {
  pull_request: pullRequestPayload,
  pull_request_target: pullRequestPayload,
  workflow_run: workflowRunPayload,
  issue_comment: ({ number, repo }) =>
    issueCommentPayload({ number, body: "/release-policy recheck", by: "writer", repo }),
  merge_group: ({ head, repo }, base) =>
    mergeGroupPayload({ head: head.sha, headRef: "refs/heads/fix", base, repo }),
  push: ({ head, repo }) => pushPayload({ ref: "refs/heads/fix", after: head.sha, repo }),
};

/** A run, and what it left on the pull request; without the addresses, which are others every time. */
async function ranBy(step: typeof here, event: string) {
  const { origin, github, git, repo, run } = await setScene({ step });
  const sha = origin.push("fix", { ".changeset/a.md": REFUSED }, "main");
  const number = await github.open("fix");
  const pull = { number, head: { ref: "fix", sha, repo }, repo };
  const ran = await run(event, EVENTS[event]?.(pull, origin.commit("main")!));
  const comments = (await github.comments(number)).map(({ body, user }) => [body, user.login]);
  const statuses = github.statuses(sha).map(({ state, description }) => [state, description]);
  const text = JSON.stringify({ ran, comments, statuses });
  const same = text.replaceAll(git.server, "https://git.test").replaceAll(/ digest=\w+/g, "");
  return JSON.parse(same) as { ran: typeof ran };
}

test.each(sampled(Object.keys(EVENTS)))(
  "the bundle does and says what its sources do: %s",
  async (event) => {
    const bundle = await ranBy(published("action"), event);
    expect(bundle.ran).toMatchObject({ stderr: "", outputs: { outcome: "fail" } });
    expect(bundle).toEqual(await ranBy(here, event));
  },
);
