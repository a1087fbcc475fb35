import { RequestError } from "@octokit/request-error";
import { expect, test } from "vitest";
import { errorFields, failureOf, isRateLimited, reportRefusals } from "../../src/app/failures.ts";
import { type Forge, ForgeRefused, type Refusal } from "../../src/forge/forge.ts";
import { HeadMoved } from "../../src/judge/fetch-change.ts";
import { GitFailed } from "../../src/judge/git-failed.ts";

const withStatus = (status: number): Error => Object.assign(new Error("x"), { status });

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

test.each<[unknown, string, boolean]>([
  [new HeadMoved(), "head-moved", true],
  [new GitFailed("unreachable"), "git unreachable", true],
  [new GitFailed("too-much"), "git too-much", false],
  [withStatus(500), "http 500", true],
  [withStatus(403), "http 403", true],
  [withStatus(422), "http 422", false],
  [new TypeError("x"), "TypeError", false],
  ["x", "unknown", false],
])("%s is %s, and tried again: %s", (error, reason, again) => {
  const failure = failureOf(error, 1);
  expect(failure.reason).toBe(reason);
  expect(failure.pause).toBe(again ? 2000 : undefined);
});

test("pauses grow, and the sixth is the last", () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7].map((tries) => failureOf(new HeadMoved(), tries).pause);
  expect(pauses).toEqual([2000, 10_000, 30_000, 120_000, 300_000, 600_000, undefined]);
});

test("logs an error with its cause and what git wrote", () => {
  const { stack, ...fields } = errorFields(new GitFailed("refused", "denied"));
  expect(stack).toContain("GitFailed");
  expect(fields).toEqual({ error: "GitFailed", message: "git: refused", stderr: "denied" });
  expect(errorFields(new GitFailed("refused"))).not.toHaveProperty("stderr");
  const caused = errorFields(new Error("a", { cause: new TypeError("b") }));
  expect(caused).toMatchObject({ error: "Error", cause: "TypeError: b" });
  expect(errorFields(new Error("a"))).not.toHaveProperty("cause");
  expect(errorFields("a")).toEqual({ error: "string", message: "a" });
});

test.each([
  [new ForgeRefused("rate-limit", "x"), true],
  [new ForgeRefused("unavailable", "x"), false],
  [requestError(429), true],
  [requestError(404), false],
  [new Error("rate limit"), false],
])("%s is a rate limit: %s", (error, isLimit) => {
  expect(isRateLimited(error)).toBe(isLimit);
});

function requestError(status: number): RequestError {
  const request = { method: "GET", url: "https://api.github.com/", headers: {} } as const;
  const response = { status, url: request.url, headers: {}, data: "", retryCount: 0 };
  return new RequestError("x", status, { request, response });
}

test("a forge reports what it refuses, of single answers and of lists, and nothing else", async () => {
  const refused = new ForgeRefused("locked", "x");
  const other = new Error("x");
  const forge = {
    me: "bot",
    pullRequest: (number: number) => Promise.reject(number === 1 ? refused : other),
    async *notes() {
      yield 1;
      throw refused;
    },
  } as unknown as Forge & { notes(): AsyncIterable<number>; readonly me: string };
  const reports: ForgeRefused[] = [];
  const reporting = reportRefusals(forge, (one) => reports.push(one)) as typeof forge;
  expect(reporting.me).toBe("bot");
  await expect(reporting.pullRequest(2)).rejects.toBe(other);
  expect(reports).toEqual([]);
  await expect(reporting.pullRequest(1)).rejects.toBe(refused);
  const seen: number[] = [];
  const list = async () => {
    for await (const one of reporting.notes()) seen.push(one);
  };
  await expect(list()).rejects.toBe(refused);
  expect(seen).toEqual([1]);
  expect(reports).toEqual([refused, refused]);
});
