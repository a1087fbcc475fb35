import type { Forge } from "../forge/forge.ts";
import { giteaForge } from "../forge/gitea.ts";
import { githubForge } from "../forge/github.ts";
import { gitlabForge } from "../forge/gitlab.ts";
import { gitAuthorization } from "../judge/git.ts";
import { pullHeadRef } from "../pull-request.ts";
import { runNumber } from "../sticky-comment/marker.ts";

/** A job on a forge: its permissions and its subject. */
export interface Job {
  readonly kind: "github" | "gitlab" | "gitea";
  readonly forge: Forge;
  /** The pull or merge request; undefined where the job runs for none. */
  readonly number?: number;
  /** Grows with every job. */
  readonly run: number;
  /** The page of the job. */
  readonly url?: string;
  /** Who may be asked about commits and pull requests of the repository. */
  readonly github?: Readonly<Record<"server" | "apiUrl" | "owner" | "name" | "token", string>>;
  readonly repository: {
    /** For `git fetch`. */
    readonly url: string;
    /** The header's value. */
    readonly authorization: string;
    /** The reference that a pull request's head has in it. */
    headRef(number: number): string;
  };
}

/** Why there is no forge, for the author of the job. */
export class NoForge extends Error {}

/**
 * The forge that a job runs on, by its environment: GitLab CI, GitHub Actions, or the Actions of Gitea and Forgejo.
 * The token is `RELEASE_POLICY_TOKEN`, on the Actions `GITHUB_TOKEN` otherwise. Throws `NoForge`.
 */
export function jobOf(env: NodeJS.ProcessEnv): Job {
  if (env["GITLAB_CI"]) return gitlabJob(env);
  if (env["GITHUB_REPOSITORY"]) return actionsJob(env);
  throw new NoForge("this is not a job of GitLab CI, GitHub Actions, Gitea or Forgejo");
}

function gitlabJob(env: NodeJS.ProcessEnv): Job {
  const token = env["RELEASE_POLICY_TOKEN"];
  if (!token)
    throw new NoForge(
      "RELEASE_POLICY_TOKEN is not set: create a project access token with the scope api and set it as a masked variable (a job token cannot write notes)",
    );
  const number = wholeNumberIn(env["CI_MERGE_REQUEST_IID"]);
  return {
    kind: "gitlab",
    forge: gitlabForge({
      apiUrl: jobVariable(env, "CI_API_V4_URL"),
      project: jobVariable(env, "CI_PROJECT_ID"),
      token,
      ...(env["CI_DEFAULT_BRANCH"] && { defaultBranch: env["CI_DEFAULT_BRANCH"] }),
    }),
    ...(number !== undefined && { number }),
    run: wholeNumberIn(jobVariable(env, "CI_JOB_ID")) ?? 0,
    ...(env["CI_JOB_URL"] && { url: env["CI_JOB_URL"] }),
    repository: {
      url: `${jobVariable(env, "CI_PROJECT_URL")}.git`,
      authorization: gitAuthorization(token, "oauth2"),
      headRef: (iid) => `refs/merge-requests/${iid}/head`,
    },
  };
}

function actionsJob(env: NodeJS.ProcessEnv): Job {
  const token = env["RELEASE_POLICY_TOKEN"] || jobVariable(env, "GITHUB_TOKEN");
  const [owner = "", name = ""] = jobVariable(env, "GITHUB_REPOSITORY").split("/");
  const apiUrl = jobVariable(env, "GITHUB_API_URL");
  const server = jobVariable(env, "GITHUB_SERVER_URL").replace(/\/+$/, "");
  const author = env["RELEASE_POLICY_AUTHOR"];
  const options = { apiUrl, owner, name, token, ...(author && { author }) };
  const gitea = /\/api\/v1\/*$/.test(apiUrl);
  const number = wholeNumberIn(/^refs\/pull\/(\d+)\//.exec(env["GITHUB_REF"] ?? "")?.[1]);
  const id = wholeNumberIn(jobVariable(env, "GITHUB_RUN_ID")) ?? 0;
  return {
    kind: gitea ? "gitea" : "github",
    forge: gitea ? giteaForge(options) : githubForge(options),
    ...(number !== undefined && { number }),
    ...(gitea ? {} : { github: { server, apiUrl, owner, name, token } }),
    run: runNumber(id, wholeNumberIn(env["GITHUB_RUN_ATTEMPT"]) ?? 1),
    url: `${server}/${owner}/${name}/actions/runs/${id}`,
    repository: {
      url: `${server}/${owner}/${name}`,
      authorization: gitAuthorization(token),
      headRef: pullHeadRef,
    },
  };
}

function jobVariable(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new NoForge(`${name} is not set (expected in every job's environment)`);
}

const wholeNumberIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
