import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { GeneratedPackage } from "./generate.ts";

/** A registry on this machine that has published every package in the version that it has now: pnpm asks before it counts on. */
export async function registryOf(
  packages: readonly GeneratedPackage[],
): Promise<{ readonly url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const name = decodeURIComponent(request.url?.slice(1).split("?")[0] ?? "");
    const version = packages.find((pkg) => pkg.name === name)?.version ?? "0.0.0";
    const dist = { tarball: "http://127.0.0.1/x.tgz", shasum: "0" };
    const versions = { [version]: { name, version, dist } };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
