import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { contradictions } from "./github-contract.ts";

/** A request on its way to the forge; the body is parsed JSON, or undefined. */
export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Pass = (call: Call) => Promise<Answer>;

/** What goes wrong with the calls that match `on` (`POST /repos/acme/mono/issues/1/comments`). */
export interface Fault {
  readonly on: RegExp;
  /** How many calls; default 1. */
  readonly times?: number;
  /** Milliseconds that the call waits. */
  readonly delay?: number;
  /** Given instead of the forge's own answer. */
  readonly answer?: Answer;
  /** The forge does it, and only then is `answer` given: the write happened, its answer was lost. */
  readonly after?: boolean;
}

export interface FaultProxy {
  /** Without a slash at the end. `<url>/api/v3`, as on GitHub Enterprise, is the same. */
  readonly url: string;
  /** Everything that was asked, with the status that was answered. */
  readonly calls: readonly (Call & { readonly status: number })[];
  /** Where a request or an answer contradicts GitHub's published description. A test asks that this is empty. */
  readonly contradictions: readonly string[];
  fault(fault: Fault): void;
  /** Holds matching calls until so many are there (or two seconds are over), then lets all go at once and is gone. */
  barrier(on: RegExp, parties: number): void;
  /** Forgets all faults and barriers. */
  calm(): void;
  close(): Promise<void>;
}

/** The answers of a forge in trouble. */
export const TROUBLE = {
  badGateway: { status: 502, body: { message: "Server Error" } },
  secondaryLimit: (seconds: number): Answer => ({
    status: 403,
    headers: { "retry-after": String(seconds) },
    body: {
      message:
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
      documentation_url: "https://docs.github.com/rest",
    },
  }),
  tooMany: (seconds: number): Answer => ({
    status: 429,
    headers: { "retry-after": String(seconds) },
    body: { message: "You have exceeded a secondary rate limit. Too many requests." },
  }),
} as const;

/** A proxy on loopback. `through` answers what the forge behind lacks, or passes on. */
export async function startFaultProxy(
  target: () => string,
  through: (call: Call, pass: Pass) => Promise<Answer> = (call, pass) => pass(call),
): Promise<FaultProxy> {
  const calls: (Call & { status: number })[] = [];
  const found: string[] = [];
  let faults: { -readonly [K in keyof Fault]: Fault[K] }[] = [];
  let barriers: { on: RegExp; parties: number; waiting: (() => void)[] }[] = [];

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = async (call: Call): Promise<Answer> => {
    const text = `${call.method} ${call.path}`;
    const barrier = barriers.find(({ on }) => on.test(text));
    if (barrier) {
      if (barrier.waiting.length + 1 === barrier.parties)
        barriers.splice(barriers.indexOf(barrier), 1);
      await arrive(barrier);
    }
    const fault = faults.find(({ on, times = 1 }) => times > 0 && on.test(text));
    if (fault) fault.times = (fault.times ?? 1) - 1;
    if (fault?.delay !== undefined) await wait(fault.delay);
    if (fault?.answer && !fault.after) return fault.answer;
    const own = await through(call, (passed) => forward(target(), url(), passed));
    found.push(...contradictions(call, own));
    return fault?.answer ?? own;
  };

  const server = createServer((request, response) => {
    void (async () => {
      const call = await read(request);
      const { status, body, headers } = await answer(call).catch((error: unknown) => ({
        status: 599,
        body: { message: String(error) },
        headers: {},
      }));
      calls.push({ ...call, status });
      response.writeHead(status, {
        ...headers,
        ...(body !== undefined && { "content-type": "application/json" }),
      });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    })();
  });
  // On a busy machine, a connection that is closed after five seconds is one that a client is about to use.
  server.keepAliveTimeout = 240_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: url(),
    calls,
    contradictions: found,
    fault: (fault) => void faults.push({ ...fault }),
    barrier: (on, parties) => void barriers.push({ on, parties, waiting: [] }),
    calm() {
      faults = [];
      for (const { waiting } of barriers) for (const go of waiting) go();
      barriers = [];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Resolves when as many have arrived as the barrier waits for. */
async function arrive(barrier: { parties: number; waiting: (() => void)[] }): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  barrier.waiting.push(resolve);
  if (barrier.waiting.length >= barrier.parties) for (const go of barrier.waiting.splice(0)) go();
  await Promise.race([promise, wait(2000, undefined, { ref: false })]);
}

async function read(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const { pathname, search } = new URL(request.url ?? "/", "http://proxy");
  const { authorization, "content-type": type } = request.headers;
  return {
    method: request.method ?? "GET",
    path: pathname.replace(/^\/api\/v3(?=\/)/, ""),
    query: search,
    headers: { ...(authorization && { authorization }), ...(type && { "content-type": type }) },
    body: text === "" ? undefined : JSON.parse(text),
  };
}

/** The addresses in answers are those of the proxy: a next page is asked of it too. */
async function forward(target: string, url: string, call: Call): Promise<Answer> {
  const response = await fetch(`${target}${call.path}${call.query}`, {
    method: call.method,
    headers: { ...call.headers },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
  });
  const text = (await response.text()).replaceAll(target, url);
  const link = response.headers.get("link")?.replaceAll(target, url);
  return {
    status: response.status,
    ...(text !== "" && { body: JSON.parse(text) }),
    headers: link === undefined ? {} : { link },
  };
}
