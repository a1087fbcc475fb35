import { CannotJudge } from "../errors.ts";
import { type Difference, differenceSince, rawFiles, useChangesets } from "./changes.ts";
import { GitRefused, type Repository, git, gitAside, relativeTo } from "./git.ts";
import { commitOf } from "./refs.ts";

/** A commit that uses changesets up and edits package.json files. */
export interface VersionCommit {
  readonly commit: string;
  /** Of the committer, in seconds. */
  readonly time: number;
  /** `2026-11-22`, of the committer, in UTC. */
  readonly date: string;
  readonly subject: string;
  /** From its first parent. */
  readonly difference: Difference;
  /** The commits that a merge brings: its other parents. */
  readonly merges: readonly string[];
}

export interface VersionCommits {
  /** Newest first. */
  readonly commits: readonly VersionCommit[];
  /** How many commits touch `.changeset`, merges not counted. */
  readonly touching: number;
  /** True where the clone has only a part of the history. */
  readonly shallow: boolean;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The commits of HEAD's history that may be releases. `since` is a day, or a reference whose history is left out. Throws
 * `CannotJudge` outside git.
 */
export async function versionCommits(root: string, since?: string): Promise<VersionCommits> {
  try {
    const isDay = since === undefined || DAY.test(since);
    const range = isDay ? "HEAD" : `${commitOf(root, since)}..HEAD`;
    const { commits, touching } = await versionCommitsIn(root, range);
    const shallow = git(root, ["rev-parse", "--is-shallow-repository"]).toString().trim();
    return {
      commits: DAY.test(since ?? "") ? commits.filter(({ date }) => date >= since!) : commits,
      touching,
      shallow: shallow === "true",
    };
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    throw new CannotJudge({
      message: "no git history to audit",
      help: "run the command in a git repository with at least one commit",
    });
  }
}

/**
 * The same of a range of commits. Every parent of a merge is followed, as git leaves out whole branches that end at the same
 * files. A merge is a release of its own where no commit that it brings makes the release: its branch uses the changesets up
 * in one commit and writes the versions in another. Throws `GitRefused` where the range cannot be read.
 */
async function versionCommitsIn(
  root: Repository,
  range: string,
): Promise<Pick<VersionCommits, "commits" | "touching">> {
  const [plain, merges] = await Promise.all([
    changesetLog(root, ["--no-merges", "--full-history"], range),
    changesetLog(root, ["--merges", "--first-parent", "--diff-merges=first-parent"], range),
  ]);
  const commits = plain.flatMap(candidate);
  const used = new Set(commits.flatMap(usedFiles));
  const own = merges
    .flatMap(candidate)
    .filter((merge) => !usedFiles(merge).every((file) => used.has(file)));
  return {
    commits: own.length === 0 ? commits : [...commits, ...own].toSorted((a, b) => b.time - a.time),
    touching: plain.length,
  };
}

/** One walk of git over the commits that touch `.changeset`, each with everything that it changes. */
async function changesetLog(
  root: Repository,
  walk: readonly string[],
  range: string,
): Promise<readonly string[]> {
  const output = await gitAside(root, [
    "log",
    ...walk,
    "--raw",
    "--no-abbrev",
    "-z",
    "--no-renames",
    "--full-diff",
    relativeTo(root),
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--format=%x01%H%x00%P%x00%ct%x00%s%x00",
    range,
    "--",
    ".changeset",
  ]);
  return output
    .toString("utf8")
    .split("\u0001")
    .filter((text) => text.trim() !== "");
}

function candidate(text: string): VersionCommit[] {
  const [commit = "", parents = "", seconds = "", subject = "", ...names] = text.split("\0");
  const [parent = "", ...merges] = parents.split(" ");
  // At the edge of a shallow clone, a commit has no parent.
  if (!/^[0-9a-f]{40,64}$/.test(commit) || parent === "") return [];
  // The first has a line break before it, and there is an empty one before that.
  const files = rawFiles(names.map((name) => name.replace(/^\n/, "")).filter(Boolean));
  const edits = files.some(
    ({ status, path }) =>
      status === "M" && /(?:^|\/)package\.json$/.test(path) && !path.includes("node_modules/"),
  );
  const time = Number(seconds);
  const date = new Date(time * 1000).toISOString().slice(0, 10);
  return useChangesets(files) && edits
    ? [{ commit, time, date, subject, difference: { base: parent, files }, merges }]
    : [];
}

/** What a commit does to the changesets that it uses: the same in a merge that brings it. */
const usedFiles = ({ difference }: VersionCommit): readonly string[] =>
  difference.files
    .filter((file) => useChangesets([file]))
    .map(({ path, before, after }) => [path, before, after].join("\0"));

/**
 * Where the version commits between base and head start from, oldest first: there may be several, or one on a branch that
 * was merged, and each writes what was planned on the commit before it. What is not committed yet counts as one. Empty where
 * the history cannot say: the clone is shallow, or the versions were written without changesets.
 */
export async function versionStarts(
  repository: Repository,
  { base }: Difference,
  ref: string | undefined,
): Promise<readonly Difference[]> {
  try {
    const head = commitOf(repository, ref ?? "HEAD");
    const { commits } = await versionCommitsIn(repository, `${base}..${head}`);
    const starts = commits.map(({ difference }) => difference).toReversed();
    const own = ref === undefined ? await differenceSince(repository, "HEAD") : undefined;
    return own && useChangesets(own.files) ? [...starts, own] : starts;
  } catch (error) {
    if (error instanceof GitRefused) return [];
    throw error;
  }
}
