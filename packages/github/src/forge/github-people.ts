import { RequestError } from "@octokit/request-error";
import { ACCESS, isSameLabel, type Access, type Forge } from "./forge.ts";
import { askGithub, type GithubOctokit } from "./octokit.ts";
import { undefinedIfGone } from "./refusal.ts";

const PER_PAGE = 100;
/** A pull request with more events than this was made to have them: then the label counts as not set. */
const MOST_PAGES = 50;

const isAccess = (word: string): word is Access => (ACCESS as readonly string[]).includes(word);

/** GitHub's data about people: permissions, and who set a label. Needs `metadata: read` and `pull-requests: read`. */
export const githubPeople = (
  octokit: GithubOctokit,
  { owner, name: repo }: { readonly owner: string; readonly name: string },
): Required<Pick<Forge, "permissionOf" | "labelling">> => ({
  async permissionOf(login) {
    const answer = await undefinedIfGone(() =>
      askGithub("show a permission", () =>
        octokit.request("GET /repos/{owner}/{repo}/collaborators/{username}/permission", {
          owner,
          repo,
          username: login,
        }),
      ),
    );
    return answer === undefined || answer.data.user?.type === "Bot"
      ? "none"
      : githubAccessOf(answer.data);
  },

  async labelling(number, label) {
    let last: { readonly by: string; readonly at: string } | undefined;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { data } = await askGithub("list the events", () =>
        octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/events", {
          owner,
          repo,
          issue_number: number,
          per_page: PER_PAGE,
          page,
        }),
      );
      for (const event of data) {
        if (!("label" in event) || !isSameLabel(event.label.name ?? "", label)) continue;
        if (event.event === "unlabeled") last = undefined;
        if (event.event === "labeled")
          last = event.actor ? { by: event.actor.login, at: event.created_at } : undefined;
      }
      if (data.length < PER_PAGE) return last;
    }
    return undefined;
  },
});

interface PermissionAnswer {
  readonly permission: string;
  readonly role_name: string;
  readonly user: {
    readonly permissions?: {
      readonly pull: boolean;
      readonly triage?: boolean;
      readonly push: boolean;
      readonly maintain?: boolean;
      readonly admin: boolean;
    };
  } | null;
}

/** `permission` has no `maintain` and no `triage`, and `role_name` may be an organisation's custom role. */
function githubAccessOf({ permission, role_name: role, user }: PermissionAnswer): Access {
  if (isAccess(role)) return role;
  const { admin, maintain, push, triage, pull } = user?.permissions ?? {};
  if (admin) return "admin";
  if (maintain) return "maintain";
  if (push) return "write";
  if (triage) return "triage";
  if (pull) return "read";
  return isAccess(permission) ? permission : "none";
}

/** Who `GITHUB_TOKEN` writes as. */
export const ACTIONS_BOT = "github-actions[bot]";

/**
 * The account that a token writes as. A person's token can be queried. An installation's cannot: it is assumed to be
 * `GITHUB_TOKEN`, and the forge adapter refuses to comment if that is wrong.
 */
export async function writerOf(octokit: GithubOctokit, token: string): Promise<string> {
  if (token.startsWith("ghs_")) return ACTIONS_BOT;
  try {
    return (await octokit.request("GET /user")).data.login;
  } catch (error) {
    if (error instanceof RequestError && [401, 403].includes(error.status)) return ACTIONS_BOT;
    throw error;
  }
}
