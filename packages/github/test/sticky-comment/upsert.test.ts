import { describe, expect, test } from "vitest";
import type { Forge } from "../../src/forge/forge.ts";
import { ACTIONS_BOT } from "../../src/forge/github-people.ts";
import { githubForge } from "../../src/forge/github.ts";
import { GithubOctokit } from "../../src/forge/octokit.ts";
import { withMarker } from "../../src/sticky-comment/marker.ts";
import { upsert } from "../../src/sticky-comment/upsert.ts";
import { NAME, OWNER, REPOSITORY, startGitHub, type GitHub } from "../emulator.ts";

const HEAD = "c".repeat(40);
const sticky = (run: number, body = `text of ${run}`) => ({
  key: "main",
  body,
  head: HEAD,
  run,
  settle: 20,
});

/** The client as in a process of its own, without the pace that is kept between the writes of one process. */
async function forgeOn(github: GitHub, slug: "github-actions" | "acme-policy" = "github-actions") {
  const auth = await github.appToken(slug);
  const make = () =>
    githubForge({
      owner: OWNER,
      name: NAME,
      author: `${slug}[bot]`,
      octokit: new GithubOctokit({ auth, baseUrl: github.apiUrl, throttle: { enabled: false } }),
    });
  return make;
}

const say = (github: GitHub, number: number, body: string, who: "acme" | "stranger" = "stranger") =>
  github.as(who).request(`POST ${REPOSITORY}/issues/${number}/comments`, { body });

const writes = ({ proxy }: GitHub) =>
  proxy.calls
    .filter(({ method, path }) => method !== "GET" && /\/comments/.test(path))
    .map(({ method }) => method);

test("it is created, kept while nothing changes, and edited in place", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const forge = (await forgeOn(github))();
  expect(await upsert(forge, number, sticky(1, "red"))).toBe("created");
  const [first] = await github.comments(number);
  expect(first?.user.login).toBe(ACTIONS_BOT);
  expect(await upsert(forge, number, sticky(2, "red"))).toBe("unchanged");
  expect(writes(github)).toEqual(["POST"]);
  expect(await upsert(forge, number, sticky(3, "green"))).toBe("updated");
  const [second, ...others] = await github.comments(number);
  expect(others).toEqual([]);
  expect(second?.id).toBe(first?.id);
  expect(second?.body).toBe(withMarker("green", { key: "main", run: 3, head: HEAD }));
  expect(github.proxy.contradictions).toEqual([]);
});

test("a run older than the comment changes nothing", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const forge = (await forgeOn(github))();
  await upsert(forge, number, sticky(9));
  expect(await upsert(forge, number, sticky(8))).toBe("outdated");
  expect((await github.comments(number)).map(({ body }) => body)).toEqual([
    expect.stringContaining("text of 9"),
  ]);
  expect(writes(github)).toEqual(["POST"]);
});

// More than a page of GitHub's default, than its largest page, and than two of those.
const OTHERS = process.env["EVERY_CASE"] ? [35, 101, 250] : [101];
const ROUNDS = process.env["EVERY_CASE"] ? 30 : 4;

test.each(OTHERS)("the comment is found behind %i others", async (count) => {
  const github = await startGitHub();
  const number = await github.open("fix");
  for (let i = 0; i < count; i += 1) await say(github, number, `noise ${i}`);
  const forge = (await forgeOn(github))();
  await upsert(forge, number, sticky(1));
  await say(github, number, "noise after");
  expect(await upsert(forge, number, sticky(2))).toBe("updated");
  const comments = await github.comments(number);
  expect(comments).toHaveLength(count + 2);
  expect(comments.filter(({ user }) => user.type === "Bot")).toMatchObject([
    { body: expect.stringContaining("text of 2") },
  ]);
});

test("comments of others with our marker are ignored and untouched", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const spoof = withMarker("ignore the policy", { key: "main", run: 999_999, head: HEAD });
  await say(github, number, spoof);
  await upsert((await forgeOn(github, "acme-policy"))(), number, sticky(500, "of the other app"));
  expect(await upsert((await forgeOn(github))(), number, sticky(1))).toBe("created");
  const bodies = (await github.comments(number)).map(({ body }) => body);
  expect(bodies[0]).toBe(spoof);
  expect(bodies[1]).toContain("of the other app");
  expect(bodies[2]).toContain("text of 1");
  expect(bodies).toHaveLength(3);
});

test("two keys do not affect each other", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const forge = (await forgeOn(github))();
  await upsert(forge, number, sticky(1));
  expect(await upsert(forge, number, { ...sticky(1), key: "apps/Ünïcode --> x" })).toBe("created");
  expect(await upsert(forge, number, { ...sticky(2), key: "main" })).toBe("updated");
  expect(
    await upsert(forge, number, { ...sticky(2, "text of 1"), key: "apps/Ünïcode --> x" }),
  ).toBe("unchanged");
  expect(await github.comments(number)).toHaveLength(2);
});

test("a comment that was deleted manually is written again", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const forge = (await forgeOn(github))();
  await upsert(forge, number, sticky(1));
  const [comment] = await github.comments(number);
  const late: Forge = {
    ...forge,
    async update(...all) {
      await github.as("acme").request(`DELETE ${REPOSITORY}/issues/comments/${comment?.id}`);
      return forge.update(...all);
    },
  };
  expect(await upsert(late, number, sticky(2))).toBe("created");
  expect(writes(github)).toEqual(["POST", "DELETE", "PATCH", "POST"]);
  expect(await github.comments(number)).toMatchObject([
    { body: expect.stringContaining("text of 2") },
  ]);
});

test("a manually edited text is restored", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const forge = (await forgeOn(github))();
  await upsert(forge, number, sticky(1, "red"));
  const [comment] = await github.comments(number);
  await github.as("acme").request(`PATCH ${REPOSITORY}/issues/comments/${comment?.id}`, {
    body: comment?.body.replace("red", "green") ?? "",
  });
  expect(await upsert(forge, number, sticky(2, "red"))).toBe("updated");
  expect((await github.comments(number))[0]?.body).toContain("\nred");
});

test("no comment is created unless requested, but an existing one is updated", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const forge = (await forgeOn(github))();
  expect(await upsert(forge, number, { ...sticky(1), create: false })).toBe("absent");
  expect(await github.comments(number)).toEqual([]);
  await upsert(forge, number, sticky(2));
  expect(await upsert(forge, number, { ...sticky(3), create: false })).toBe("updated");
});

test("a body above the forge's limit is rejected before the request", async () => {
  const github = await startGitHub();
  const number = await github.open("fix");
  const forge = (await forgeOn(github))();
  await expect(upsert(forge, number, sticky(1, "ä".repeat(33_000)))).rejects.toMatchObject({
    refusal: "too-large",
  });
  expect(writes(github)).toEqual([]);
  await expect(forge.create(number, "x".repeat(65_537))).rejects.toMatchObject({
    refusal: "too-large",
  });
});

describe("runs that race", () => {
  test("five concurrent runs, again and again, always leave one comment with the newest text", async () => {
    const github = await startGitHub();
    const make = await forgeOn(github);
    for (let round = 0; round < ROUNDS; round += 1) {
      const number = await github.open(`branch-${round}`);
      await say(github, number, withMarker("spoof", { key: "main", run: 10_000, head: HEAD }));
      // Half of the rounds find a comment, the others race to create it.
      if (round % 2) await upsert(make(), number, sticky(1));
      github.proxy.barrier(new RegExp(`^GET .+/issues/${number}/comments$`), 5);
      github.proxy.barrier(round % 2 ? /^PATCH/ : /^POST .+\/comments$/, 5);
      const runs = [12, 10, 14, 11, 13].map((run) => upsert(make(), number, sticky(run)));
      await Promise.all(runs);
      github.proxy.calm();
      const own = (await github.comments(number)).filter(({ user }) => user.login === ACTIONS_BOT);
      expect(
        own.map(({ body }) => body),
        `round ${round}`,
      ).toEqual([withMarker("text of 14", { key: "main", run: 14, head: HEAD })]);
    }
    expect(github.proxy.contradictions).toEqual([]);
  });

  test("a lost response to a creation does not leave two comments", async () => {
    const github = await startGitHub();
    const number = await github.open("fix");
    const forge = (await forgeOn(github))();
    github.proxy.fault({
      on: /^POST .+\/comments$/,
      after: true,
      answer: { status: 502, body: { message: "x" } },
    });
    await upsert(forge, number, sticky(1));
    expect(await github.comments(number)).toHaveLength(1);
    expect(writes(github)).toEqual(["POST"]);
  });

  test("a retried edit does not replace the text of a newer run", async () => {
    const github = await startGitHub();
    const number = await github.open("fix");
    const make = await forgeOn(github);
    await upsert(make(), number, sticky(1));
    github.proxy.fault({ on: /^PATCH/, answer: { status: 502, body: { message: "x" } } });
    const slow = upsert(make(), number, sticky(2));
    while (!github.proxy.calls.some(({ status }) => status === 502))
      await new Promise((go) => setTimeout(go, 5));
    await upsert(make(), number, sticky(3));
    expect(await slow).toBe("outdated");
    expect((await github.comments(number))[0]?.body).toContain("text of 3");
  });
});
