import { describe, expect, test } from "vitest";
import { ForgeRefused, type Forge, type Note } from "../../src/forge/forge.ts";
import { giteaForge } from "../../src/forge/gitea.ts";
import { githubForge } from "../../src/forge/github.ts";
import { gitlabForge } from "../../src/forge/gitlab.ts";
import { githubOctokit } from "../../src/forge/octokit.ts";
import { withMarker } from "../../src/sticky-comment/marker.ts";
import { upsert } from "../../src/sticky-comment/upsert.ts";
import { NAME, OWNER, REPOSITORY, startGitHub } from "../emulator.ts";
import type { Answer } from "../fault-proxy.ts";
import type { Board } from "./fake.ts";
import { giteaFake } from "./gitea-fake.ts";
import { gitlabFake } from "./gitlab-fake.ts";

type Account = "bot" | "other" | "reader" | "nobody";

/** What every forge has to show, whatever it is called there. */
interface Subject {
  readonly number: number;
  readonly as: (account: Account) => Forge;
  /** So many comments of strangers. */
  readonly noise: (count: number) => Promise<unknown>;
  readonly lock: () => Promise<unknown>;
  readonly statuses: (commit: string) => readonly unknown[];
  /** The next answers. */
  readonly trouble: (answer: Answer, times: number) => void;
  /** How the forge says a failure in a status. */
  readonly failed: string;
  readonly owner: string;
}

const SUBJECTS: Readonly<Record<string, () => Promise<Subject>>> = {
  async GitHub() {
    const github = await startGitHub();
    const number = await github.open("contrib:fix");
    await github
      .as("acme")
      .request(`POST ${REPOSITORY}/issues/${number}/labels`, { labels: ["a"] });
    const tokens = {
      bot: await github.appToken("github-actions"),
      other: await github.appToken("acme-policy"),
      reader: await github.appToken("reader"),
      nobody: "wrong",
    };
    const authors = {
      bot: "github-actions[bot]",
      other: "acme-policy[bot]",
      reader: "reader[bot]",
      nobody: "x[bot]",
    };
    return {
      number,
      as: (account) =>
        githubForge({
          owner: OWNER,
          name: NAME,
          author: authors[account],
          octokit: githubOctokit({ token: tokens[account], apiUrl: github.apiUrl, second: 5 }),
        }),
      async noise(count) {
        const stranger = github.as("stranger");
        const path = `${REPOSITORY}/issues/${number}/comments`;
        for (let i = 0; i < count; i += 1)
          await stranger.request(`POST ${path}`, { body: "noise" });
      },
      lock: () => github.as("acme").request(`PUT ${REPOSITORY}/issues/${number}/lock`),
      statuses: (commit) => github.statuses(commit),
      trouble: (answer, times) => github.proxy.fault({ on: /./, answer, times }),
      failed: "failure",
      owner: OWNER,
    };
  },
  async GitLab() {
    const { board, apiUrl } = await gitlabFake();
    return fakeSubject(board, "failed", "acme/group", (token) =>
      gitlabForge({ apiUrl, project: 7, token, second: 5 }),
    );
  },
  async "Gitea, with pages"() {
    const { board, apiUrl } = await giteaFake({ paged: true });
    return fakeSubject(board, "failure", "acme", (token) =>
      giteaForge({ apiUrl, owner: "acme", name: "mono", token, second: 5 }),
    );
  },
  async "Gitea, all at once"() {
    const { board, apiUrl } = await giteaFake({ paged: false });
    return fakeSubject(board, "failure", "acme", (token) =>
      giteaForge({ apiUrl, owner: "acme", name: "mono", token, second: 5 }),
    );
  },
};

const STRANGER = { id: 99, login: "stranger", writes: true };

const fakeSubject = (
  board: Board,
  failed: string,
  owner: string,
  forge: (token: string) => Forge,
): Subject => ({
  number: 5,
  as: (account) => forge(`t-${account}`),
  async noise(count) {
    for (let i = 0; i < count; i += 1) board.add(STRANGER, "noise");
  },
  lock: async () => (board.locked = true),
  statuses: (commit) => board.statuses.filter((it) => it.commit === commit).map(({ body }) => body),
  trouble: (answer, times) => board.trouble.push(...Array.from({ length: times }, () => answer)),
  failed,
  owner,
});

const all = async (notes: AsyncIterable<Note>): Promise<Note[]> => {
  const list: Note[] = [];
  for await (const note of notes) list.push(note);
  return list;
};

const refusal = async (work: Promise<unknown>): Promise<ForgeRefused> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ForgeRefused);
  return error as ForgeRefused;
};

describe.each(Object.entries(SUBJECTS))("%s", (_name, make) => {
  test("describes a fork's pull request in our terms", async () => {
    const { as, number, owner } = await make();
    expect(await as("bot").pullRequest(number)).toEqual({
      number,
      title: expect.stringMatching(/./),
      author: "contrib",
      open: true,
      draft: false,
      locked: false,
      labels: ["a"],
      head: {
        ref: "fix",
        commit: expect.stringMatching(/^[\da-f]{40}$/),
        repository: expect.objectContaining({
          id: expect.any(Number),
          owner: "contrib",
          name: "mono",
        }),
      },
      base: {
        ref: "main",
        commit: expect.stringMatching(/^[\da-f]{40}$/),
        repository: expect.objectContaining({ id: expect.any(Number), owner, name: "mono" }),
      },
    });
  });

  test("distinguishes its own comments from others', over all pages, in order", async () => {
    const { as, number, noise } = await make();
    await noise(120);
    const { id } = await as("bot").create(number, "mine");
    await noise(1);
    const notes = await all(as("bot").notes(number));
    expect(notes).toHaveLength(122);
    expect(notes.flatMap(({ own }, index) => (own ? [index] : []))).toEqual([120]);
    expect(notes[120]).toMatchObject({ id, createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
  });

  test("edits and deletes its own comments, and reports missing ones", async () => {
    const { as, number } = await make();
    const bot = as("bot");
    const { id } = await bot.create(number, "first");
    expect(await bot.update(number, id, "second")).toMatchObject({ id, body: "second", own: true });
    expect((await refusal(as("other").update(number, id, "mine"))).refusal).toBe("read-only-token");
    await bot.remove(number, id);
    await bot.remove(number, id);
    expect(await bot.update(number, id, "third")).toBeUndefined();
    expect(await all(bot.notes(number))).toEqual([]);
  });

  test("has one comment with the newest text, however many concurrent runs", async () => {
    const { as, number } = await make();
    const head = "c".repeat(40);
    await as("other").create(number, withMarker("spoof", { key: "main", run: 99_999, head }));
    await Promise.all(
      [3, 1, 5, 2, 4].map((run) =>
        upsert(as("bot"), number, { key: "main", body: `text of ${run}`, head, run, settle: 20 }),
      ),
    );
    const own = (await all(as("bot").notes(number))).filter((note) => note.own);
    expect(own.map(({ body }) => body)).toEqual([
      withMarker("text of 5", { key: "main", run: 5, head }),
    ]);
  });

  test("sets a status", async () => {
    const { as, statuses, failed } = await make();
    const commit = "d".repeat(40);
    const url = "https://ci.test/1";
    await as("bot").setStatus?.(commit, { state: "failure", description: "1 problem", url });
    const named = failed === "failed" ? { name: "release-policy" } : { context: "release-policy" };
    expect(statuses(commit)).toMatchObject([
      { ...named, state: failed, description: "1 problem", target_url: url },
    ]);
  });

  test("fails with our own messages, without the token, the text or the response", async () => {
    const it = await make();
    const refusals: ForgeRefused[] = [];
    const refused = async (work: Promise<unknown>) => {
      const error = await refusal(work);
      refusals.push(error);
      return error.refusal;
    };
    const { number } = it;
    expect(await refused(it.as("reader").create(number, "SECRET"))).toBe("read-only-token");
    expect(await refused(it.as("nobody").pullRequest(number))).toMatch(/^(?:refused|not-found)$/);
    expect(await refused(it.as("bot").pullRequest(number + 1000))).toBe("not-found");
    const bot = it.as("bot");
    expect(await refused(bot.create(number, "SECRET".repeat(bot.mostBytes)))).toBe("too-large");
    await it.lock();
    expect(await refused(it.as("bot").create(number, "SECRET"))).toBe("locked");
    it.trouble({ status: 503, body: { message: "ANSWER" } }, 20);
    expect(await refused(it.as("bot").pullRequest(number))).toBe("unavailable");
    for (const { message, stack } of refusals)
      expect(`${message} ${stack}`).not.toMatch(/SECRET|ANSWER|t-bot|ghs_/);
  });

  test("retries after a short outage", async () => {
    const it = await make();
    it.trouble({ status: 502, body: { message: "x" } }, 2);
    expect(await it.as("bot").pullRequest(it.number)).toMatchObject({ number: it.number });
  });
});
