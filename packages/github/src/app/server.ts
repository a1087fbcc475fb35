import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import type { Log } from "../json-log.ts";
import type { PolicyApp } from "./app.ts";
import type { Settings } from "./settings.ts";
import { sweepRegularly } from "./sweep.ts";

interface RunningServer {
  readonly port: number;
  /** Stops taking webhooks, finishes what was taken or gives it up in time, closes. */
  stop(): Promise<void>;
}

/** Listens, sweeps at once and then every few minutes. Throws where the address cannot be listened on. */
export async function startServer(
  app: PolicyApp,
  settings: Settings,
  log: Log,
): Promise<RunningServer> {
  const server = createHttpServer(app.handle);
  await listen(server, settings);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : settings.port;
  log("listening", { port, host: settings.host });
  const sweeps = sweepRegularly((since) => app.sweep(since), settings);
  return {
    port,
    async stop() {
      sweeps.stop();
      log("stopping", { seconds: settings.stopSeconds });
      await app.stop(settings.stopSeconds);
      server.close();
      server.closeAllConnections();
    },
  };
}

const listen = (server: Server, { port, host }: Settings): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });

/** GitHub waits ten seconds for an answer; slower clients are not GitHub. */
const SECONDS = 10;
const MOST_CONNECTIONS = 1000;

/**
 * An HTTP server that answers with `handle`. Slow callers are cut off. With too many connections, the one that has gone
 * longest without an answer is closed for each new one: a request that is sent at once is always answered, however many
 * others keep theirs open.
 */
function createHttpServer(handle: (request: Request) => Promise<Response>): Server {
  /** Those that have gone longest without an answer first. */
  const sockets = new Set<Socket>();
  const server = createServer(
    {
      headersTimeout: SECONDS * 1000,
      requestTimeout: SECONDS * 1000,
      keepAliveTimeout: 5000,
      connectionsCheckingInterval: 1000,
      maxHeaderSize: 16 * 1024,
    },
    (incoming, outgoing) => {
      const { socket } = incoming;
      outgoing.once("finish", () => {
        if (sockets.delete(socket)) sockets.add(socket);
      });
      void respond(incoming, outgoing, handle).catch(() => outgoing.destroy());
    },
  );
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    const [slowest] = sockets;
    if (slowest === undefined || sockets.size <= MOST_CONNECTIONS) return;
    sockets.delete(slowest);
    slowest.destroy();
  });
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
