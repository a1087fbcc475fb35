import { once } from "node:events";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { privateKey, webhookSecret } from "./keys.ts";
import { startProcess } from "./process.ts";
import { sampled } from "../../../cli/test/kit/sampling.ts";

const SOCKETS = 1200;
const METRICS_TOKEN = "0123456789abcdef0123456789abcdef";

test.each(
  sampled([
    ["send nothing", ""],
    ["send half a header", "GET /healthz HTTP/1.1\r\nhost: a\r\n"],
    [
      "send half a body",
      "POST /api/github/webhooks HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\nx-github-event: push\r\nx-github-delivery: a\r\n\r\n{",
    ],
  ]),
)("1,200 clients that %s do not block the App", { timeout: 240_000 }, async (_, text) => {
  const app = await startProcess({
    APP_ID: "77",
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: webhookSecret,
    METRICS_TOKEN,
    PORT: "0",
    HOST: "127.0.0.1",
    SWEEP_MINUTES: "0",
  });
  const port = Number(new URL(app.url!).port);
  const sockets = Array.from({ length: SOCKETS }, () => connect(port, "127.0.0.1"));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  const connected = sockets.map(async (socket) => {
    socket.on("error", () => {}).resume();
    await once(socket, "connect");
    socket.write(text);
  });
  await Promise.all(connected);
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  // Each by a connection of its own, as a probe comes.
  const ask = async (path: string) =>
    (await fetch(`${app.url}${path}`, { headers: { ...headers, connection: "close" } })).status;
  const answers = [await ask("/healthz"), await ask("/metrics"), await ask("/readyz")];
  expect(answers).toEqual([200, 200, 200]);
  expect((await app.deliver({ event: "ping", payload: {} })).status).toBe(202);
  // A client learns that it was disconnected a moment after the App disconnects it.
  await expect
    .poll(() => sockets.filter(({ destroyed }) => !destroyed).length, { timeout: 30_000 })
    .toBeLessThanOrEqual(1000);
});
