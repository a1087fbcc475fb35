import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";

/** GitHub waits ten seconds for an answer; whoever is slower than that is not GitHub. */
const SECONDS = 10;
const MOST_CONNECTIONS = 1000;

/** An HTTP server that answers with `handle`. Slow and too many callers are cut off. */
export function serve(handle: (request: Request) => Promise<Response>): Server {
  const server = createServer(
    {
      headersTimeout: SECONDS * 1000,
      requestTimeout: SECONDS * 1000,
      keepAliveTimeout: 5000,
      connectionsCheckingInterval: 1000,
      maxHeaderSize: 16 * 1024,
    },
    (incoming, outgoing) => {
      void respond(incoming, outgoing, handle).catch(() => outgoing.destroy());
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const response = await handle(requestOf(incoming));
  const body = Buffer.from(await response.arrayBuffer());
  // What of the request was not read is not waited for.
  if (!incoming.complete) outgoing.setHeader("connection", "close");
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(body);
}

function requestOf(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  const { method = "GET" } = incoming;
  const withBody = method !== "GET" && method !== "HEAD";
  // The host that a caller names is of no interest.
  const path = incoming.url?.startsWith("/") ? incoming.url : "/";
  return new Request(new URL(`http://app.invalid${path}`), {
    method,
    headers,
    ...(withBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } : {}),
  });
}
