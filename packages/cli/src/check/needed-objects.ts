import { type Policy, needsOf } from "@release-policy/core/internal";
import { mayBeForeign, mayBeReport } from "../api/report-files.ts";
import { CannotJudge } from "../errors.ts";
import type { DocumentsToRead } from "../files/documents.ts";
import { SIZE_LIMITS } from "../files/files.ts";
import { documentsIn, isReadFromCommit, releaseEntries } from "../git/commit-as-folder.ts";
import { type Entry, type Wanted, commitEntries, isRegular } from "../git/commit-tree.ts";
import type { CommitWorkspaces } from "../git/commit-workspaces.ts";
import type { Repository } from "../git/git.ts";
import { readBlobs } from "../git/objects.ts";
import { commitOf, isFullName } from "../git/refs.ts";
import { versionCommits } from "../git/version-commits.ts";
import { POLICY_FOLDER, policyOf } from "../policy/policy-files.ts";
import { rules } from "../policy/rules.ts";
import { inWorkspace } from "./check.ts";
import { load } from "./load.ts";

export interface NeededOptions {
  readonly cwd: string;
  readonly folder?: string;
  /** The commits that will be judged, a change and its base. */
  readonly refs: readonly [string, ...string[]];
  /** A commit whose last releases are judged, too. */
  readonly releasesBefore?: string;
}

/** The most past releases that a change of a policy is compared on, if it may be a stranger's. */
export const MOST_PAST_RELEASES = 10;

/**
 * The blobs that a check of commits reads, in batches: a partial clone fetches each batch before requesting the next.
 * First what a release depends on; then documents, if a policy needs them, API reports that differ between the
 * commits, and what past releases depend on.
 */
export async function* neededObjects(options: NeededOptions): AsyncGenerator<readonly string[]> {
  const policyFiles: Entry[][] = [];
  yield await within(options, async ({ repository }, refs) =>
    refs.flatMap((ref) => {
      const entries = releaseEntries(repository, ref, isReadFromCommit);
      policyFiles.push(
        entries.filter((one) => isRegular(one) && one.path.startsWith(`${POLICY_FOLDER}/`)),
      );
      return entries.map(({ object }) => object);
    }),
  );
  const documents = await within(
    options,
    async (scratches, refs) => await documentObjects(scratches, refs, policyFiles),
  );
  if (documents.length > 0) yield documents;
  const reports = await within(options, async ({ repository }, refs) =>
    reportObjects(repository, refs, await policiesIn(repository, policyFiles)),
  );
  if (reports.length > 0) yield reports;
  const { releasesBefore } = options;
  if (releasesBefore === undefined) return;
  const past = await within(options, ({ repository }) => pastObjects(repository, releasesBefore));
  if (past.length > 0) yield past;
}

/** What the last releases before a commit, and the commits before each, are read from. */
async function pastObjects(repository: Repository, commit: string): Promise<readonly string[]> {
  const history = await unlessUnreadable(() => versionCommits(repository, undefined, commit));
  const releases = history?.commits.slice(0, MOST_PAST_RELEASES) ?? [];
  return releases
    .flatMap((release) => [release.commit, release.difference.base])
    .flatMap((ref) => releaseEntries(repository, ref, isReadFromCommit))
    .filter((entry) => isRegular(entry))
    .map(({ object }) => object);
}

/** The reports that any of these policies looks at, where the commits have not the same. */
function reportObjects(
  repository: Repository,
  commits: readonly string[],
  policies: readonly Policy[],
): readonly string[] {
  const isAsked: Wanted = (path, mode) =>
    isRegular({ mode }) && (mayBeReport(path) || policies.some((one) => mayBeForeign(path, one)));
  const entries = commits.flatMap((commit) => commitEntries(repository, commit, isAsked));
  return [...Map.groupBy(entries, ({ path }) => path).values()].flatMap((same) => {
    const objects = new Set(same.map(({ object }) => object));
    return same.length === commits.length && objects.size === 1 ? [] : [...objects];
  });
}

const within = async (
  { cwd, folder, refs }: NeededOptions,
  work: (scratches: CommitWorkspaces, commits: readonly string[]) => Promise<readonly string[]>,
): Promise<readonly string[]> =>
  await inWorkspace(
    { cwd, ref: refs[0], ...(folder === undefined ? {} : { folder }) },
    async (_, scratches) => {
      const commits = new Set(
        refs.map((ref) => (isFullName(ref) ? ref : commitOf(scratches.repository, ref))),
      );
      return [...new Set(await work(scratches, [...commits]))];
    },
  );

async function documentObjects(
  scratches: CommitWorkspaces,
  commits: readonly string[],
  policyFiles: readonly (readonly Entry[])[],
): Promise<string[]> {
  const { repository } = scratches;
  const needed: string[] = [];
  for (const policy of await policiesIn(repository, policyFiles)) {
    const needs = needsOf(policy, rules);
    if (!needs.has("documents") && !needs.has("table")) continue;
    for (const commit of commits) {
      const addDocuments = async (_: string, wanted: DocumentsToRead): Promise<void> => {
        const { read } = await documentsIn(repository, commit, wanted);
        needed.push(...read.map(({ object }) => object));
      };
      const today = "2000-01-01";
      const options = { today, mayRunInstalled: false, past: true, repository, addDocuments };
      await unlessUnreadable(
        async () => await load(await scratches.write(commit), policy, options),
      );
    }
  }
  return needed;
}

async function policiesIn(
  repository: Repository,
  policyFiles: readonly (readonly Entry[])[],
): Promise<Policy[]> {
  const all = policyFiles.flat();
  const contents = readBlobs(
    repository,
    all.map(({ object }) => object),
  );
  // What is too large is refused by the check itself.
  const textOf = new Map(
    all.map((entry, i) => {
      const content = contents[i];
      return [entry, content && content.length <= SIZE_LIMITS.policy ? String(content) : ""];
    }),
  );
  // Most commits have the same.
  const folders = new Map(
    policyFiles.map((entries) => [entries.map(({ object }) => object).join(), entries]),
  );
  const policies = await Promise.all(
    [...folders.values()].map((entries) =>
      unlessUnreadable(async () =>
        policyOf(entries.map((entry) => ({ path: entry.path, text: textOf.get(entry) ?? "" }))),
      ),
    ),
  );
  return policies.flatMap((policy) => policy ?? []);
}

/** What cannot be read now is said by the check itself. */
async function unlessUnreadable<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CannotJudge) return undefined;
    throw error;
  }
}
