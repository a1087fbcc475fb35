import { isDeepStrictEqual } from "node:util";
import { type Policy, needsOf } from "@release-policy/core/internal";
import { mayBeForeign, mayBeReport } from "../../api/report-files.ts";
import { CannotJudge } from "../../errors.ts";
import type { DocumentsToRead } from "../../files/documents.ts";
import { SIZE_LIMITS } from "../../files/files.ts";
import { documentsIn, isReadFromCommit } from "../../git/commit-as-folder.ts";
import { type Entry, type EntryFilter, commitEntries, isRegular } from "../../git/commit-tree.ts";
import { versionCommits } from "../../git/version-commits.ts";
import { POLICY_FOLDER, policyOf } from "../../policy/policy-files.ts";
import { rules } from "../../policy/rules.ts";
import { load } from "../load.ts";
import type { CommitsInMemory } from "../../git/commits-in-memory.ts";
import { placedError } from "../placed-error.ts";

/** The most past releases that a change of a policy is compared on, if it may be a stranger's. */
export const MOST_PAST_RELEASES = 10;

/** Blobs to fetch, by name; or more of the history of the base. */
export type Needed = readonly string[] | "past";

/**
 * The blobs that a check of commits reads and the repository lacks, in batches: a partial clone fetches each batch
 * before requesting the next. First what a release depends on; then documents, if a policy needs them, and API reports
 * that differ between the commits. `names` are the full names of a change and its base. If the first of them has
 * different policies than `before`, the past and what the last releases before it depend on are needed, too. Throws
 * `CannotJudge`.
 */
export async function* neededObjects(
  commits: CommitsInMemory,
  names: readonly string[],
  before?: string,
): AsyncGenerator<Needed> {
  try {
    const refs = [...new Set(names)];
    const entries = await Promise.all(refs.map((ref) => commits.entries(ref)));
    // Commits share most of their entries.
    const distinct = [...new Set(entries.flat())];
    yield* lacking(
      commits,
      distinct.filter(({ path, mode }) => isReadFromCommit(path, mode)),
    );
    const policies = await policiesIn(
      commits,
      entries.map((files) => files.filter(isPolicyFile)),
    );
    yield* lacking(commits, await documentsNeeded(commits, refs, policies));
    yield* lacking(commits, reportsNeeded(commits, refs, policies, entries));
    if (before === undefined || isSamePolicy(entries[0]!, await commits.entries(before))) return;
    yield "past";
    yield* lacking(commits, await pastEntries(commits, before));
  } catch (thrown) {
    throw placedError(thrown, undefined, commits.roots);
  } finally {
    commits.next();
  }
}

/** What the last releases before a commit, and the commits before each, are read from. */
async function pastEntries(commits: CommitsInMemory, before: string): Promise<readonly Entry[]> {
  const history = await unlessUnreadable(() =>
    versionCommits(commits.repository, undefined, before),
  );
  const releases = history?.commits.slice(0, MOST_PAST_RELEASES) ?? [];
  const refs = new Set(releases.flatMap(({ commit, difference }) => [commit, difference.base]));
  const entries = await Promise.all([...refs].map((ref) => commits.entries(ref)));
  return entries
    .flat()
    .filter((entry) => isRegular(entry) && isReadFromCommit(entry.path, entry.mode));
}

async function* lacking(
  commits: CommitsInMemory,
  entries: readonly Entry[],
): AsyncGenerator<readonly string[]> {
  const objects = await commits.missing([...new Set(entries.map(({ object }) => object))]);
  if (objects.length > 0) yield objects;
}

const isSamePolicy = (one: readonly Entry[], other: readonly Entry[]): boolean =>
  isDeepStrictEqual(one.filter(isPolicyFile), other.filter(isPolicyFile));

const isPolicyFile = (entry: Entry): boolean =>
  isRegular(entry) && entry.path.startsWith(`${POLICY_FOLDER}/`);

/** The reports that any of these policies looks at, where the commits have not the same. */
function reportsNeeded(
  { repository }: CommitsInMemory,
  commits: readonly string[],
  policies: readonly Policy[],
  known: readonly (readonly Entry[])[],
): readonly Entry[] {
  const mayBe: EntryFilter = (path, mode) =>
    isRegular({ mode }) && (mayBeReport(path) || policies.some((one) => mayBeForeign(path, one)));
  // Those of other tools may be any file.
  const isAny = policies.some(({ api }) => (api?.reports ?? []).length > 0);
  const entries = isAny
    ? commits.flatMap((commit) => commitEntries(repository, commit, mayBe))
    : known.flat().filter(({ path, mode }) => mayBe(path, mode));
  return [...Map.groupBy(entries, ({ path }) => path).values()].flatMap((same) => {
    const objects = new Set(same.map(({ object }) => object));
    return same.length === commits.length && objects.size === 1 ? [] : same;
  });
}

async function documentsNeeded(
  commits: CommitsInMemory,
  names: readonly string[],
  policies: readonly Policy[],
): Promise<readonly Entry[]> {
  const { repository } = commits;
  const needed: Entry[] = [];
  for (const policy of policies) {
    const needs = needsOf(policy, rules);
    if (!needs.has("documents") && !needs.has("table")) continue;
    for (const commit of names) {
      const addDocuments = async (_: string, documents: DocumentsToRead): Promise<void> => {
        const { read } = await documentsIn(repository, commit, documents);
        needed.push(...read);
      };
      const today = "2000-01-01";
      const options = { today, mayRunInstalled: false, past: true, repository, addDocuments };
      await unlessUnreadable(async () => await load(await commits.write(commit), policy, options));
    }
  }
  return needed;
}

async function policiesIn(
  commits: CommitsInMemory,
  policyFiles: readonly (readonly Entry[])[],
): Promise<Policy[]> {
  const all = policyFiles.flat();
  const contents = await commits.blobs(all.map(({ object }) => object));
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
