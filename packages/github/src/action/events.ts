import * as z from "zod/mini";
import type { Change } from "../judge/judge-change.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import type { Inputs } from "./inputs.ts";

/** The few fields of GitHub's events that are read. Names and references are a stranger's text. */
const repository = z.object({
  id: z.number(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  default_branch: z.optional(z.string()),
});

const commit = z.string().check(z.regex(/^[0-9a-f]{40,64}$/));

export const pullRequestEvent = z.object({
  pull_request: z.object({
    number: z.int().check(z.positive()),
    title: z.optional(z.string()),
    state: z.string(),
    locked: z.boolean(),
    draft: z.optional(z.boolean()),
    user: z.nullable(z.object({ login: z.string() })),
    labels: z.array(z.object({ name: z.string() })),
    base: z.object({ ref: z.string(), sha: commit, repo: repository }),
    /** Without a repository where the fork is gone. */
    head: z.object({ ref: z.string(), sha: commit, repo: z.nullable(repository) }),
  }),
});

export const mergeGroupEvent = z.object({
  merge_group: z.object({
    head_sha: commit,
    head_ref: z.string(),
    base_sha: commit,
    base_ref: z.string(),
  }),
});

export const pushEvent = z.object({
  ref: z.string(),
  after: commit,
  deleted: z.boolean(),
});

export const workflowRunEvent = z.object({
  workflow_run: z.object({
    event: z.string(),
    head_sha: commit,
    head_branch: z.nullable(z.string()),
    head_repository: z.nullable(repository),
  }),
  repository,
});

export const issueCommentEvent = z.object({
  action: z.optional(z.string()),
  issue: z.object({ number: z.int().check(z.positive()), pull_request: z.optional(z.unknown()) }),
  comment: z.object({
    body: z.nullish(z.string()),
    user: z.nullable(z.object({ login: z.string() })),
  }),
  changes: z.optional(z.object({ body: z.optional(z.object({ from: z.string() })) })),
});

export type WorkflowRun = z.infer<typeof workflowRunEvent>["workflow_run"];

/** What an event requires to be checked. */
export interface JudgeRequest {
  readonly change: Change;
  /** On which the verdict is said; undefined for a branch. */
  readonly pullRequest?: PullRequest;
  /**
   * True if the job is the check itself, which fails by the verdict. Any other job runs for a different commit: its
   * annotations would be at wrong lines.
   */
  readonly gate: boolean;
  /** Questions (`/release-policy explain`) are looked for, and answered. */
  readonly answer?: boolean;
}

/** What is to be judged, or why there is nothing. */
export type EventReading =
  | { readonly judge: readonly [JudgeRequest, ...JudgeRequest[]] }
  | { readonly skip: string };

/** Makes of an event what is to be judged. Says nothing, and writes nothing. */
export type EventReader = (context: Context, inputs: Inputs) => Promise<EventReading>;
