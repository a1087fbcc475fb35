import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";

/** Longer than this nobody waits for a comment. */
const MOST_SECONDS = 60;
const MOST_TRIES = 3;

type Limit = (
  after: number,
  options: { readonly method: string },
  octokit: unknown,
  tries: number,
) => boolean;

/** Reads wait and ask again; whoever writes has to look again first, so a write is given back. */
const patience: Limit = (after, { method }, _octokit, tries) =>
  method === "GET" && after <= MOST_SECONDS && tries < MOST_TRIES;

const nothing = () => {};

/** For a client that has its limits to itself, add an `id`. */
export const THROTTLE = { onRateLimit: patience, onSecondaryRateLimit: patience };

/**
 * GitHub's client as both faces use it: pages, up to three tries where it is not reachable, patience with its limits.
 * It logs nothing: its own log lines hold what strangers wrote.
 */
export const GithubOctokit = Octokit.plugin(paginateRest, retry, throttling).defaults({
  userAgent: "release-policy",
  log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  retry: { retries: MOST_TRIES },
  throttle: THROTTLE,
});
export type GithubOctokit = InstanceType<typeof GithubOctokit>;
