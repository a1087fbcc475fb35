import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { onTestFinished } from "vitest";
import type { Origin } from "./origin.ts";

export interface GitServer {
  /** What stands for `https://github.com`. */
  readonly server: string;
  /** The Authorization headers that came, each once. */
  readonly authorizations: ReadonlySet<string>;
}

const served = new Map<string, Origin>();

/** The origin whose repository has this address, if it is served here: to read it without its server takes much less. */
export const originServedAt = (url: string): Origin | undefined =>
  URL.canParse(url) ? served.get(new URL(url).origin) : undefined;

/** Serves an origin as a forge does: git's own server over HTTP, on loopback. */
export async function serveGit(origin: Origin): Promise<GitServer> {
  const authorizations = new Set<string>();
  const root = dirname(dirname(origin.path));
  const server = createServer((request, response) => {
    authorizations.add(request.headers.authorization ?? "none");
    answer(root, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  served.set(address, origin);
  return { server: address, authorizations };
}

function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "/", "http://git");
  const {
    "content-type": type,
    "content-encoding": encoding,
    "git-protocol": protocol,
  } = request.headers;
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      REQUEST_METHOD: request.method,
      PATH_INFO: pathname.replace(/^(\/[^/]+\/[^/.]+)\//, "$1.git/"),
      QUERY_STRING: search.slice(1),
      ...(type !== undefined && { CONTENT_TYPE: type }),
      ...(encoding !== undefined && { HTTP_CONTENT_ENCODING: encoding }),
      ...(typeof protocol === "string" && { GIT_PROTOCOL: protocol }),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(child.stdin);
  child.stdin.on("error", () => {});
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => void chunks.push(chunk));
  child.on("close", () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf("\r\n\r\n");
    const headers = output
      .toString("latin1", 0, end)
      .split("\r\n")
      .map((line) => line.split(/: ?/, 2) as [string, string]);
    const status = Number(headers.find(([name]) => name === "Status")?.[1]?.slice(0, 3) ?? 200);
    response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== "Status")));
    response.end(output.subarray(end + 4));
  });
}
