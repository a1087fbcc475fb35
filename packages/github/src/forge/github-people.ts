import { isLabel } from "../approvals/wishes.ts";
import { ACCESS, type Access, type Forge } from "./forge.ts";
import { asked, unlessGone } from "./github-asked.ts";
import type { GithubOctokit } from "./octokit.ts";

const PER_PAGE = 100;
/** A pull request with more events than this was made to have them: then nobody set the label. */
const MOST_PAGES = 50;

/** What GitHub knows about people: their permission, and who set a label. Needs `metadata: read` and `pull-requests: read`. */
export const githubPeople = (
  octokit: GithubOctokit,
  at: { readonly owner: string; readonly repo: string },
): Required<Pick<Forge, "permissionOf" | "labelling">> => ({
  async permissionOf(login) {
    const answer = await unlessGone(() =>
      asked("say what somebody may do", () =>
        octokit.request("GET /repos/{owner}/{repo}/collaborators/{username}/permission", {
          ...at,
          username: login,
        }),
      ),
    );
    return answer === undefined || answer.data.user?.type === "Bot"
      ? "none"
      : accessOf(answer.data);
  },

  async labelling(number, label) {
    let last: { readonly by: string; readonly at: string } | undefined;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { data } = await asked("list the events", () =>
        octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/events", {
          ...at,
          issue_number: number,
          per_page: PER_PAGE,
          page,
        }),
      );
      for (const event of data) {
        if (!("label" in event) || !isLabel(event.label.name ?? "", label)) continue;
        if (event.event === "unlabeled") last = undefined;
        if (event.event === "labeled")
          last = event.actor ? { by: event.actor.login, at: event.created_at } : undefined;
      }
      if (data.length < PER_PAGE) return last;
    }
    return undefined;
  },
});

interface Told {
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

/** `permission` knows no `maintain` and no `triage`, and `role_name` may be a role that an organisation made itself. */
function accessOf({ permission, role_name: role, user }: Told): Access {
  if (isAccess(role)) return role;
  const { admin, maintain, push, triage, pull } = user?.permissions ?? {};
  if (admin) return "admin";
  if (maintain) return "maintain";
  if (push) return "write";
  if (triage) return "triage";
  if (pull) return "read";
  return isAccess(permission) ? permission : "none";
}

const isAccess = (word: string): word is Access => (ACCESS as readonly string[]).includes(word);
