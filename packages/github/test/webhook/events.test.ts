import { expect, test } from "vitest";
import { accessForCommands } from "../../src/commands/commands.ts";
import { webhookTask } from "../../src/webhook/events.ts";
import { commentEvent, pushEvent } from "../app/webhooks.ts";

const taskOf = ({ event, payload }: ReturnType<typeof pushEvent>) =>
  webhookTask(event, payload, accessForCommands).kind;

const commits = (count: number) => ({
  commits: Array.from({ length: count }, () => ({ added: [], removed: [], modified: ["a.ts"] })),
});

test.each([
  ["policies/core.yaml", {}, "branch"],
  ["src/index.ts", {}, "nothing"],
  // The list of commits ends at 2,048: what comes after them may have changed the policy.
  ["src/index.ts", commits(2047), "nothing"],
  ["src/index.ts", commits(2048), "branch"],
  // Back to an older policy: the list does not have the commits that are gone.
  ["src/index.ts", { forced: true, commits: [] }, "branch"],
  ["policies/core.yaml", { deleted: true }, "nothing"],
])("a push that changes %s, with %j, requests %s", (path, more, kind) => {
  expect(taskOf(pushEvent("refs/heads/main", [path], more))).toBe(kind);
});

const APPROVE = "/release-policy approve @acme/plugin@1.0.0";

test.each([
  ["is written", "created", APPROVE, undefined, "command"],
  ["is written under other words", "created", `Fine.\n\n${APPROVE}`, undefined, "command"],
  // Whoever wrote it may have lost the permission since.
  ["is deleted", "deleted", APPROVE, undefined, "pull-request"],
  ["is edited away", "edited", "Never mind.", APPROVE, "pull-request"],
  ["becomes another command", "edited", "/release-policy recheck", APPROVE, "pull-request"],
  ["was none", "edited", "Never mind.", "Fine.", "nothing"],
  ["was a recheck", "deleted", "/release-policy recheck", undefined, "command"],
])("an approval that %s", (_, action, body, from, kind) => {
  const more = { action, ...(from === undefined ? {} : { changes: { body: { from } } }) };
  expect(taskOf(commentEvent(body, more))).toBe(kind);
});
