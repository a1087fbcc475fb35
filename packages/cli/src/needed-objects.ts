import { needsOf, rules, type Policy } from "@release-policy/core";
import { documentsIn } from "./adapters/commit-documents.ts";
import { isRead } from "./adapters/commit.ts";
import type { Wanted } from "./adapters/documents.ts";
import { readPolicyFolder } from "./adapters/policy-files.ts";
import { commitOf } from "./adapters/refs.ts";
import { entriesOf } from "./adapters/tree.ts";
import { CannotJudge } from "./errors.ts";
import { inWorkspace } from "./in-workspace.ts";
import { load } from "./load.ts";
import type { Scratches } from "./scratches.ts";

export interface NeededOptions {
  readonly cwd: string;
  readonly folder?: string;
  /** The commits that will be judged, a change and its base. */
  readonly refs: readonly [string, ...string[]];
}

/**
 * The blobs that a check of commits reads, in batches: whoever has a clone without them fetches each batch before asking
 * for the next. First what a release depends on; then documents, where a policy asks for them.
 */
export async function* neededObjects(options: NeededOptions): AsyncGenerator<readonly string[]> {
  const { refs } = options;
  yield await within(options, async ({ repository }) =>
    refs.flatMap((ref) =>
      entriesOf(repository, commitOf(repository, ref), isRead).map(({ object }) => object),
    ),
  );
  const documents = await within(options, async (scratches) => await documentsOf(scratches, refs));
  if (documents.length > 0) yield documents;
}

const within = async (
  { cwd, folder, refs: [ref] }: NeededOptions,
  work: (scratches: Scratches) => Promise<readonly string[]>,
): Promise<readonly string[]> =>
  await inWorkspace(
    { cwd, ref, ...(folder === undefined ? {} : { folder }) },
    async (_, scratches) => [...new Set(await work(scratches))],
  );

async function documentsOf(scratches: Scratches, refs: readonly string[]): Promise<string[]> {
  const { repository } = scratches;
  const needed: string[] = [];
  for (const policy of await policiesOf(scratches, refs)) {
    for (const ref of refs) {
      const commit = commitOf(repository, ref);
      const addDocuments = async (_: string, wanted: Wanted): Promise<void> => {
        const { read } = await documentsIn(repository, commit, wanted);
        needed.push(...read.map(({ object }) => object));
      };
      const today = "2000-01-01";
      const options = { today, mayRunInstalled: false, past: true, repository, addDocuments };
      await quietly(async () => await load(await scratches.write(ref), policy, options));
    }
  }
  return needed;
}

/** Those that look at documents. */
async function policiesOf(scratches: Scratches, refs: readonly string[]): Promise<Policy[]> {
  const policies = await Promise.all(
    refs.map((ref) => quietly(async () => readPolicyFolder(await scratches.write(ref)))),
  );
  return policies.flatMap((policy) => {
    const needs = policy && needsOf(policy, rules);
    return policy && (needs?.has("documents") || needs?.has("table")) ? [policy] : [];
  });
}

/** What cannot be read now is said by the check itself. */
async function quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CannotJudge) return undefined;
    throw error;
  }
}
