import { expect, test } from "vitest";
import { OWNER, REPOSITORY, startGitHub } from "./emulator.ts";
import { TROUBLE } from "./fault-proxy.ts";
import { createOrigin } from "./origin.ts";

test("a fork's pull request has the last pushed head, and its base is updated", async () => {
  const origin = createOrigin({ "a.txt": "1" });
  const github = await startGitHub({ origin });
  const first = origin.push("contrib:fix", { "a.txt": "2" }, "main");
  const number = await github.open("contrib:fix");
  const pull = async () =>
    (await github.as("acme").request(`GET ${REPOSITORY}/pulls/${number}`)).data as {
      head: { sha: string; repo: { full_name: string } };
      base: { sha: string };
    };
  expect((await pull()).head).toMatchObject({ sha: first, repo: { full_name: "contrib/mono" } });
  const second = origin.push("contrib:fix", { "a.txt": "3" });
  expect((await pull()).head.sha).toBe(second);
  expect(origin.commit(`refs/pull/${number}/head`)).toBe(second);
  const base = origin.push("main", { "b.txt": "1" });
  expect((await pull()).base.sha).toBe(base);
  expect(github.proxy.contradictions).toEqual([]);
});

test("comments of the Actions token belong to its bot, and only it can edit them", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const bot = github.as(await github.appToken("github-actions"));
  const { data } = await bot.request(`POST ${REPOSITORY}/issues/${number}/comments`, {
    body: "hello",
  });
  expect(data).toMatchObject({ user: { login: "github-actions[bot]", type: "Bot" } });
  const other = github.as(await github.appToken("acme-policy"));
  const id = (data as { id: number }).id;
  await expect(
    other.request(`PATCH ${REPOSITORY}/issues/comments/${id}`, { body: "mine" }),
  ).rejects.toMatchObject({ status: 403 });
  await expect(
    bot.request(`POST ${REPOSITORY}/issues/${number}/comments`, { body: "x".repeat(65_537) }),
  ).rejects.toMatchObject({ status: 422 });
  const reader = github.as(await github.appToken("reader"));
  await expect(
    reader.request(`POST ${REPOSITORY}/issues/${number}/comments`, { body: "x" }),
  ).rejects.toThrow("Resource not accessible by integration");
  await github.as(OWNER).request(`PUT ${REPOSITORY}/issues/${number}/lock`);
  await expect(
    bot.request(`POST ${REPOSITORY}/issues/${number}/comments`, { body: "x" }),
  ).rejects.toThrow("locked");
  expect(await github.comments(number)).toHaveLength(1);
  expect(github.proxy.contradictions).toEqual([]);
});

test("permissions, labels and statuses are returned like GitHub's", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const bot = github.as(await github.appToken("github-actions"));
  const permission = async (login: string) =>
    (await bot.request(`GET ${REPOSITORY}/collaborators/${login}/permission`)).data as {
      permission: string;
      role_name: string;
    };
  expect(await permission("acme")).toMatchObject({ permission: "admin" });
  expect(await permission("writer")).toMatchObject({ permission: "write", role_name: "write" });
  expect(await permission("triager")).toMatchObject({ permission: "read", role_name: "triage" });
  expect(await permission("stranger")).toMatchObject({ permission: "read" });
  await github
    .as("writer")
    .request(`POST ${REPOSITORY}/issues/${number}/labels`, { labels: ["approved"] });
  expect((await bot.request(`GET ${REPOSITORY}/issues/${number}/events`)).data).toMatchObject([
    { event: "labeled", actor: { login: "writer" }, label: { name: "approved" } },
  ]);
  expect((await bot.request(`GET ${REPOSITORY}/pulls/${number}`)).data).toMatchObject({
    labels: [{ name: "approved" }],
  });
  const sha = "a".repeat(40);
  await bot.request(`POST ${REPOSITORY}/statuses/${sha}`, {
    state: "success",
    context: "release-policy",
  });
  expect(github.statuses(sha)).toMatchObject([
    { state: "success", context: "release-policy", creator: { login: "github-actions[bot]" } },
  ]);
  expect(github.proxy.contradictions).toEqual([]);
});

test("injects faults as often as requested, before or after the operation", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const comments = `${REPOSITORY}/issues/${number}/comments`;
  github.proxy.fault({ on: /^POST .+\/comments$/, answer: TROUBLE.badGateway });
  github.proxy.fault({ on: /^POST .+\/comments$/, answer: TROUBLE.badGateway, after: true });
  const post = () => github.as("acme").request(`POST ${comments}`, { body: "x" });
  await expect(post()).rejects.toMatchObject({ status: 502 });
  expect(await github.comments(number)).toHaveLength(0);
  await expect(post()).rejects.toMatchObject({ status: 502 });
  expect(await github.comments(number)).toHaveLength(1);
  await post();
  expect(await github.comments(number)).toHaveLength(2);
});

test("reports requests and responses that do not match GitHub's description", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  await github
    .as("acme")
    .request(`POST ${REPOSITORY}/statuses/${"a".repeat(40)}`, { state: "splendid" });
  expect(github.proxy.contradictions).toEqual([
    expect.stringContaining("request /state must be equal to one of the allowed values"),
    expect.stringContaining("201  must have required property 'context'"),
  ]);
  expect(number).toBe(1);
});
