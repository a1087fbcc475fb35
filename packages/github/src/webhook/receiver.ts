import { createHash, timingSafeEqual } from "node:crypto";
import type { Log } from "../json-log.ts";
import { webhookTask, type AccessFor, type WebhookTask } from "./events.ts";
import type { VerifySignature } from "./signature.ts";

/** GitHub sends at most 25 MB; what this App listens to stays far below. */
export const MOST_BYTES = 8 * 1024 * 1024;
const MOST_BYTES_AT_ONCE = 64 * 1024 * 1024;
const BODY_SECONDS = 5;

class BodyRefused extends Error {
  readonly status: 408 | 413 | 503;

  constructor(status: 408 | 413 | 503) {
    super(`refused with ${status}`);
    this.name = "BodyRefused";
    this.status = status;
  }
}

let underWay = 0;

/**
 * The raw body of a request, as the signed bytes. Throws `BodyRefused` if it is too large, too slow, or too much is
 * being read already: the sender is not authenticated until the body is read.
 */
export async function readBody(request: Request, seconds = BODY_SECONDS): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES) throw new BodyRefused(413);
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new BodyRefused(408)), seconds * 1000);
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late.promise]);
      if (done) return Buffer.concat(chunks);
      size += value.length;
      underWay += value.length;
      chunks.push(value);
      if (size > MOST_BYTES) throw new BodyRefused(413);
      if (underWay > MOST_BYTES_AT_ONCE) throw new BodyRefused(503);
    }
  } finally {
    clearTimeout(timer);
    underWay -= size;
    void reader.cancel().catch(() => {});
  }
}

export const WEBHOOK_PATH = "/api/github/webhooks";

interface ReceiverOptions {
  readonly log: Log;
  readonly accessFor: AccessFor;
  readonly verify: VerifySignature;
  /** Queues it and returns at once. False if there is no room. */
  take(task: Exclude<WebhookTask, { kind: "nothing" }>, delivery: string): boolean;
  isReady(): boolean;
  /** The status that answered a webhook. */
  answered(status: number): void;
  /** The page for the App's operator, if there is one. */
  readonly metrics?: MetricsPage | undefined;
}

interface MetricsPage {
  /** What a caller has to send as a bearer token. */
  readonly token: string;
  readonly contentType: string;
  text(): Promise<string>;
}

const ANSWERS = {
  200: "ok",
  202: "accepted",
  400: "not a GitHub webhook",
  401: "the signature does not match",
  403: "the token does not match",
  404: "not found",
  405: "method not allowed",
  408: "request timeout",
  413: "payload too large",
  503: "queue full, try again later",
} as const;
type Status = keyof typeof ANSWERS;

/** Answers health checks and webhooks. Webhooks are answered before their work is done. */
export function webhookReceiver(
  receiving: ReceiverOptions,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/healthz":
        return answerWith(200);
      case "/readyz":
        return answerWith(receiving.isReady() ? 200 : 503);
      case "/metrics":
        return await answerMetrics(request, receiving.metrics);
      case WEBHOOK_PATH:
        return request.method === "POST" ? receiveWebhook(request, receiving) : answerWith(405);
      default:
        return answerWith(404);
    }
  };
}

async function answerMetrics(request: Request, page: MetricsPage | undefined): Promise<Response> {
  if (!page) return answerWith(404);
  const given = sha256Of(request.headers.get("authorization") ?? "");
  if (!timingSafeEqual(given, sha256Of(`Bearer ${page.token}`))) return answerWith(403);
  return new Response(await page.text(), {
    headers: { ...HEADERS, "content-type": page.contentType },
  });
}

/** Of one length whatever is sent, so that both can be compared in constant time. */
const sha256Of = (text: string): Buffer => createHash("sha256").update(text).digest();

async function receiveWebhook(request: Request, receiving: ReceiverOptions): Promise<Response> {
  const start = performance.now();
  const delivery = headerWord(request.headers.get("x-github-delivery"));
  const event = headerWord(request.headers.get("x-github-event"));
  const checked = await checkWebhook(request, event, delivery, receiving);
  const { task } = checked;
  receiving.answered(checked.status);
  receiving.log("webhook", {
    delivery,
    name: event,
    ...(task && task.kind !== "nothing"
      ? { asks: task.kind, repository: `${task.place.owner}/${task.place.name}` }
      : {}),
    ...(task && "number" in task ? { number: task.number } : {}),
    ...(task?.kind === "nothing" ? { because: task.because } : {}),
    milliseconds: Math.round(performance.now() - start),
    outcome: checked.status,
  });
  return answerWith(checked.status);
}

async function checkWebhook(
  request: Request,
  event: string,
  delivery: string,
  receiving: ReceiverOptions,
): Promise<{ status: Status; task?: WebhookTask }> {
  const signature = request.headers.get("x-hub-signature-256") ?? "";
  if (!event || !delivery) return { status: 400 };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      await readBody(request),
    );
  } catch (error) {
    return { status: error instanceof BodyRefused ? error.status : 400 };
  }
  if (!text || !(await receiving.verify(text, signature))) return { status: 401 };
  let task: WebhookTask;
  try {
    task = webhookTask(event, JSON.parse(text), receiving.accessFor);
  } catch {
    return { status: 400 };
  }
  if (task.kind === "nothing") return { status: 202, task };
  return { status: receiving.take(task, delivery) ? 202 : 503, task };
}

/** A name of GitHub's own, or nothing: this is written to logs before the signature is known to hold. */
const headerWord = (text: string | null): string =>
  text && /^[\w-]{1,64}$/.test(text) ? text : "";

const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

const answerWith = (status: Status): Response =>
  new Response(`${JSON.stringify({ status: ANSWERS[status] })}\n`, {
    status,
    headers: {
      ...HEADERS,
      ...(status === 503 ? { "retry-after": "30" } : {}),
      ...(status === 405 ? { allow: "POST" } : {}),
    },
  });
