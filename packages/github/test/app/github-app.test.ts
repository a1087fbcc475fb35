import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { GitHubAnswer } from "../../src/app/metrics.ts";
import { FewRequestsLeft, GitHubApp } from "../../src/app/github-app.ts";
import { readSettings } from "../../src/app/settings.ts";
import { privateKey, webhookSecret } from "./keys.ts";

/** An API that answers what is asked for by its path; and what it was asked. */
async function appOf(answer: (url: URL) => unknown, remaining = 5000) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += String(chunk)));
    request.on("end", () => {
      bodies.push(body);
      response.writeHead(request.method === "POST" ? 201 : 200, {
        "content-type": "application/json",
        "x-ratelimit-remaining": String(remaining - bodies.length),
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
    { installation: "5", status: 201, remaining: 4999 },
    { installation: "5", status: 200, remaining: 4998 },
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

const TOKEN = { token: "ghs_x", expires_at: new Date(Date.now() + 3_600_000).toISOString() };
const PLACE = { installation: 5, owner: "acme", name: "mono" };

/** The numbers of what is listed, and whether the list ended before its end. */
async function listed<T>(all: AsyncIterable<T>, numberOf: (one: T) => number) {
  const numbers: number[] = [];
  try {
    for await (const one of all) numbers.push(numberOf(one));
  } catch (error) {
    if (!(error instanceof FewRequestsLeft)) throw error;
    return { numbers, refused: true };
  }
  return { numbers, refused: false };
}

// One request is for the token, one for each page.
test.each([
  ["enough requests", 1002, 150, false],
  ["too few requests for another page", 1001, 100, true],
])("repositories that are not archived are listed with %s", async (_, remaining, last, refused) => {
  const { app } = await appOf(({ pathname, searchParams }) => {
    if (pathname.endsWith("/access_tokens")) return TOKEN;
    const first = (Number(searchParams.get("page")) - 1) * 100 + 1;
    const repositories = Array.from({ length: first > 100 ? 50 : 100 }, (__, i) => ({
      name: String(first + i),
      owner: { login: "acme" },
      archived: i === 0,
    }));
    return { repositories };
  }, remaining);
  const found = await listed(app.repositories(5), ({ name }) => Number(name));
  expect(found.refused).toBe(refused);
  expect([found.numbers[0], found.numbers.at(-1)]).toEqual([2, last]);
  expect(found.numbers).not.toContain(101);
});

test.each([
  ["all, without a limit", { most: 500 }, 5000, 150, false],
  ["as many as asked for", { most: 120 }, 5000, 120, false],
  ["back to a time", { most: 500, since: new Date(2026, 0, 1, 0, 0, 200 - 110) }, 5000, 110, false],
  ["none near the rate limit", { most: 500 }, 1001, undefined, true],
])("open pull requests are listed: %s", async (_, options, remaining, last, refused) => {
  const { app } = await appOf(({ pathname, searchParams }) => {
    if (pathname.endsWith("/access_tokens")) return TOKEN;
    const first = (Number(searchParams.get("page")) - 1) * 100 + 1;
    const side = {
      ref: "main",
      sha: "0".repeat(40),
      repo: { id: 1, name: "mono", owner: { login: "acme" }, default_branch: "main" },
    };
    return Array.from({ length: first > 100 ? 50 : 100 }, (__, i) => ({
      number: first + i,
      updated_at: new Date(2026, 0, 1, 0, 0, 200 - first - i).toISOString(),
      state: "open",
      locked: false,
      user: null,
      labels: [],
      head: side,
      base: side,
    }));
  }, remaining);
  const found = await listed(app.openPullRequests(PLACE, options), ({ number }) => number);
  expect(found.refused).toBe(refused);
  expect(found.numbers.at(-1)).toBe(last);
  expect(found.numbers).toHaveLength(last ?? 0);
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
