/** A repository as a forge names it. The id stays when the name changes. */
export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  /** Undefined where the forge does not say. */
  readonly defaultBranch?: string;
}

/** A pull request as returned by the forge. Names, titles, labels and references are a stranger's text. */
export interface PullRequest {
  readonly number: number;
  readonly base: Side & { readonly repository: Repository };
  /** Without a repository where the fork is gone. */
  readonly head: Side & { readonly repository?: Repository };
  readonly title: string;
  readonly author: string;
  readonly open: boolean;
  readonly draft: boolean;
  readonly locked: boolean;
  readonly labels: readonly string[];
}

interface Side {
  /** The branch, without `refs/heads/`. */
  readonly ref: string;
  readonly commit: string;
}

const BRANCHES = "refs/heads/";

/** The branch of a full reference; undefined if it is not a branch. */
export const branchOf = (ref: string): string | undefined =>
  ref.startsWith(BRANCHES) ? ref.slice(BRANCHES.length) : undefined;

/** Where GitHub and Gitea keep the head of a pull request in its target repository. */
export const pullHeadRef = (number: number): string => `refs/pull/${number}/head`;
