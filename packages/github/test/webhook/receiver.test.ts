import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { accessForCommands } from "../../src/commands/commands.ts";
import { jsonLog } from "../../src/json-log.ts";
import type { WebhookTask } from "../../src/webhook/events.ts";
import { MOST_BYTES, readBody, WEBHOOK_PATH, webhookReceiver } from "../../src/webhook/receiver.ts";
import { signatureVerifier } from "../../src/webhook/signature.ts";
import { webhookSecret } from "../app/keys.ts";
import {
  commentEvent,
  pullRequestEvent,
  pushEvent,
  webhook,
  type Delivery,
} from "../app/webhooks.ts";
import { runs } from "../../../cli/test/kit/sampling.ts";

function receiving({ full = false } = {}) {
  const taken: WebhookTask[] = [];
  const lines: string[] = [];
  const handle = webhookReceiver({
    log: jsonLog((line) => void lines.push(line), [webhookSecret]),
    accessFor: accessForCommands,
    verify: signatureVerifier([webhookSecret]),
    take: (task) => !full && taken.push(task) > 0,
    answered: () => {},
    isReady: () => !full,
  });
  return { handle, taken, lines };
}

const PLACE = { installation: 7002, owner: "acme", name: "mono" };
const PULL_REQUEST = { kind: "pull-request", place: PLACE, number: 7 };
const COMMAND = { kind: "command", place: PLACE, number: 7, by: "maint", needed: "write" };

const cases: [string, Delivery, WebhookTask | object][] = [
  ...[
    "opened",
    "synchronize",
    "reopened",
    "ready_for_review",
    "labeled",
    "unlabeled",
    "closed",
  ].map((action): [string, Delivery, object] => [action, pullRequestEvent(action), PULL_REQUEST]),
  [
    "retargeted",
    pullRequestEvent("edited", 7, { changes: { base: { ref: { from: "main" } } } }),
    PULL_REQUEST,
  ],
  ["a command", commentEvent("/release-policy recheck"), COMMAND],
  [
    "a command edited away",
    commentEvent("never mind", {
      action: "edited",
      changes: { body: { from: "/release-policy approve @acme/core@2.0.0" } },
    }),
    // Whatever its author may do by now, what is taken back counts no longer.
    PULL_REQUEST,
  ],
  [
    "a policy pushed",
    pushEvent("refs/heads/main", ["policies/core.yaml"]),
    { kind: "branch", place: PLACE, branch: "main" },
  ],
];

test.each(cases)("%s is accepted and answered at once", async (_, sent, task) => {
  const { handle, taken } = receiving();
  expect((await handle(webhook(sent))).status).toBe(202);
  expect(taken).toEqual([task]);
});

test.each<[string, Delivery]>([
  ["a new title", pullRequestEvent("edited", 7, { changes: { title: { from: "old" } } })],
  ["a comment without a command", commentEvent("LGTM, see docs/release-policy recheck")],
  [
    "a comment of an app",
    commentEvent("/release-policy recheck", {
      comment: { id: 1, body: "/release-policy recheck", user: { login: "a[bot]", type: "Bot" } },
    }),
  ],
  [
    "a comment of an account that is gone",
    commentEvent("", { comment: { id: 1, body: "/release-policy recheck", user: null } }),
  ],
  ["a comment on an issue", commentEvent("/release-policy recheck", { issue: { number: 7 } })],
  ["a push of code", pushEvent("refs/heads/main", ["src/policies/a.ts", "policies.md"])],
  ["a tag", pushEvent("refs/tags/policies", ["policies/core.yaml"])],
  ["an installation", { event: "installation", payload: { action: "created" } }],
  ["a ping", { event: "ping", payload: { zen: "Keep it logically awesome." } }],
])("%s is calmly ignored", async (_, sent) => {
  const { handle, taken } = receiving();
  expect((await handle(webhook(sent))).status).toBe(202);
  expect(taken).toEqual([]);
});

test.each<[string, Delivery, number]>([
  ["another secret", { ...pullRequestEvent("opened"), secret: "not-the-secret-0123456789" }, 401],
  [
    "a signature that is none",
    { ...pullRequestEvent("opened"), headers: { "x-hub-signature-256": "sha256=00" } },
    401,
  ],
  ["an empty body", { event: "pull_request", payload: "" }, 401],
  ["a body that is not valid JSON", { event: "pull_request", payload: "{" }, 400],
  ["a payload of another shape", { event: "pull_request", payload: { action: 1 } }, 400],
  ["no event", { ...pullRequestEvent("opened"), headers: { "x-github-event": "" } }, 400],
  [
    "a delivery id that is a text",
    { ...pullRequestEvent("opened"), headers: { "x-github-delivery": "a b\tc" } },
    400,
  ],
  ["as much as is read", { event: "push", payload: "x".repeat(MOST_BYTES) }, 400],
  ["too much", { event: "push", payload: "x".repeat(MOST_BYTES + 1) }, 413],
  [
    "what says that it is as much",
    { event: "push", payload: "{", headers: { "content-length": String(MOST_BYTES) } },
    400,
  ],
  [
    "what says that it is too much",
    { event: "push", payload: "{", headers: { "content-length": String(MOST_BYTES + 1) } },
    413,
  ],
])("%s is refused", async (_, sent, status) => {
  const { handle, taken } = receiving();
  expect((await handle(webhook(sent))).status).toBe(status);
  expect(taken).toEqual([]);
});

test("the signature covers the raw bytes: a different spelling of the same JSON is rejected", async () => {
  const { handle } = receiving();
  const request = webhook(pullRequestEvent("opened"));
  const headers = request.headers;
  const body = ` ${await request.text()}`;
  const changed = new Request(request.url, { method: "POST", headers, body });
  expect((await handle(changed)).status).toBe(401);
});

test("a full queue is answered with 503, so that the delivery counts as failed", async () => {
  const { handle } = receiving({ full: true });
  const answer = await handle(webhook(pullRequestEvent("opened")));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
});

test("a stalled body is abandoned", async () => {
  const body = new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from("{")) });
  const request = new Request("http://app.test/", { method: "POST", body, duplex: "half" });
  await expect(readBody(request, 0.05)).rejects.toMatchObject({ status: 408 });
});

test("a body has five seconds", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const body = new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from("{")) });
  const request = new Request("http://app.test/", { method: "POST", body, duplex: "half" });
  const answer = readBody(request).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await answer).toMatchObject({ status: 408 });
});

test("health and readiness are separate", async () => {
  const status = async (path: string, full: boolean) =>
    (await receiving({ full }).handle(new Request(`http://app.test${path}`))).status;
  expect(await status("/healthz", true)).toBe(200);
  expect(await status("/readyz", false)).toBe(200);
  expect(await status("/readyz", true)).toBe(503);
  expect(await status("/", false)).toBe(404);
  expect(await status(WEBHOOK_PATH, false)).toBe(405);
});

test("any request is answered and logged on one line, without secrets or a stranger's text", () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom("pull_request", "issue_comment", "push", "release"),
      fc.oneof(fc.jsonValue(), fc.constant(pullRequestEvent("opened").payload)),
      fc.boolean(),
      async (event, payload, signed) => {
        const { handle, lines } = receiving();
        const marked = { ...(payload as object), title: `MARK ${webhookSecret}` };
        const sent = { event, payload: marked, ...(signed ? {} : { secret: "x".repeat(20) }) };
        const answer = await handle(webhook(sent));
        expect([202, 400, 401]).toContain(answer.status);
        const text = `${lines.join("")}${await answer.text()}`;
        expect(lines).toHaveLength(1);
        expect(text).not.toContain("MARK");
        expect(text).not.toContain(webhookSecret);
      },
    ),
    { numRuns: runs(300) },
  ));

test("concurrent bodies are rejected above a total size", async () => {
  const bytes = new Uint8Array(MOST_BYTES);
  const unfinished = (size: number) =>
    new Request("http://app.test/", {
      method: "POST",
      body: new ReadableStream({
        start: (controller) => controller.enqueue(bytes.subarray(0, size)),
      }),
      duplex: "half",
    });
  const sizes = [...Array<number>(8).fill(MOST_BYTES), 1];
  const read = sizes.map((size) => readBody(unfinished(size), 0.3));
  const statuses = await Promise.all(
    read.map((body) => body.catch((error: { status: number }) => error.status)),
  );
  expect(statuses).toEqual([...Array<number>(8).fill(408), 503]);
});
