import { expect, test } from "vitest";
import { ForgeRefused } from "../../src/forge/forge.ts";
import { refusalOf, undefinedIfGone } from "../../src/forge/refusal.ts";

const EMPTY = { status: 400, message: "", headers: {} };

test.each([
  ["refused", {}],
  ["rate-limit", { status: 429 }],
  ["rate-limit", { status: 403, message: "API rate limit exceeded" }],
  ["rate-limit", { status: 403, headers: { "x-ratelimit-remaining": "0" } }],
  ["read-only-token", { status: 403, headers: { "x-ratelimit-remaining": "1" } }],
  ["refused", { status: 422, message: "API rate limit exceeded" }],
  ["refused", { status: 422, headers: { "x-ratelimit-remaining": "0" } }],
  ["locked", { status: 403, message: "Conversation is locked" }],
  ["unavailable", { status: 500, message: "database is locked" }],
  ["read-only-token", { status: 403, message: "the branch is unlocked" }],
  ["not-found", { status: 404 }],
  ["not-found", { status: 410 }],
  ["too-large", { status: 413 }],
  ["too-large", { status: 422, message: "Body is too long" }],
  ["unavailable", { status: 0 }],
  ["unavailable", { status: 500 }],
  ["refused", { status: 499 }],
])("is %s after %j", (refusal, answer) => {
  expect(refusalOf("GitHub", "read", { ...EMPTY, ...answer }).refusal).toBe(refusal);
});

test.each([
  ["30", 30],
  [0, 0],
  ["-1", undefined],
  ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
  [undefined, undefined],
])("Retry-After %s is %s seconds", (header, seconds) => {
  const headers = { "retry-after": header };
  expect(refusalOf("GitHub", "read", { ...EMPTY, headers }).retryAfter).toBe(seconds);
});

test("says in our words what the forge did not do", () => {
  const secret = { ...EMPTY, status: 0, message: "ghp_secret" };
  expect(refusalOf("GitHub", "read", secret).message).toBe(
    "GitHub did not read: the server is unavailable (no answer)",
  );
  expect(refusalOf("Gitea", "edit the comment", { ...EMPTY, status: 404 }).message).toBe(
    "Gitea did not edit the comment: not found, or the token has no access (404)",
  );
});

test("only what does not exist is undefined", async () => {
  const failing = (error: Error) =>
    undefinedIfGone(async () => {
      throw error;
    });
  expect(await undefinedIfGone(() => Promise.resolve(1))).toBe(1);
  expect(await failing(new ForgeRefused("not-found", "gone"))).toBeUndefined();
  await expect(failing(new ForgeRefused("locked", "locked"))).rejects.toThrow("locked");
  await expect(failing(new Error("other"))).rejects.toThrow("other");
});
