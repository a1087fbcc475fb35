import { z } from "zod";
import type { Access } from "../forge/forge.ts";
import { branchOf } from "../pull-request.ts";

/** A repository, and the installation of the App in it. */
export interface Place {
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
}

/** The work for a webhook. Only references: the content is read from the forge later. */
export type WebhookTask =
  | { readonly kind: "pull-request"; readonly place: Place; readonly number: number }
  /** A comment with a command. The forge knows the author's permission. */
  | {
      readonly kind: "command";
      readonly place: Place;
      readonly number: number;
      readonly by: string;
      readonly needed: Access;
    }
  /** The policy of a branch changed: every pull request into it may be judged otherwise now. */
  | { readonly kind: "branch"; readonly place: Place; readonly branch: string }
  | { readonly kind: "nothing"; readonly because: string };

const placeSchema = z
  .object({
    installation: z.object({ id: z.int().positive() }),
    repository: z.object({
      name: z.string().min(1),
      owner: z.object({ login: z.string().min(1) }),
    }),
  })
  .transform(({ installation, repository }): Place => ({
    installation: installation.id,
    owner: repository.owner.login,
    name: repository.name,
  }));

const pullRequestSchema = z.object({
  action: z.string(),
  number: z.int().positive(),
  changes: z.object({ base: z.unknown().optional() }).optional(),
});

const commentSchema = z.object({
  action: z.string(),
  issue: z.object({ number: z.int().positive(), pull_request: z.unknown().optional() }),
  comment: z.object({
    body: z.string().nullish(),
    user: z.object({ login: z.string(), type: z.string() }).nullable(),
  }),
  changes: z.object({ body: z.object({ from: z.string() }).optional() }).optional(),
});

const pathsSchema = z.array(z.string()).default([]);
const pushSchema = z.object({
  ref: z.string(),
  deleted: z.boolean(),
  forced: z.boolean().default(false),
  commits: z
    .array(z.object({ added: pathsSchema, removed: pathsSchema, modified: pathsSchema }))
    .default([]),
});

const JUDGED_ACTIONS = new Set([
  "opened",
  "synchronize",
  "reopened",
  "ready_for_review",
  "labeled",
  "unlabeled",
  // Its approvals count no longer for other pull requests of its commit.
  "closed",
]);

/** A push event lists at most so many commits. */
const MOST_COMMITS = 2048;

const noTask = (because: string): WebhookTask => ({ kind: "nothing", because });

/** The permission that the commands in a text require; undefined without commands. */
export type AccessFor = (text: string) => Access | undefined;

/** The work for a webhook. Throws `ZodError` if the payload is not GitHub's. */
export function webhookTask(event: string, payload: unknown, accessFor: AccessFor): WebhookTask {
  switch (event) {
    case "pull_request": {
      const { action, number, changes } = pullRequestSchema.parse(payload);
      const retargeted = action === "edited" && changes?.base !== undefined;
      if (!JUDGED_ACTIONS.has(action) && !retargeted) return noTask("no-verdict-changes");
      return { kind: "pull-request", place: placeSchema.parse(payload), number };
    }
    case "issue_comment": {
      const { action, issue, comment: written, changes } = commentSchema.parse(payload);
      if (!issue.pull_request) {
        return noTask("no-pull-request");
      }
      if (written.user?.type !== "User") return noTask("not-a-person");
      const body = written.body ?? "";
      const before = changes?.body?.from ?? "";
      // What is taken back counts no longer, whatever its author may do by now.
      if (accessFor(action === "deleted" ? body : before) === "triage")
        return { kind: "pull-request", place: placeSchema.parse(payload), number: issue.number };
      const needed = accessFor(body) ?? accessFor(before);
      if (needed === undefined) return noTask("no-command");
      return {
        kind: "command",
        place: placeSchema.parse(payload),
        number: issue.number,
        by: written.user.login,
        needed,
      };
    }
    case "push": {
      const { ref, deleted, forced, commits } = pushSchema.parse(payload);
      const branch = branchOf(ref);
      // A forced push may go back: the commits that it takes away are not in its list.
      const touched =
        forced ||
        commits.length >= MOST_COMMITS ||
        commits.some(({ added, removed, modified }) =>
          [added, removed, modified].some((list) =>
            list.some((path) => path.startsWith("policies/")),
          ),
        );
      if (branch === undefined || deleted || !touched) return noTask("no-policy-changes");
      return { kind: "branch", place: placeSchema.parse(payload), branch };
    }
    default:
      return noTask("other-event");
  }
}
