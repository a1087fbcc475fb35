import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { ForgeRefused, type Forge, type Note, type Refusal } from "../../src/forge/forge.ts";
import { githubForge } from "../../src/forge/github.ts";
import { githubOctokit } from "../../src/forge/octokit.ts";
import { NAME, OWNER, REPOSITORY, startGitHub, type GitHub, type Slug } from "../emulator.ts";
import { TROUBLE, type Answer } from "../fault-proxy.ts";
import { createOrigin } from "../origin.ts";

async function forgeOf(github: GitHub, slug: Slug = "github-actions"): Promise<Forge> {
  const token = await github.appToken(slug);
  return githubForge({
    owner: OWNER,
    name: NAME,
    author: `${slug}[bot]`,
    // A second of patience takes ten milliseconds.
    octokit: githubOctokit({ token, apiUrl: github.apiUrl, second: 10 }),
  });
}

const refusal = async (work: Promise<unknown>): Promise<ForgeRefused> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ForgeRefused);
  return error as ForgeRefused;
};

const requests = ({ proxy }: GitHub, method: string) =>
  proxy.calls.filter((call) => call.method === method && call.path.includes("/comments")).length;

describe("a pull request", () => {
  test("is described in our terms, with its fork's repository and labels", async () => {
    const origin = createOrigin({ "a.txt": "1" });
    const github = await startGitHub({ origin });
    const commit = origin.push("contrib:fix", { "a.txt": "2" }, "main");
    const number = await github.open("contrib:fix", { draft: true });
    await github
      .as("acme")
      .request(`POST ${REPOSITORY}/issues/${number}/labels`, { labels: ["a"] });
    expect(await (await forgeOf(github)).pullRequest(number)).toEqual({
      number,
      title: expect.any(String),
      author: "contrib",
      open: true,
      draft: true,
      locked: false,
      labels: ["a"],
      head: {
        ref: "fix",
        commit,
        repository: { id: expect.any(Number), owner: "contrib", name: NAME, defaultBranch: "main" },
      },
      base: {
        ref: "main",
        commit: origin.commit("main"),
        repository: { id: expect.any(Number), owner: OWNER, name: NAME, defaultBranch: "main" },
      },
    });
    expect(github.proxy.contradictions).toEqual([]);
  });

  test("has no head repository after its fork is deleted, and is not open after it is closed", async () => {
    const github = await startGitHub();
    const number = await github.open("contrib:fix");
    await github.as("contrib").request(`DELETE /repos/contrib/${NAME}`);
    await github.as("acme").request(`PATCH ${REPOSITORY}/pulls/${number}`, { state: "closed" });
    const pull = await (await forgeOf(github)).pullRequest(number);
    expect(pull.open).toBe(false);
    expect(pull.head).not.toHaveProperty("repository");
  });
});

describe("whose comment it is", () => {
  const written = async (github: GitHub, token: string, number: number, author?: string) => {
    const forge = githubForge({
      owner: OWNER,
      name: NAME,
      octokit: githubOctokit({ token, apiUrl: github.apiUrl, second: 10 }),
      ...(author !== undefined && { author }),
    });
    return (await forge.create(number, "hello")).own;
  };

  test("the tokens of a job, a named app and a person write as themselves", async () => {
    const github = await startGitHub();
    const number = await github.open("fix");
    expect(await written(github, await github.appToken("github-actions"), number)).toBe(true);
    expect(
      await written(github, await github.appToken("acme-policy"), number, "acme-policy[bot]"),
    ).toBe(true);
    expect(await written(github, github.token("writer"), number)).toBe(true);
    expect((await github.comments(number)).map(({ user }) => user.login)).toEqual([
      "github-actions[bot]",
      "acme-policy[bot]",
      "writer",
    ]);
    expect(github.proxy.contradictions).toEqual([]);
  });

  test("a token of an unexpected account leaves no comment and gets an error", async () => {
    const github = await startGitHub();
    const number = await github.open("fix");
    const error = await refusal(written(github, await github.appToken("acme-policy"), number));
    expect(error.message).toContain("does not belong to github-actions[bot]");
    expect(await github.comments(number)).toEqual([]);
  });
});

describe("a refusal", () => {
  const FAR: Answer = { ...TROUBLE.secondaryLimit(3600) };
  test.each<[string, Answer, Refusal]>([
    ["a limit that is far away", FAR, "rate-limit"],
    [
      "no permission",
      { status: 403, body: { message: "Resource not accessible by integration" } },
      "read-only-token",
    ],
    [
      "a locked conversation",
      { status: 403, body: { message: "Unable to create comment because issue is locked." } },
      "locked",
    ],
    [
      "a conversation that is gone",
      { status: 410, body: { message: "This issue was deleted" } },
      "not-found",
    ],
    ["nothing there", { status: 404, body: { message: "Not Found" } }, "not-found"],
    [
      "a text that is too long",
      { status: 422, body: { message: "Body is too long" } },
      "too-large",
    ],
    ["anything else", { status: 422, body: { message: "Validation Failed" } }, "refused"],
    ["bad credentials", { status: 401, body: { message: "Bad credentials" } }, "refused"],
    ["a forge in trouble", TROUBLE.badGateway, "unavailable"],
  ])("for %s is that word, once, without anything of the request", async (_name, answer, word) => {
    const github = await startGitHub();
    const number = await github.open("fix");
    const forge = await forgeOf(github);
    github.proxy.fault({ on: /^POST .+\/comments$/, answer, times: 9 });
    const error = await refusal(forge.create(number, "SECRET body"));
    expect(error.refusal).toBe(word);
    expect(requests(github, "POST")).toBe(1);
    const text = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
    for (const hidden of [
      "SECRET",

      "bearer",
      "authorization",
      github.token("acme"),
      JSON.stringify(answer.body),
    ])
      expect(text).not.toContain(hidden);
  });

  test("is reported if nothing answers", async () => {
    const octokit = githubOctokit({ token: "t", apiUrl: "http://127.0.0.1:9", second: 1 });
    const forge = githubForge({ owner: OWNER, name: NAME, octokit, author: "a[bot]" });
    expect((await refusal(forge.pullRequest(1))).refusal).toBe("unavailable");
  });

  test("says that a token is read-only, and continues reading", async () => {
    const github = await startGitHub();
    const number = await github.open("fix");
    const forge = await forgeOf(github, "reader");
    expect((await forge.pullRequest(number)).open).toBe(true);
    expect((await refusal(forge.create(number, "x"))).refusal).toBe("read-only-token");
    const status = { state: "success", description: "fine" } as const;
    expect((await refusal(forge.setStatus!("a".repeat(40), status))).refusal).toBe(
      "read-only-token",
    );
  });
});

describe("patience", () => {
  test.each<[string, Answer]>([
    ["502", TROUBLE.badGateway],
    ["a secondary limit", TROUBLE.secondaryLimit(2)],
    ["429 with retry-after", TROUBLE.tooMany(1)],
  ])("a failed read is retried after %s, at most three times", async (_name, answer) => {
    const github = await startGitHub();
    const number = await github.open("fix");
    const forge = await forgeOf(github);
    github.proxy.fault({ on: /^GET .+\/pulls\/\d+$/, answer, times: 3 });
    expect((await forge.pullRequest(number)).number).toBe(number);
    github.proxy.fault({ on: /^GET .+\/pulls\/\d+$/, answer, times: 1000 });
    const before = github.proxy.calls.length;
    await refusal(forge.pullRequest(number));
    expect(github.proxy.calls.length - before).toBe(4);
  });

  test("editing or deleting a missing comment is not an error", async () => {
    const github = await startGitHub();
    const number = await github.open("fix");
    const forge = await forgeOf(github);
    const { id } = await forge.create(number, "x");
    await forge.remove(number, id);
    await forge.remove(number, id);
    expect(await forge.update(number, id, "y")).toBeUndefined();
  });

  test("a second passes between two writes", async () => {
    // In a process of its own: the second is shorter in this one.
    const script = `
      const { githubOctokit } = await import(${JSON.stringify(import.meta.resolve("../../src/forge/octokit.ts"))});
      const octokit = githubOctokit({ token: "t", apiUrl: "http://127.0.0.1:9" });
      const request = { fetch: async () => Response.json({}) };
      const began = performance.now();
      await Promise.all([1, 2].map(() => octokit.request("POST /writes", { request })));
      console.log(performance.now() - began);`;
    const args = ["--conditions=source", "--input-type=module", "-e", script];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(Number(stdout)).toBeGreaterThan(990);
  });
});

test("GitHub Enterprise: the base URL has a path, and every request goes under it", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  for (let i = 0; i < 101; i += 1)
    await github
      .as("stranger")
      .request(`POST ${REPOSITORY}/issues/${number}/comments`, { body: "x" });
  const token = await github.appToken("github-actions");
  const forge = githubForge({
    owner: OWNER,
    name: NAME,
    token,
    apiUrl: `${github.apiUrl}/api/v3/`,
  });
  const notes: Note[] = [];
  for await (const note of forge.notes(number)) notes.push(note);
  expect(notes).toHaveLength(101);
  expect(notes.some(({ own }) => own)).toBe(false);
  expect((await forge.create(number, "hello")).own).toBe(true);
  expect(github.proxy.contradictions).toEqual([]);
});
