import { setTimeout as wait } from "node:timers/promises";
import { ForgeRefused } from "./forge.ts";
import { refusalOf, undefinedIfGone } from "./refusal.ts";

export interface Http {
  /** `GitLab`, for people. */
  readonly forge: string;
  /** Where the API begins, without a slash at the end. */
  readonly apiUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds that a second of patience takes. Default: 1000. */
  readonly second?: number | undefined;
}

export interface Request {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: object;
}

export interface Response {
  readonly body: unknown;
  readonly headers: Headers;
}

const MOST_TRIES = 3;
const MOST_SECONDS = 60;
const TIME_LIMIT = 30_000;

/**
 * Calls a forge's API. `what` continues "GitLab did not". Reads are retried if the forge is unreachable or
 * rate-limited; writes are not, because the caller has to read again first. Throws `ForgeRefused`.
 */
export async function ask(http: Http, what: string, request: Request): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await askOnce(http, what, request);
    } catch (error) {
      const pause = readPause(error, tries);
      if (pause === undefined || (request.method ?? "GET") !== "GET") throw error;
      await wait(pause * (http.second ?? 1000));
    }
  }
}

/** The same; undefined if missing. */
export async function askIfThere(
  http: Http,
  what: string,
  request: Request,
): Promise<Response | undefined> {
  return await undefinedIfGone(() => ask(http, what, request));
}

async function askOnce(http: Http, what: string, request: Request): Promise<Response> {
  const { forge, apiUrl, headers } = http;
  const { method = "GET", path, body } = request;
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    // The token is sent to this host only.
    redirect: "manual",
    signal: AbortSignal.timeout(TIME_LIMIT),
    headers: {
      accept: "application/json",
      ...(body && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => undefined);
  const text = await response?.text().catch(() => undefined);
  if (!response || text === undefined)
    throw refusalOf(forge, what, { status: 0, message: "", headers: {} });
  const { status } = response;
  if (!response.ok)
    throw refusalOf(forge, what, {
      status,
      message: text,
      headers: Object.fromEntries(response.headers),
    });
  try {
    return { body: text === "" ? undefined : JSON.parse(text), headers: response.headers };
  } catch {
    throw refusalOf(forge, what, { status: 502, message: "", headers: {} });
  }
}

function readPause(error: unknown, tries: number): number | undefined {
  if (!(error instanceof ForgeRefused) || tries > MOST_TRIES) return undefined;
  if (error.refusal !== "unavailable" && error.refusal !== "rate-limit") return undefined;
  const pause = error.retryAfter ?? tries ** 2;
  return pause <= MOST_SECONDS ? pause : undefined;
}
