import { createHash } from "node:crypto";
import type { PullRequest } from "../pull-request.ts";
import { MAIN_KEY } from "../sticky-comment/marker.ts";

/** The status of pull requests into the default branch; a ruleset can require it. */
const STATUS = "release-policy";

type Base = Pick<PullRequest["base"], "ref"> & {
  readonly repository: Pick<PullRequest["base"]["repository"], "defaultBranch">;
};

/**
 * The name of the status. A status belongs to a commit, but a verdict also depends on the base branch: with one name for
 * all of them, a second pull request of the same commit into a laxer branch would replace the verdict of the first.
 * `release-policy` is for the default branch, `release-policy (next)` for `next`, and `release-policy (apps/web/)` and
 * `release-policy (apps/web/) (next)` for a workspace. The slash keeps a workspace apart from a branch: no branch can end with one.
 */
export function statusName({ ref, repository }: Base, key: string = MAIN_KEY): string {
  const prefix = statusPrefix(key);
  return ref === repository.defaultBranch ? prefix : `${prefix} (${escapeName(ref)})`;
}

/** Whether a status is one of this workspace, for whatever branch. */
export function isStatusName(name: string, key: string = MAIN_KEY): boolean {
  const prefix = statusPrefix(key);
  return (
    name === prefix ||
    (name.startsWith(`${prefix} (`) && /^ \([^()]*[^()/]\)$/.test(name.slice(prefix.length)))
  );
}

const statusPrefix = (key: string): string =>
  key === MAIN_KEY ? STATUS : `${STATUS} (${escapeName(key)}/)`;

const LONGEST = 80;

/**
 * Different names stay different, even ignoring case, as in GitHub's statuses, and if a name is too long: then it
 * ends with `~` and a digest, which no branch name can contain.
 */
function escapeName(name: string): string {
  const escaped = Array.from(name, (char) =>
    /^[\w./@+#=,-]$/.test(char) ? char : percentEncoded(char),
  ).join("");
  const exact = escaped.length <= LONGEST && !/[A-Z]/.test(name);
  return exact ? escaped : `${escaped.slice(0, LONGEST)}~${digestOf(name)}`;
}

const percentEncoded = (char: string): string =>
  Array.from(Buffer.from(char), (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

const digestOf = (name: string): string =>
  createHash("sha256").update(name).digest("hex").slice(0, 16);
