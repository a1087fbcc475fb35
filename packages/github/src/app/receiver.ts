import { askedBy, type AccessFor, type Asked } from "./asked.ts";
import { BodyRefused, readBody } from "./body.ts";
import type { Log } from "./log.ts";

export const WEBHOOK_PATH = "/api/github/webhooks";

export interface Receiving {
  readonly log: Log;
  readonly accessFor: AccessFor;
  verify(body: string, signature: string): Promise<boolean>;
  /** Takes it for later and says so at once. False where there is no place. */
  take(asked: Exclude<Asked, { kind: "nothing" }>, delivery: string): boolean;
  ready(): boolean;
}

const ANSWERS = {
  200: "ok",
  202: "accepted",
  400: "no webhook of GitHub",
  401: "the signature does not match",
  404: "nothing is here",
  405: "not this method",
  408: "the body came too slowly",
  413: "the body is too large",
  503: "no place just now",
} as const;
type Status = keyof typeof ANSWERS;

/** Answers health checks and webhooks. Webhooks are answered before the work that they ask for is done. */
export function receiver(receiving: Receiving): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/healthz":
        return answer(200);
      case "/readyz":
        return answer(receiving.ready() ? 200 : 503);
      case WEBHOOK_PATH:
        return request.method === "POST" ? receive(request, receiving) : answer(405);
      default:
        return answer(404);
    }
  };
}

async function receive(request: Request, receiving: Receiving): Promise<Response> {
  const start = performance.now();
  const delivery = idOf(request.headers.get("x-github-delivery"));
  const event = idOf(request.headers.get("x-github-event"));
  const said = await decide(request, event, delivery, receiving);
  const { asked } = said;
  receiving.log("webhook", {
    delivery,
    name: event,
    ...(asked && asked.kind !== "nothing"
      ? { asks: asked.kind, repository: `${asked.place.owner}/${asked.place.name}` }
      : {}),
    ...(asked && "number" in asked ? { number: asked.number } : {}),
    ...(asked?.kind === "nothing" ? { because: asked.because } : {}),
    milliseconds: Math.round(performance.now() - start),
    outcome: said.status,
  });
  return answer(said.status);
}

async function decide(
  request: Request,
  event: string,
  delivery: string,
  receiving: Receiving,
): Promise<{ status: Status; asked?: Asked }> {
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
  if (!text || !/^sha256=[0-9a-f]{64}$/.test(signature)) return { status: 401 };
  if (!(await receiving.verify(text, signature))) return { status: 401 };
  let asked: Asked;
  try {
    asked = askedBy(event, JSON.parse(text), receiving.accessFor);
  } catch {
    return { status: 400 };
  }
  if (asked.kind === "nothing") return { status: 202, asked };
  return { status: receiving.take(asked, delivery) ? 202 : 503, asked };
}

/** A name of GitHub's own, or nothing: this is written to logs before the signature is known to hold. */
const idOf = (text: string | null): string => (text && /^[\w-]{1,64}$/.test(text) ? text : "");

const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

const answer = (status: Status): Response =>
  new Response(`${JSON.stringify({ status: ANSWERS[status] })}\n`, {
    status,
    headers: {
      ...HEADERS,
      ...(status === 503 ? { "retry-after": "30" } : {}),
      ...(status === 405 ? { allow: "POST" } : {}),
    },
  });
