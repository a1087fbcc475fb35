import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { evaluate } from "../../src/judge/evaluate.ts";
import { GitFailed } from "../../src/judge/fetch-change.ts";
import { changeset, gitIn, Origin, temporary } from "../change.ts";
import { fetchHere } from "../fetch-here.ts";

const SECRET = Buffer.from("x-access-token:ghs_c2VjcmV0").toString("base64");
const AUTHORIZATION = `basic ${SECRET}`;

beforeEach(() => {
  vi.stubEnv("RELEASE_POLICY_GIT_PROTOCOLS", "http");
  return () => vi.unstubAllEnvs();
});

/** A real git server on loopback; `answer` may answer in its place. Returns the address of the repository. */
async function serve(
  bare: string,
  answer: (request: IncomingMessage, response: ServerResponse) => boolean,
): Promise<string> {
  const server = createServer((request, response) => {
    if (answer(request, response)) return;
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    const backend = spawn("git", ["http-backend"], {
      env: {
        PATH: process.env["PATH"],
        GIT_PROJECT_ROOT: join(bare, ".."),
        GIT_HTTP_EXPORT_ALL: "1",
        GIT_PROTOCOL: request.headers["git-protocol"]?.toString() ?? "",
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method ?? "",
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      },
    });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    backend.on("close", () => {
      const all = Buffer.concat(chunks);
      const end = all.indexOf("\r\n\r\n");
      for (const line of all.subarray(0, end).toString().split("\r\n")) {
        const [name = "", value = ""] = line.split(": ", 2);
        if (name === "Status") response.statusCode = Number.parseInt(value, 10);
        else response.setHeader(name, value);
      }
      response.end(all.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/origin.git`;
}

const withAuthorization = (request: IncomingMessage, response: ServerResponse): boolean => {
  if (request.headers.authorization === AUTHORIZATION) return false;
  response.writeHead(401, { "WWW-Authenticate": "Basic" }).end("who are you?");
  return true;
};

const wanting = (origin: Origin, head: string, url: string) => ({ ...origin.request(head), url });

test("authenticates only through the environment: no argument, file or message contains the token", async () => {
  const origin = new Origin();
  const head = origin.pullRequest({ ".changeset/one.md": changeset("@acme/plugin", "minor") });
  const url = await serve(origin.bare, withAuthorization);
  const [programs, log] = [temporary(), join(temporary(), "log")];
  const git = join(gitIn(".", "--exec-path"), "git");
  const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> ${log}\nexec ${git} "$@"\n`;
  writeFileSync(join(programs, "git"), script);
  chmodSync(join(programs, "git"), 0o755);
  vi.stubEnv("PATH", `${programs}${delimiter}${process.env["PATH"]}`);
  const change = await fetchHere({
    ...wanting(origin, head, url),
    authorization: AUTHORIZATION,
  });
  onTestFinished(change.dispose);
  expect(await evaluate({ ...change, baseRef: "main" })).toMatchObject({ kind: "judged" });
  const shown = [readFileSync(log, "utf8")];
  const entries = readdirSync(change.repository, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile()))
    shown.push(readFileSync(join(entry.parentPath, entry.name), "latin1"));
  expect(shown[0]).toContain("fetch");
  expect(shown.filter((text) => text.includes(SECRET) || text.includes("ghs_"))).toEqual([]);
});

test("reveals no token, address or server response if rejected", async () => {
  const origin = new Origin();
  const head = origin.pullRequest({});
  const url = await serve(origin.bare, (_, response) => {
    response.writeHead(403).end(`remote: ${AUTHORIZATION} may not`);
    return true;
  });
  const wrong = { ...wanting(origin, head, url), authorization: "basic d3Jvbmc=" };
  const error: unknown = await fetchHere(wrong).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GitFailed);
  expect(error).toMatchObject({ reason: "unauthorized" });
  expect(`${String(error)} ${(error as Error).stack} ${JSON.stringify(error)}`).not.toMatch(
    /d3Jvbmc|127\.0\.0\.1|may not/,
  );
});

test("never prompts for a password", async () => {
  const origin = new Origin();
  const url = await serve(origin.bare, withAuthorization);
  const askpass = join(temporary(), "askpass");
  writeFileSync(askpass, `#!/bin/sh\ntouch ${askpass}.ran\necho x\n`);
  chmodSync(askpass, 0o755);
  vi.stubEnv("GIT_ASKPASS", askpass);
  vi.stubEnv("SSH_ASKPASS", askpass);
  const request = wanting(origin, origin.pullRequest({}), url);
  await expect(fetchHere(request)).rejects.toMatchObject({ reason: "unauthorized" });
  expect(readdirSync(join(askpass, ".."))).toEqual(["askpass"]);
});

test("follows no redirect, which could leak the token", async () => {
  const origin = new Origin();
  const prompts: (string | undefined)[] = [];
  const elsewhere = await serve(origin.bare, ({ headers }, response) => {
    prompts.push(headers.authorization);
    response.writeHead(404).end();
    return true;
  });
  const url = await serve(origin.bare, (request, response) => {
    response.writeHead(302, { location: new URL(request.url ?? "/", elsewhere).href }).end();
    return true;
  });
  const head = origin.pullRequest({});
  const request = { ...wanting(origin, head, url), authorization: AUTHORIZATION };
  await expect(fetchHere(request)).rejects.toThrow(GitFailed);
  expect(prompts).toEqual([]);
});

test("ignores the git configuration of machine, user and environment", async () => {
  const origin = new Origin();
  const head = origin.pullRequest({});
  const url = await serve(origin.bare, withAuthorization);
  const home = temporary();
  const canary = join(temporary(), "ran");
  mkdirSync(join(home, "git"));
  const config = `[core]\n\tfsmonitor = touch ${canary}\n[credential]\n\thelper = "!touch ${canary}"\n[url "file:///nowhere/"]\n\tinsteadOf = http://\n`;
  writeFileSync(join(home, ".gitconfig"), config);
  writeFileSync(join(home, "git", "config"), config);
  vi.stubEnv("HOME", home);
  vi.stubEnv("XDG_CONFIG_HOME", home);
  vi.stubEnv("GIT_CONFIG_GLOBAL", join(home, ".gitconfig"));
  vi.stubEnv("GIT_CONFIG_PARAMETERS", `'core.hooksPath=${home}'`);
  vi.stubEnv("GIT_DIR", home);
  vi.stubEnv("GIT_TRACE", join(home, "trace"));
  vi.stubEnv("GIT_EXTERNAL_DIFF", `touch ${canary}`);
  const change = await fetchHere({
    ...wanting(origin, head, url),
    authorization: AUTHORIZATION,
  });
  onTestFinished(change.dispose);
  expect(await evaluate({ ...change, baseRef: "main" })).toMatchObject({ kind: "judged" });
  expect(readdirSync(join(canary, ".."))).toEqual([]);
});
