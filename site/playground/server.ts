import { readFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
};

/** A folder as a server of static files has it, compressed. Adds what each request loads to `loaded`, in bytes. */
export async function serve(
  folder: string,
  loaded: Map<string, number>,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    try {
      const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      const body = gzipSync(readFileSync(join(folder, path)), { level: 9 });
      loaded.set(path, body.length);
      response.writeHead(200, {
        "content-type": TYPES[extname(path)] ?? "application/octet-stream",
        "content-encoding": "gzip",
      });
      response.end(body);
    } catch {
      // The pages of the site have no icon.
      response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
