import { expect, test } from "vitest";
import { REPOSITORY } from "../emulator.ts";
import { APPROVE, CHANGESET, headline, major, refusedChange } from "./people.ts";

const REFUSED = "### ❌ Release policy: 1 of 1 release not allowed (1 error)";
const ALLOWED = "### ✅ Release policy: 1 release allowed (1 waived)";

test("the comment says how to approve; an approval makes it pass until the changeset changes", async () => {
  const { run, say, status, origin, github } = await refusedChange();
  const first = await run();
  expect(headline(first)).toBe(REFUSED);
  expect(first).toContain(`${APPROVE} `);
  expect(status()).toBe("failure");

  await say("writer", `Fine.\n\n${APPROVE}`);
  const second = await run();
  expect(headline(second)).toBe(ALLOWED);
  expect(second).toMatch(/Approved\*\* by `writer`, by a comment, `20[^`]+Z`/);
  expect(second).not.toContain("How to approve");
  expect(status()).toBe("success");

  origin.push("contrib:fix", { [CHANGESET]: major("Something else.") });
  const third = await run();
  expect(headline(third)).toBe(REFUSED);
  expect(third).toContain("review it, then write it again");
  expect(status()).toBe("failure");

  await say("writer", APPROVE);
  expect(headline(await run())).toBe(ALLOWED);
  expect(github.proxy.contradictions).toEqual([]);
});

test("a push that does not change the changeset keeps the approval", async () => {
  const { run, say, origin } = await refusedChange();
  await run();
  origin.push("contrib:fix", { "packages/core/index.js": "export {};\n" });
  // The comment is edited for the new commit, but has shown the release since it was made.
  expect(await run()).toMatch(/v1 [\w-]{32}=\w+ -->/);
  await say("writer", APPROVE);
  origin.push("contrib:fix", { "packages/core/index.js": "export { };\n" });
  expect(headline(await run())).toBe(ALLOWED);
  origin.push("main", { "docs/page.md": "Words.\n" });
  expect(headline(await run())).toBe(ALLOWED);
});

test("an approval before a push does not cover what was pushed", async () => {
  const { run, say, origin } = await refusedChange();
  await run();
  await say("writer", APPROVE);
  // No run has seen the approval when the push comes.
  origin.push("contrib:fix", { [CHANGESET]: major("Something else.") });
  expect(headline(await run())).toBe(REFUSED);
  expect(headline(await run())).toBe(REFUSED);
});

test("a line copied from an outdated page approves nothing else", async () => {
  const { run, say, origin } = await refusedChange();
  const line = /^ ?\/release-policy approve .*$/m;
  const [old = ""] = line.exec(await run()) ?? [];
  origin.push("contrib:fix", { [CHANGESET]: major("Something else.") });
  const [now = ""] = line.exec(await run()) ?? [];
  await say("writer", old);
  expect(headline(await run())).toBe(REFUSED);
  await say("writer", now);
  expect(headline(await run())).toBe(ALLOWED);
});

test("an approval expires when the version changes", async () => {
  const { run, say, origin } = await refusedChange();
  await run();
  await say("writer", APPROVE);
  expect(headline(await run())).toBe(ALLOWED);
  const moved = JSON.stringify({ name: "@acme/core", version: "2.0.0" });
  origin.push("main", { "packages/core/package.json": moved });
  const body = await run();
  expect(headline(body)).toBe(REFUSED);
  expect(body).toContain("the plan releases `3.0.0`");
});

test("a label approves what the comment shows, on behalf of who set it last, while it is present", async () => {
  const { run, label, later, github, number, origin } = await refusedChange();
  await run();
  await label("triager");
  expect(headline(await run())).toBe(REFUSED);
  const off = () =>
    github
      .as("acme")
      .request(
        `DELETE ${REPOSITORY}/issues/${number}/labels/${encodeURIComponent("Release: Approved")}`,
      );
  await off();
  await label("writer");
  const body = await run();
  expect(headline(body)).toBe(ALLOWED);
  expect(body).toContain("by `writer`, by a label");
  origin.push("contrib:fix", { [CHANGESET]: major("Something else.") });
  expect(await run()).toContain("remove the label and add it again");
  await off();
  await later();
  await label("writer");
  expect(headline(await run())).toBe(ALLOWED);
  await off();
  expect(headline(await run())).toBe(REFUSED);
});

test("a removed label counts for nothing, and costs no request", async () => {
  const { run, label, later, forge, github, number } = await refusedChange();
  await run();
  await label("writer");
  // Whoever sets another label has not set this one.
  await github.as("acme").request(`POST ${REPOSITORY}/issues/${number}/labels`, { labels: ["x"] });
  expect((await forge.labelling?.(number, "release: approved"))?.by).toBe("writer");
  await later();
  const name = encodeURIComponent("Release: Approved");
  await github.as("acme").request(`DELETE ${REPOSITORY}/issues/${number}/labels/${name}`);
  expect(await forge.labelling?.(number, "release: approved")).toBeUndefined();
  const events = () => github.proxy.calls.filter(({ path }) => path.endsWith("/events")).length;
  const before = events();
  expect(headline(await run())).toBe(REFUSED);
  expect(events()).toBe(before);
});

test.each([
  ["contrib", "the author cannot approve their own pull request"],
  ["stranger", "the policy requires write permission, but this account has read"],
  ["triager", "the policy requires write permission, but this account has triage"],
] as const)("the approval of %s does not count, and the comment says so", async (who, why) => {
  const { run, say } = await refusedChange();
  await run();
  await say(who, APPROVE);
  const body = await run();
  expect(headline(body)).toBe(REFUSED);
  expect(body).toContain(why);
});

test("approvals by a bot, by ourselves, or in edited or deleted comments do not count", async () => {
  const { run, say, github, number, later, forge } = await refusedChange();
  await run();
  const bot = github.as(await github.appToken("github-actions"));
  await later();
  await bot.request(`POST ${REPOSITORY}/issues/${number}/comments`, { body: APPROVE });
  await forge.create(number, APPROVE);
  expect(headline(await run())).toBe(REFUSED);

  const edited = await say("writer", "Looks fine.");
  await later(1100);
  const path = `PATCH ${REPOSITORY}/issues/comments/${edited}`;
  await github.as("writer").request(path, { body: APPROVE });
  const body = await run();
  expect(headline(body)).toBe(REFUSED);
  expect(body).toContain("the comment was edited");

  const deleted = await say("writer", APPROVE);
  expect(headline(await run())).toBe(ALLOWED);
  await github.as("writer").request(`DELETE ${REPOSITORY}/issues/comments/${deleted}`);
  expect(headline(await run())).toBe(REFUSED);
});

test("losing the permission invalidates the approval", async () => {
  const { run, say, github } = await refusedChange();
  await run();
  await say("writer", APPROVE);
  expect(headline(await run())).toBe(ALLOWED);
  await github.as("acme").request(`PUT ${REPOSITORY}/collaborators/writer`, { permission: "pull" });
  expect(headline(await run())).toBe(REFUSED);
});

test("the maintain permission includes write", async () => {
  const { run, say } = await refusedChange({ rules: "all", permission: "maintain" });
  await run();
  await say("writer", APPROVE);
  expect(await run()).toContain("the policy requires maintain permission");
  await say("acme", APPROVE);
  expect(headline(await run())).toBe(ALLOWED);
});

test("copying the comment's own lines does not change the age of an approval", async () => {
  const { run, say, origin, github, number } = await refusedChange();
  const first = await run();
  await say("writer", APPROVE);
  origin.push("contrib:fix", { [CHANGESET]: major("Something else.") });
  const second = await run();
  const digest = /v1 ([\w-]{32})/.exec(second)?.[1];
  expect(digest).toBeDefined();
  // As if the new text had been shown since the beginning: in a stranger's comment, and in the bot's own one.
  const forged = first.replace(/v1 [\w-]{32}/, `v1 ${digest}`);
  await say("stranger", forged);
  expect(headline(await run())).toBe(REFUSED);
  const own = (await github.comments(number)).find(({ user }) => user.login === "acme-policy[bot]");
  const since = Date.parse(own!.created_at).toString(36);
  const body = own!.body.replace(/v1 ([\w-]{32})[^ ]*/, `v1 $1=${since}`);
  expect(body).not.toBe(own!.body);
  await github.as("acme").request(`PATCH ${REPOSITORY}/issues/comments/${own!.id}`, { body });
  expect(headline(await run())).toBe(REFUSED);
});

test("with a secret, a person who can edit comments cannot forge the record or its marker", async () => {
  const { run, say, origin, github, number } = await refusedChange();
  const { createHash } = await import("node:crypto");
  await run({ secret: "s" });
  await say("writer", APPROVE);
  origin.push("contrib:fix", { [CHANGESET]: major("Something else.") });
  const now = await run({ secret: "s" });
  const comments = await github.comments(number);
  const own = comments.find(({ user }) => user.login === "acme-policy[bot]")!;
  const since = Date.parse(own.created_at).toString(36);
  const [, ...rest] = now.replace(/v1 ([\w-]{32})(?:=\w+)? /, `v1 $1=${since} `).split("\n");
  const text = rest.join("\n");
  const digest = createHash("sha256").update(text.trimEnd()).digest("hex").slice(0, 16);
  const body = now.split("\n")[0]!.replace(/digest=\w+/, `digest=${digest}`) + "\n" + text;
  await github.as("acme").request(`PATCH ${REPOSITORY}/issues/comments/${own.id}`, { body });
  expect(headline(await run({ secret: "s" }))).toBe(REFUSED);
});

test("a run that could not check keeps all approvals", async () => {
  const { run, say } = await refusedChange();
  await run();
  await say("writer", APPROVE);
  expect(headline(await run())).toBe(ALLOWED);
  const obstacles = [{ message: "no time" }];
  const error = await run({ evaluation: { kind: "not-judged", obstacles } });
  expect(headline(error)).toContain("could not be evaluated");
  expect(headline(await run())).toBe(ALLOWED);
});

test("a comment in which nothing changes is not edited", async () => {
  const { run, say, github } = await refusedChange();
  const edits = () => github.proxy.calls.filter(({ method }) => method === "PATCH").length;
  await run();
  await run();
  expect(edits()).toBe(0);
  await say("writer", APPROVE);
  await run();
  await run();
  await run();
  expect(edits()).toBe(1);
});

test("a finding that the policy does not allow to be approved, or not by comment, stays", async () => {
  const other = await refusedChange({ rules: ["freeze"] });
  await other.run();
  await other.say("writer", APPROVE);
  const body = await other.run();
  expect(headline(body)).toBe(REFUSED);
  expect(body).toContain("the policy does not allow approving `declared-bump`");
  expect(body).not.toContain("How to approve");
});

test("an approval that cannot be read is not treated as missing", async () => {
  const { run, say, github, status } = await refusedChange();
  await run();
  await say("writer", APPROVE);
  const before = await run();
  github.proxy.fault({
    on: /collaborators/,
    times: 9,
    answer: {
      status: 403,
      body: { message: "You have exceeded a secondary rate limit." },
      headers: { "retry-after": "900" },
    },
  });
  expect(await run()).toBe(before);
  expect(status()).toBe("success");
  github.proxy.calm();
  expect(await run()).toBe(before);
});
