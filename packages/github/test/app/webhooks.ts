import { createHmac, randomUUID } from "node:crypto";
import { WEBHOOK_PATH } from "../../src/webhook/receiver.ts";
import { webhookSecret } from "./keys.ts";

export interface Delivery {
  readonly event: string;
  readonly payload: unknown;
  readonly id?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A webhook as GitHub sends it. */
export function delivery({
  event,
  payload,
  id,
  secret,
  headers,
}: Delivery): RequestInit & { body: string } {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const signed = createHmac("sha256", secret ?? webhookSecret)
    .update(body)
    .digest("hex");
  return {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": id ?? randomUUID(),
      "x-hub-signature-256": `sha256=${signed}`,
      ...headers,
    },
  };
}

export const webhook = (given: Delivery): Request =>
  new Request(`http://app.test${WEBHOOK_PATH}`, delivery(given));

const PLACE = {
  installation: { id: 7002 },
  repository: { id: 1, name: "mono", full_name: "acme/mono", owner: { login: "acme" } },
};

export const pullRequestEvent = (action: string, number = 7, more: object = {}): Delivery => ({
  event: "pull_request",
  payload: { action, number, pull_request: { number }, ...PLACE, ...more },
});

export const commentEvent = (body: string, more: object = {}): Delivery => ({
  event: "issue_comment",
  payload: {
    action: "created",
    issue: { number: 7, pull_request: {} },
    comment: { id: 1, body, user: { login: "maint", type: "User" } },
    ...PLACE,
    ...more,
  },
});

export const pushEvent = (ref: string, modified: string[], more: object = {}): Delivery => ({
  event: "push",
  payload: {
    ref,
    deleted: false,
    commits: [{ added: [], removed: [], modified }],
    ...PLACE,
    ...more,
  },
});
