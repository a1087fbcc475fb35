import { CannotJudge } from "../errors.ts";
import { type Difference, RAW_DIFF, differenceSince, rawFiles, useChangesets } from "./changes.ts";
import { GitRefused, type Repository, git, gitAside, relativeTo } from "./git.ts";
import { commitOf } from "./refs.ts";

/** A commit, or two near each other, that uses changesets up and edits package.json files. */
export interface VersionCommit {
  readonly commit: string;
  /** Of the committer, in seconds. */
  readonly time: number;
  /** `2026-11-22`, of the committer, in UTC. */
  readonly date: string;
  readonly subject: string;
  /** From its first parent: no commit for the first one, and at the edge of a shallow clone. */
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

/** Of the commits that touch `.changeset`, so many are read for each release that is wanted. */
const TOUCHING_EACH = 20;

/**
 * The commits of a history that may be releases. `since` is a day, or a reference whose history is left out. With
 * `newest`, a long history is only read until it has twice as many. Throws `CannotJudge` outside git.
 */
export async function versionCommits(
  root: Repository,
  since?: string,
  tip = "HEAD",
  newest?: number,
): Promise<VersionCommits> {
  try {
    const isDay = since === undefined || DAY.test(since);
    const range = isDay ? tip : `${commitOf(root, since)}..${tip}`;
    const most = newest === undefined ? 0 : newest * TOUCHING_EACH;
    const part = most > 0 ? await versionCommitsIn(root, range, most) : undefined;
    const isEnough = part && (part.touching < most || part.commits.length >= 2 * newest!);
    const { commits, touching } = isEnough ? part : await versionCommitsIn(root, range);
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
 * The same for a range of commits. Follows every parent of a merge, because git prunes branches that end at the same
 * files. A merge is a release itself if none of its commits is: its branch consumes the changesets in one commit and
 * writes the versions in another. Without such a merge, two such consecutive commits are the release. `most` limits how
 * many are read: what belongs to the oldest of them may be missing. Throws `GitRefused` if the range cannot be read.
 */
async function versionCommitsIn(
  root: Repository,
  range: string,
  most?: number,
): Promise<Pick<VersionCommits, "commits" | "touching">> {
  const cut = most === undefined ? [] : [`--max-count=${most}`];
  const [plain, someMerges] = await Promise.all([
    rawLog(root, [...cut, "--no-merges", "--full-history", range, "--", ".changeset"]),
    rawLog(root, [
      ...cut,
      "--merges",
      "--first-parent",
      "--diff-merges=first-parent",
      range,
      "--",
      ".changeset",
    ]),
  ]);
  const oldest = plain.length === most ? plain.at(-1)!.time : 0;
  const merges = someMerges.filter(({ time }) => time >= oldest);
  const commits = plain.filter(isRelease);
  const used = new Set(commits.flatMap(usedFiles));
  const own = merges
    .filter(isRelease)
    .filter((merge) => !usedFiles(merge).every((file) => used.has(file)));
  const inMerges = new Set(own.flatMap(usedFiles));
  const halvesOf = (all: readonly VersionCommit[], known: ReadonlySet<string>) =>
    all.filter(
      (one) =>
        one.difference.base !== "" &&
        useChangesets(one.difference.files) &&
        !isRelease(one) &&
        !usedFiles(one).every((file) => known.has(file)),
    );
  const merged = halvesOf(merges, new Set([...used, ...inMerges]));
  const halves = [
    ...merged,
    ...halvesOf(plain, new Set([...inMerges, ...merged.flatMap(usedFiles)])),
  ];
  const pairs = halves.length === 0 ? [] : await releasesInTwo(root, range, halves, plain);
  const more = [...own, ...pairs];
  return {
    commits:
      more.length === 0 ? commits : [...commits, ...more].toSorted((a, b) => b.time - a.time),
    touching: plain.length,
  };
}

/** A commit that edits a version; `--pickaxe-all` shows all of its files. */
const VERSION = '-G"version"[[:space:]]*:';
/** The commits that may lie between the two halves of a release. */
const MOST_BETWEEN = 10;

/**
 * What uses changesets up without versions, with the nearest commit before or after it that edits versions, as one. A merge
 * counts as what it brings to its first parent. Between both are only merges and commits that at most add to
 * `.changeset`; and one of both writes a changelog, else a changeset was deleted by hand.
 */
async function releasesInTwo(
  root: Repository,
  range: string,
  halves: readonly VersionCommit[],
  touching: readonly VersionCommit[],
): Promise<readonly VersionCommit[]> {
  const parents = await gitAside(root, ["rev-list", "--parents", range, "--"]);
  const links = Array.from(
    parents.toString().matchAll(/^(\w+) (\w+)/gm),
    ([, commit = "", parent = ""]) => ({ commit, parent }),
  );
  const parentOf = new Map(links.map(({ commit, parent }) => [commit, parent]));
  const children = Map.groupBy(links, ({ parent }) => parent);
  const inRange = (commit: string) => parentOf.has(commit);
  const above = (commit: string) => [parentOf.get(commit) ?? ""].filter(inRange);
  const below = (commit: string) => (children.get(commit) ?? []).map((one) => one.commit);
  const touches = new Set(
    [...touching.filter(editsChangesets), ...halves].map(({ commit }) => commit),
  );
  const near = halves.map((half) => {
    const walk = (next: typeof above) => stepsFrom(half.commit, next, touches);
    return { half, before: walk(above), after: walk(below) };
  });
  const nearby = new Set(near.flatMap(({ before, after }) => [...before, ...after].flat()));
  if (nearby.size === 0) return [];
  const edited = await rawLog(
    root,
    [
      "--no-walk=unsorted",
      "--stdin",
      "--diff-merges=first-parent",
      "--pickaxe-all",
      VERSION,
      "--",
      ":(glob)**/package.json",
    ],
    `${[...nearby].join("\n")}\n`,
  );
  const versions = new Map(
    edited
      .filter((one) => editsManifests(one) && !useChangesets(one.difference.files))
      .map((one) => [one.commit, one]),
  );
  return await Promise.all(
    near.flatMap(({ half, before, after }) => {
      for (const [i, earlier] of before.entries()) {
        const steps = [...earlier, ...(after[i] ?? [])];
        const other = steps.flatMap((commit) => versions.get(commit) ?? [])[0];
        if (!other || (i > 0 && ![half, other].some(writesChangelog))) continue;
        const [first, last] = earlier.includes(other.commit) ? [other, half] : [half, other];
        return [releaseOfBoth(root, first, last, other.subject)];
      }
      return [];
    }),
  );
}

/** The commits one step away, two steps, and so on, with at most `MOST_BETWEEN` between; not beyond one of `touches`. */
function stepsFrom(
  commit: string,
  next: (commit: string) => readonly string[],
  touches: ReadonlySet<string>,
): readonly (readonly string[])[] {
  const steps = [next(commit)];
  while (steps.length <= MOST_BETWEEN)
    steps.push(
      steps
        .at(-1)!
        .filter((one) => !touches.has(one))
        .flatMap(next),
    );
  return steps;
}

async function releaseOfBoth(
  root: Repository,
  first: VersionCommit,
  last: VersionCommit,
  subject: string,
): Promise<VersionCommit> {
  const difference = await differenceSince(root, first.difference.base, last.commit);
  return { ...last, subject, difference };
}

/** The commits that git lists, each with everything that it changes. */
async function rawLog(
  root: Repository,
  args: readonly string[],
  input?: string,
): Promise<readonly VersionCommit[]> {
  const output = await gitAside(
    root,
    [
      "log",
      ...RAW_DIFF,
      "--no-renames",
      "--full-diff",
      relativeTo(root),
      "--no-show-signature",
      "--format=%x01%H%x00%P%x00%ct%x00%s%x00",
      ...args,
    ],
    input,
  );
  return output.toString("utf8").split("\u0001").flatMap(versionCommitOf);
}

function versionCommitOf(text: string): VersionCommit[] {
  const [commit = "", parents = "", seconds = "", subject = "", ...names] = text.split("\0");
  const [parent = "", ...merges] = parents.split(" ");
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return [];
  // The first has a line break before it, and there is an empty one before that.
  const files = rawFiles(names.map((name) => name.replace(/^\n/, "")).filter(Boolean));
  const time = Number(seconds);
  const date = new Date(time * 1000).toISOString().slice(0, 10);
  return [{ commit, time, date, subject, difference: { base: parent, files }, merges }];
}

const editsManifests = ({ difference }: VersionCommit): boolean =>
  difference.base !== "" &&
  difference.files.some(
    ({ status, path }) =>
      status === "M" && /(?:^|\/)package\.json$/.test(path) && !path.includes("node_modules/"),
  );

const writesChangelog = ({ difference }: VersionCommit): boolean =>
  difference.files.some(({ path }) => /(?:^|\/)CHANGELOG\.md$/.test(path));

const editsChangesets = ({ difference }: VersionCommit): boolean =>
  difference.files.some(({ status, path }) => status !== "A" && path.startsWith(".changeset/"));

const isRelease = (one: VersionCommit): boolean =>
  useChangesets(one.difference.files) && editsManifests(one);

/** What a commit does to the changesets that it uses: the same in a merge that brings it. */
const usedFiles = ({ difference }: VersionCommit): readonly string[] =>
  difference.files
    .filter((file) => useChangesets([file]))
    .map(({ path, before, after }) => [path, before, after].join("\0"));

/**
 * The parents of the version commits between base and head, oldest first: there may be several, or one on a merged
 * branch, and each writes what was planned on its parent. Uncommitted changes count as one. Empty if the history is
 * insufficient: the clone is shallow, or the versions were written without changesets.
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
