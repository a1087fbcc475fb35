import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { keepNpm } from "./kept-npm.ts";

/** What the registry knows of a package, as far as tests read it. */
export interface Packument {
  readonly "dist-tags": Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Registry {
  readonly url: string;
  /** The lines of `.npmrc` with which npm and pnpm publish to it as Ann, and to nowhere else. */
  readonly npmrc: string;
  /** Where its packages are: `<name>/package.json` is the packument, beside the tarballs. */
  readonly storage: string;
  /** The same lines for another user. */
  npmrcOf: (user: string) => Promise<string>;
  /** Publishes an empty package under a dist-tag, without a package manager. */
  publish: (name: string, version: string, tag?: string) => Promise<void>;
  /** Undefined where it has no such package. */
  packument: (name: string) => Promise<Packument | undefined>;
}

/**
 * A real registry, Verdaccio, on a free port of this machine: without packages when a test begins. One process serves all
 * tests of a worker.
 */
export async function registry(): Promise<Registry> {
  await keepNpm();
  const started = await (running ??= start());
  clear(started.storage);
  onTestFinished(() => clear(started.storage));
  return started;
}

let running: Promise<Registry> | undefined;

/** Removes the packages: their folders are all that the storage has beside the users. */
function clear(storage: string): void {
  for (const entry of readdirSync(storage, { withFileTypes: true })) {
    if (entry.isDirectory()) rmSync(join(storage, entry.name), { recursive: true });
  }
}

async function start(): Promise<Registry> {
  const storage = mkdtempSync(join(process.env["RELEASE_POLICY_TESTS"] ?? tmpdir(), "registry-"));
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "registry-process.ts"), storage],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  process.once("exit", () => {
    child.kill();
    rmSync(storage, { recursive: true, force: true });
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", () => reject(new Error("the registry did not start")));
  });
  // Neither keeps the worker alive.
  child.unref();
  for (const stream of [child.stdin, child.stdout])
    (stream as unknown as { unref(): void }).unref();
  const url = `http://127.0.0.1:${port}/`;
  const npmrcOf = async (user: string): Promise<string> => {
    const response = await fetch(`${url}-/user/org.couchdb.user:${user}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: user, password: `secret of ${user}` }),
    });
    const { token } = (await response.json()) as { readonly token: string };
    const cache = join(storage, ".cache");
    return `registry=${url}\n//127.0.0.1:${port}/:_authToken=${token}\ncache=${cache}\nfetch-retries=0\nupdate-notifier=false\n`;
  };
  const npmrc = await npmrcOf("ann");
  return {
    url,
    npmrc,
    storage,
    npmrcOf,
    async publish(name, version, tag = "latest") {
      const file = `${name.split("/").at(-1)}-${version}.tgz`;
      const tarball = gzipSync("");
      const data = tarball.toString("base64");
      const shasum = createHash("sha1").update(tarball).digest("hex");
      const dist = { tarball: `${url}${name}/-/${file}`, shasum };
      const response = await fetch(`${url}${name.replace("/", "%2f")}`, {
        method: "PUT",
        headers: { "content-type": "application/json", authorization: `Bearer ${tokenIn(npmrc)}` },
        body: JSON.stringify({
          _id: name,
          name,
          "dist-tags": { [tag]: version },
          versions: { [version]: { name, version, dist } },
          _attachments: {
            [file]: { content_type: "application/octet-stream", data, length: tarball.length },
          },
        }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async packument(name) {
      const response = await fetch(`${url}${name.replace("/", "%2f")}`);
      return response.ok ? ((await response.json()) as Packument) : undefined;
    },
  };
}

const tokenIn = (npmrc: string): string => /_authToken=(.+)/.exec(npmrc)![1]!;
