import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { failureOf } from "../../src/app/failures.ts";
import type { GitHubAnswer } from "../../src/app/metrics.ts";
import { GitHubApp } from "../../src/app/github-app.ts";
import { readSettings } from "../../src/app/settings.ts";
import { ForgeRefused, type Refusal } from "../../src/forge/forge.ts";
import { privateKey, webhookSecret } from "./keys.ts";

/** An API that answers what is asked for by its path; and what it was asked. */
async function appOf(answer: (url: URL) => unknown) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += String(chunk)));
    request.on("end", () => {
      bodies.push(body);
      response.writeHead(request.method === "POST" ? 201 : 200, {
        "content-type": "application/json",
        "x-ratelimit-remaining": String(4999 - bodies.length),
      });
      response.end(JSON.stringify(answer(new URL(request.url ?? "/", "http://api.test"))));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const settings = readSettings({
    APP_ID: "77",
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: webhookSecret,
    GITHUB_API_URL: `http://127.0.0.1:${port}`,
  });
  const answers: GitHubAnswer[] = [];
  const app = new GitHubApp(settings, (result) => void answers.push(result));
  return { app, bodies, answers };
}

test("every response of GitHub is recorded with its installation and remaining requests", async () => {
  const { app, answers } = await appOf(({ pathname }) =>
    pathname.endsWith("/access_tokens")
      ? { token: "ghs_x", expires_at: new Date(Date.now() + 3_600_000).toISOString() }
      : { repositories: [] },
  );
  const swept = async () => {
    for await (const { name } of app.repositories(5)) throw new Error(name);
  };
  await swept();
  expect(answers).toEqual([
    { installation: "5", status: 201, remaining: 4998 },
    { installation: "5", status: 200, remaining: 4997 },
  ]);
});

test("every installation is swept, over all pages", async () => {
  const { app } = await appOf(({ searchParams }) => {
    const page = Number(searchParams.get("page"));
    const length = page <= 2 ? 100 : page === 3 ? 7 : 0;
    return Array.from({ length }, (_, i) => ({
      id: page * 1000 + i,
      suspended_at: i === 0 ? "2026-01-01T00:00:00Z" : null,
    }));
  });
  const found: number[] = [];
  for await (const id of app.installations()) found.push(id);
  expect(found).toHaveLength(99 + 99 + 6);
  expect(found.at(-1)).toBe(3006);
});

test("git authenticates with a token that can only read the one repository", async () => {
  const { app, bodies } = await appOf(() => ({
    token: "ghs_one_repository",
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    permissions: { contents: "read" },
    repository_selection: "selected",
  }));
  const authorization = await app.authorization({ installation: 5, owner: "acme", name: "mono" });
  const [scheme, encoded = ""] = authorization.split(" ");
  expect(scheme).toBe("basic");
  expect(Buffer.from(encoded, "base64").toString()).toBe("x-access-token:ghs_one_repository");
  expect(bodies.map((body) => (body === "" ? {} : JSON.parse(body)))).toContainEqual({
    repositories: ["mono"],
    permissions: { contents: "read" },
  });
});

test.each<[Refusal, boolean]>([
  ["unavailable", true],
  ["rate-limit", true],
  ["not-found", true],
  ["refused", true],
  ["read-only-token", false],
  ["locked", false],
  ["too-large", false],
])("what a forge refuses as %s is tried again: %s", (refusal, again) => {
  const { reason, pause } = failureOf(new ForgeRefused(refusal, "x"), 1);
  expect(reason).toBe(`forge ${refusal}`);
  expect(pause !== undefined).toBe(again);
});
