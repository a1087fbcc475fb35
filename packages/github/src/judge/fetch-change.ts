import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { branchOf } from "../pull-request.ts";
import { makeBare } from "./bare-repository.ts";
import { fetchBlobs, type NeededObjects } from "./fetch-blobs.ts";
import { BASE, fetchedCommit, fetchHistory, HEAD } from "./fetch-history.ts";
import { type Merged, mergeBaseOf, mergeIntoBase } from "./merge-into-base.ts";

export { GitFailed } from "./git-failed.ts";

export interface FetchRequest {
  /** Of the base repository: `https://…`, without a user or a password in it. */
  readonly url: string;
  /** The value of the Authorization header. It reaches git in its environment alone. */
  readonly authorization?: string;
  /** The base branch, without `refs/heads/`. */
  readonly baseRef: string;
  /**
   * `refs/pull/7/head`, or `refs/merge-requests/7/head`; or a branch of the base repository itself, which only those who
   * may write there can name. Never a branch name of a stranger.
   */
  readonly headRef: string;
  /** The path of the workspace in its repository. Default: the root. */
  readonly folder?: string;
  /** The commit that `headRef` has to be. */
  readonly head: string;
}

/** The objects of a change in a repository of their own. */
export interface Fetched {
  /** A bare repository, without a remote. */
  readonly repository: string;
  /** The tip of the base branch. */
  readonly base: string;
  readonly head: string;
  /** The head merged into the base. */
  readonly merge: Merged;
  readonly dispose: () => void;
}

/** The pull request has a different commit now: a retry gets the newer one. */
export class HeadMoved extends Error {
  constructor() {
    super("the pull request has a newer commit");
    this.name = "HeadMoved";
  }
}

/** A request that must not reach git. The message names the field, and quotes nothing. */
export class BadRequest extends Error {
  readonly field: string;

  constructor(field: string) {
    super(`${field} cannot be fetched from`);
    this.name = "BadRequest";
    this.field = field;
  }
}

interface FetchOptions {
  /** An empty folder. Default: a temporary one. */
  readonly repository?: string;
  /** Finds out what judging reads: nothing is parsed here. */
  readonly needed: NeededObjects;
}

/**
 * Fetches the objects of a change into a bare temporary repository, from the base repository alone. Nothing is checked
 * out. Throws `HeadMoved`, `BadRequest` and `GitFailed`; nothing is left behind then.
 */
export async function fetchChange(
  request: FetchRequest,
  { repository: given, needed }: FetchOptions,
): Promise<Fetched> {
  refuseBadRequest(request);
  const repository = given ?? mkdtempSync(join(tmpdir(), "release-policy-"));
  const dispose = () => rmSync(repository, { recursive: true, force: true, maxRetries: 3 });
  try {
    makeBare(repository);
    const settings = remoteSettings(request);
    const origin = { repository, settings, ...request };
    await fetchHistory(origin);
    const [base, head] = [fetchedCommit(repository, BASE), fetchedCommit(repository, HEAD)];
    if (head !== request.head) throw new HeadMoved();
    // Merging reads what both sides changed: git fetches that, and it is there when the change is judged.
    const merge = await mergeIntoBase(repository, base, head, settings);
    const before = merge.merged ? base : ((await mergeBaseOf(repository, base, head)) ?? base);
    const options = {
      repository,
      commits: [merge.commit, head, before, base],
      before,
      ...(request.folder === undefined ? {} : { folder: request.folder }),
    } as const;
    await fetchBlobs(options, origin, needed);
    return { repository, base, head, merge, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function refuseBadRequest({
  url,
  baseRef,
  headRef,
  head,
  folder = ".",
  authorization = "",
}: FetchRequest): void {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (!address || address.username !== "" || address.password !== "") throw new BadRequest("url");
  if (!isBranchName(baseRef)) throw new BadRequest("baseRef");
  const own = isBranchName(branchOf(headRef) ?? "");
  if (!own && !/^refs\/(?:pull|merge-requests)\/[1-9]\d*\/head$/.test(headRef))
    throw new BadRequest("headRef");
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(head)) throw new BadRequest("head");
  if (folder.split("/").some((part) => part === "" || part === ".."))
    throw new BadRequest("folder");
  if (/[\r\n\0]/.test(authorization)) throw new BadRequest("authorization");
}

/** What no branch can be called would mean something else in a refspec. */
const isBranchName = (name: string): boolean =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  name !== "" && !/[\u0000-\u0020\u007F~^:?*[\\]|\.\.|@\{|\/\//.test(name);

const remoteSettings = ({ url, authorization }: FetchRequest): Record<string, string> => ({
  "remote.origin.url": url,
  ...(authorization === undefined
    ? {}
    : { [`http.${new URL(url).origin}/.extraHeader`]: `Authorization: ${authorization}` }),
});
