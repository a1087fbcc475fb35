import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string;
  readonly body: { readonly [name: string]: unknown };
}

export interface FakeResponse {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Person {
  readonly id: number;
  readonly login: string;
  /** False: the token may only read. */
  readonly writes: boolean;
}

/** Whose token is which. */
export const TOKENS: Readonly<Record<string, Person>> = {
  "t-bot": { id: 41, login: "project_7_bot_ab12", writes: true },
  "t-other": { id: 42, login: "somebody", writes: true },
  "t-reader": { id: 43, login: "reader", writes: false },
};

export interface Row {
  readonly id: number;
  readonly by: Person;
  body: string;
  readonly at: string;
}

/** What both fakes keep: one request with comments, and what was said of commits. */
export class Board {
  rows: Row[] = [];
  locked = false;
  statuses: { readonly commit: string; readonly body: FakeRequest["body"] }[] = [];
  /** Given instead of the next answers. */
  trouble: FakeResponse[] = [];
  #last = 100;

  add(by: Person, body: string): Row {
    const row = { id: (this.#last += 1), by, body, at: new Date().toISOString() };
    this.rows.push(row);
    return row;
  }
}

/** A forge on loopback, made of what it answers; stopped when the test ends. Answers its address. */
export async function serve(
  board: Board,
  answer: (request: FakeRequest) => FakeResponse,
): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const read = await readRequest(request);
      const { status, body, headers } = board.trouble.shift() ?? answer(read);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readRequest(request: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake");
  const { authorization = "", "private-token": secret = "" } = request.headers;
  return {
    method: request.method ?? "GET",
    path: pathname,
    query: searchParams,
    token: String(secret) || authorization.replace(/^token /, ""),
    body: text === "" ? {} : (JSON.parse(text) as FakeRequest["body"]),
  };
}
