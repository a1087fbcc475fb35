import { expect, test } from "vitest";
import { answerQuestions } from "../../src/commands/answers.ts";
import type { Forge, Note } from "../../src/forge/forge.ts";
import type { Evaluation } from "../../src/judge/evaluation.ts";
import type { PullRequest } from "../../src/pull-request.ts";
import { withMarker } from "../../src/sticky-comment/marker.ts";

const HEAD = "a".repeat(40);
const evaluation = {
  kind: "judged",
  merged: true,
  report: {
    outcome: "pass",
    findings: [],
    releases: [],
    pending: [],
    waived: [],
    notes: [],
    unreleased: [],
    pendingReleases: [],
    changesetPaths: [],
    planner: { id: "changesets@3", package: "p", version: "1.0.0", from: "bundled" },
  },
} as unknown as Evaluation;
const pullRequest = { number: 7, head: { commit: HEAD }, base: { ref: "main" } } as PullRequest;

const note = (id: number, author: string, body: string): Note => ({
  id,
  body,
  own: author === "bot",
  author,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:00Z",
});
const question = note(1, "maint", "/release-policy explain @acme/core");
const marked = withMarker("An answer.", { key: "answer-1", run: 1, head: HEAD });

/** How many questions are answered on a pull request with these comments. */
async function answered(notes: readonly Note[]): Promise<number> {
  const all = [...notes];
  const forge: Partial<Forge> = {
    mostBytes: 60_000,
    permissionOf: async (login) => (login === "maint" ? "write" : "read"),
    notes: async function* () {
      yield* all;
    },
    create: async (_, body) => {
      all.push(note(99, "bot", body));
      return all.at(-1)!;
    },
  };
  const options = { run: 2, commit: HEAD, base: "main" };
  return await answerQuestions(forge as Forge, pullRequest, evaluation, options);
}

test.each([
  ["has no answer yet", [question], 1],
  ["has one", [question, note(2, "bot", marked)], 0],
  ["has one that a stranger made up", [question, note(2, "stranger", marked)], 1],
  ["is no command", [note(1, "maint", "please explain @acme/core")], 0],
  ["was made up in our own comment", [note(2, "bot", question.body)], 0],
])("a question that %s", async (_, notes, count) => {
  expect(await answered(notes)).toBe(count);
});
