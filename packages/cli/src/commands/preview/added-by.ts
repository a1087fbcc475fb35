import { CannotJudge } from "../../errors.ts";
import { type Repository, GitRefused, gitAside, workspacePrefix } from "../../git/git.ts";

/** Each takes a process that walks the history. */
const MOST = 300;
const AT_ONCE = 8;

/**
 * The commits that added changesets, by the ids of these, as the `git log` of each major finds them from a commit. Those that
 * were never committed have none; those that git cannot tell here, such as behind the end of a shallow clone, are `unknown`.
 */
export async function commitsThatAdded(
  ids: readonly string[],
  {
    major,
    repository,
    ref,
  }: { readonly major: 2 | 3; readonly repository: Repository; readonly ref: string },
): Promise<{
  readonly commits: ReadonlyMap<string, string>;
  readonly unknown: ReadonlySet<string>;
}> {
  const commits = new Map<string, string>();
  const unknown = new Set(ids.slice(MOST));
  let prefix: string;
  let isShallow: boolean;
  try {
    prefix = workspacePrefix(repository);
    // Fails without the commit.
    const args = ["rev-parse", "--is-shallow-repository", `${ref}^{commit}`];
    isShallow = String(await gitAside(repository, args)).startsWith("true");
  } catch (error) {
    if (!(error instanceof GitRefused || error instanceof CannotJudge)) throw error;
    // Not a repository, or one without a commit: Changesets finds none either.
    return { commits, unknown: new Set() };
  }
  const search = major === 3 ? ["--diff-filter=AC", "--follow"] : ["--diff-filter=A"];
  const next = ids.slice(0, MOST).values();
  const work = async (): Promise<void> => {
    for (const id of next) {
      const path = `:(top,literal)${prefix}.changeset/${id}.md`;
      const args = ["log", ...search, "--max-count=1", "--pretty=format:%H:%p", ref, "--", path];
      try {
        const [commit = "", parent = ""] = String(await gitAside(repository, args)).split(/[:\n]/);
        if (commit === "") continue;
        // At the end of a shallow clone, every file looks added.
        if (parent === "" && isShallow) unknown.add(id);
        else commits.set(id, commit);
      } catch (error) {
        if (!(error instanceof GitRefused)) throw error;
        unknown.add(id);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { commits, unknown };
}
