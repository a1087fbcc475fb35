import { expect, test } from "vitest";
import { ForgeRefused } from "../../src/forge/forge.ts";
import { ask, type Http } from "../../src/forge/http.ts";
import { Board, serve, type FakeResponse } from "./fake.ts";

async function scene(...trouble: FakeResponse[]) {
  const board = new Board();
  let requests = 0;
  const apiUrl = await serve(board, () => {
    requests += 1;
    return { status: 200, body: "fine" };
  });
  board.trouble.push(...trouble);
  const http: Http = { forge: "GitLab", apiUrl, headers: { "private-token": "SECRET" }, second: 1 };
  return { board, http, asked: () => requests };
}

const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ForgeRefused);
  return (error as ForgeRefused).refusal;
};

test("treats a redirect as an error: the token is sent to no other host", async () => {
  const other = await scene();
  const { http } = await scene({ status: 302, headers: { location: other.http.apiUrl } });
  expect(await refusal(ask(http, "show it", { path: "/x" }))).toBe("refused");
  expect(other.asked()).toBe(0);
});

test("reading waits as requested, at most three times; writing fails at once", async () => {
  const busy = { status: 429, headers: { "retry-after": "2" } };
  const { http } = await scene(busy, busy, busy);
  expect((await ask(http, "show it", { path: "/x" })).body).toBe("fine");
  const many = await scene(busy, busy, busy, busy);
  expect(await refusal(ask(many.http, "show it", { path: "/x" }))).toBe("rate-limit");
  const write = await scene(busy);
  expect(await refusal(ask(write.http, "say it", { method: "POST", path: "/x", body: {} }))).toBe(
    "rate-limit",
  );
  expect(write.asked()).toBe(0);
  const minute = await scene({ status: 429, headers: { "retry-after": "60" } });
  expect((await ask(minute.http, "show it", { path: "/x" })).body).toBe("fine");
  const far = await scene({ status: 429, headers: { "retry-after": "61" } });
  expect(await refusal(ask(far.http, "show it", { path: "/x" }))).toBe("rate-limit");
  expect(far.asked()).toBe(0);
});

test("no answer means that the forge is unreachable", async () => {
  const http: Http = { forge: "GitLab", apiUrl: "http://127.0.0.1:9", headers: {}, second: 1 };
  expect(await refusal(ask(http, "show it", { path: "/x" }))).toBe("unavailable");
});
