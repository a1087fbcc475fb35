/** A repository in an event. */
export interface Repo {
  readonly id: number;
  readonly owner: string;
  readonly name?: string;
}

const repository = ({ id, owner, name = "mono" }: Repo) => ({
  id,
  node_id: "R",
  name,
  full_name: `${owner}/${name}`,
  private: false,
  owner: { login: owner, id: id + 1, type: "User" },
  html_url: `https://github.test/${owner}/${name}`,
  clone_url: `https://github.test/${owner}/${name}.git`,
  default_branch: "main",
});

export interface PullEvent {
  readonly action?: string;
  readonly number: number;
  readonly head: { readonly ref: string; readonly sha: string; readonly repo: Repo | null };
  readonly base?: { readonly ref?: string; readonly sha?: string };
  readonly repo: Repo;
  readonly title?: string;
}

/** The event `pull_request`, and `pull_request_target`, which is the same. */
export function pullRequestPayload(event: PullEvent) {
  const { action = "opened", number, head, base = {}, repo, title = "A change" } = event;
  return {
    action,
    number,
    pull_request: {
      id: number + 100,
      number,
      state: action === "closed" ? "closed" : "open",
      locked: false,
      title,
      user: { login: head.repo?.owner ?? "ghost", id: 5, type: "User" },
      body: `${title}\n::error::from the body`,
      draft: false,
      labels: [],
      head: {
        label: `${head.repo?.owner}:${head.ref}`,
        ref: head.ref,
        sha: head.sha,
        user: { login: head.repo?.owner },
        repo: head.repo && { ...repository(head.repo), fork: head.repo.id !== repo.id },
      },
      base: {
        label: `${repo.owner}:${base.ref ?? "main"}`,
        ref: base.ref ?? "main",
        sha: base.sha ?? "0".repeat(40),
        repo: repository(repo),
      },
      author_association: "CONTRIBUTOR",
    },
    repository: repository(repo),
    sender: { login: head.repo?.owner ?? "ghost", id: 5, type: "User" },
  };
}

/** The event `workflow_run`, after a run for a pull request. Of a fork's, the list of pull requests is empty. */
export function workflowRunPayload(event: {
  readonly head: { readonly ref: string | null; readonly sha: string; readonly repo: Repo | null };
  readonly repo: Repo;
  readonly event?: string;
  readonly pullRequests?: readonly object[];
}) {
  const { head, repo, event: name = "pull_request", pullRequests = [] } = event;
  return {
    action: "completed",
    workflow_run: {
      id: 4711,
      name: "Release policy",
      path: ".github/workflows/release-policy.yml",
      event: name,
      status: "completed",
      conclusion: "failure",
      head_branch: head.ref,
      head_sha: head.sha,
      display_title: "::error::A title",
      pull_requests: pullRequests,
      repository: repository(repo),
      head_repository: head.repo && repository(head.repo),
      run_attempt: 1,
    },
    workflow: { id: 1, name: "Release policy", path: ".github/workflows/release-policy.yml" },
    repository: repository(repo),
    sender: { login: head.repo?.owner ?? "ghost" },
  };
}

export const mergeGroupPayload = (group: {
  readonly head: string;
  readonly headRef: string;
  readonly base: string;
  readonly repo: Repo;
}) => ({
  action: "checks_requested",
  merge_group: {
    head_sha: group.head,
    head_ref: group.headRef,
    base_sha: group.base,
    base_ref: "refs/heads/main",
    head_commit: { id: group.head, message: "::error::a commit" },
  },
  repository: repository(group.repo),
});

export const pushPayload = (push: {
  readonly ref: string;
  readonly after: string;
  readonly repo: Repo;
}) => ({
  ref: push.ref,
  before: "0".repeat(40),
  after: push.after,
  created: false,
  deleted: /^0+$/.test(push.after),
  forced: false,
  commits: [],
  head_commit: null,
  repository: repository(push.repo),
  pusher: { name: "somebody" },
});

export const issueCommentPayload = (comment: {
  readonly number: number;
  readonly body: string;
  readonly by: string;
  readonly action?: string;
  readonly from?: string;
  readonly plainIssue?: boolean;
  readonly repo: Repo;
}) => ({
  action: comment.action ?? "created",
  issue: {
    number: comment.number,
    title: "A change",
    state: "open",
    ...(comment.plainIssue ? {} : { pull_request: { url: "https://api.github.test/pulls/1" } }),
  },
  comment: { id: 77, body: comment.body, user: { login: comment.by, type: "User" } },
  ...(comment.from === undefined ? {} : { changes: { body: { from: comment.from } } }),
  repository: repository(comment.repo),
  sender: { login: comment.by },
});
