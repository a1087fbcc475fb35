import type { OwnStatus } from "./forge.ts";
import { isAuthor } from "./github-mapping.ts";
import { askGithub, type GithubOctokit } from "./octokit.ts";

/**
 * The statuses of a commit that an account has set, newest first. Everybody who may push can set a status of the same
 * name: those are left out.
 */
export async function* githubStatuses(
  octokit: GithubOctokit,
  at: { readonly owner: string; readonly repo: string },
  commit: string,
  author: () => Promise<string>,
): AsyncIterable<OwnStatus> {
  const me = await author();
  const listed = octokit.paginate.iterator("GET /repos/{owner}/{repo}/commits/{ref}/statuses", {
    ...at,
    ref: commit,
    per_page: 100,
  });
  const pages = listed[Symbol.asyncIterator]();
  for (;;) {
    const page = await askGithub("list the statuses", () => pages.next());
    if (page.done) return;
    for (const { context, state, description, created_at, creator } of page.value.data)
      if (isAuthor(creator, me))
        yield { name: context, state, description: description ?? "", at: created_at };
  }
}
