import { randomUUID } from "node:crypto";
import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { RequestError } from "@octokit/request-error";
import type { ForgeRefused } from "./forge.ts";
import { refusalOf } from "./refusal.ts";

/** The time limit for posting a comment. */
const MOST_SECONDS = 60;
const MOST_TRIES = 3;

type Limit = (
  after: number,
  options: { readonly method: string },
  octokit: unknown,
  tries: number,
) => boolean;

/** Reads wait and retry; a write fails, because the caller has to read again first. */
const patience: Limit = (after, { method }, _octokit, tries) =>
  method === "GET" && after <= MOST_SECONDS && tries < MOST_TRIES;

const LIMITS = {
  onRateLimit: patience,
  onSecondaryRateLimit: patience,
  // GitHub requires a second between two writes; three after a comment would slow down an App.
  triggersNotification: () => false,
};
/** 429 among them: the patience with limits counts its own tries, and the two would multiply. */
const ONCE = [400, 401, 403, 404, 410, 422, 429, 451];

/** The logs of these clients contain untrusted text. */
export const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * GitHub's client for both faces: pagination, up to three tries if it is unreachable, and rate limiting. It logs
 * nothing.
 */
export const GithubOctokit = Octokit.plugin(paginateRest, retry, throttling).defaults({
  userAgent: "release-policy",
  log: SILENT,
  retry: { retries: MOST_TRIES, doNotRetry: ONCE },
  throttle: LIMITS,
});
export type GithubOctokit = InstanceType<typeof GithubOctokit>;

/** For a client with its own rate limiter, identified by an `id`. A second of patience takes `second` milliseconds. */
export const patienceOf = (id: string, second = 1000) => ({
  retry: { retries: MOST_TRIES, doNotRetry: ONCE, retryAfterBaseValue: second },
  throttle: { ...LIMITS, id, retryAfterBaseValue: second },
});

interface SignIn {
  readonly token: string;
  readonly apiUrl?: string | undefined;
  /** Milliseconds that a second of patience takes. Default: 1000. */
  readonly second?: number | undefined;
}

/** The client, signed in by a token. Where its requests go has no slash at the end. */
export const githubOctokit = ({ token, apiUrl, second }: SignIn): GithubOctokit =>
  new GithubOctokit({
    auth: token,
    ...(apiUrl !== undefined && { baseUrl: apiUrl.replace(/\/+$/, "") }),
    // The pace is kept for each client: two tokens do not wait for each other.
    ...patienceOf(randomUUID(), second),
  });

/** GitHub's response; throws `ForgeRefused` on refusal. `what` continues "GitHub did not". */
export async function askGithub<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof RequestError ? refusalOfRequest(what, error) : error;
  }
}

/** The refusal of a request in our words. */
export const refusalOfRequest = (
  what: string,
  { status, message, response }: RequestError,
): ForgeRefused =>
  refusalOf("GitHub", what, {
    // Octokit reports 500 if there was no answer at all.
    status: response ? status : 0,
    message,
    headers: response?.headers ?? {},
  });
