import { CannotJudge } from "../errors.ts";
import { type Difference, rawFiles, useChangesets } from "./changes.ts";
import { GitRefused, git, gitAside } from "./git.ts";
import { commitOf } from "./refs.ts";

/** A commit that uses changesets up and edits package.json files. */
export interface VersionCommit {
  readonly commit: string;
  /** `2026-11-22`, of the committer, in UTC. */
  readonly date: string;
  readonly subject: string;
  /** From its parent. */
  readonly difference: Difference;
}

export interface VersionCommits {
  /** Newest first. */
  readonly commits: readonly VersionCommit[];
  /** True where the clone has only a part of the history. */
  readonly shallow: boolean;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The commits of HEAD's history that may be releases, from one walk of git over those that touch `.changeset`. `since` is a
 * day, or a reference whose history is left out. Throws `CannotJudge` outside git.
 */
export async function versionCommits(root: string, since?: string): Promise<VersionCommits> {
  const range = since === undefined || DAY.test(since) ? "HEAD" : `${commitOf(root, since)}..HEAD`;
  const format = "--format=%x01%H%x00%P%x00%ct%x00%s%x00";
  const args = ["log", "--no-merges", "--raw", "--no-abbrev", "-z", "--no-renames", "--full-diff"];
  try {
    const output = await gitAside(root, [
      ...args,
      "--relative",
      "--no-ext-diff",
      "--no-textconv",
      format,
      range,
      "--",
      ".changeset",
    ]);
    const shallow = git(root, ["rev-parse", "--is-shallow-repository"]).toString().trim();
    const commits = output.toString("utf8").split("\u0001").flatMap(candidate);
    const wanted = DAY.test(since ?? "") ? commits.filter(({ date }) => date >= since!) : commits;
    return { commits: wanted, shallow: shallow === "true" };
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    throw new CannotJudge({
      message: "there is no history here to audit",
      help: "run it in a git repository with at least one commit",
    });
  }
}

function candidate(text: string): VersionCommit[] {
  const [commit = "", parent = "", time = "", subject = "", ...names] = text.split("\0");
  // At the edge of a shallow clone, a commit has no parent.
  if (!/^[0-9a-f]{40,64}$/.test(commit) || parent === "") return [];
  // The first has a line break before it, and there is an empty one before that.
  const files = rawFiles(names.map((name) => name.replace(/^\n/, "")).filter(Boolean));
  const edits = files.some(
    ({ status, path }) =>
      status === "M" && /(?:^|\/)package\.json$/.test(path) && !path.includes("node_modules/"),
  );
  const date = new Date(Number(time) * 1000).toISOString().slice(0, 10);
  return useChangesets(files) && edits
    ? [{ commit, date, subject, difference: { base: parent, files } }]
    : [];
}
