import { expect, test } from "vitest";
import { willAnswerLater } from "../../src/approvals/apply-approvals.ts";
import { commentAttempts } from "../../src/approvals/attempts.ts";
import { ForgeRefused, type Refusal } from "../../src/forge/forge.ts";

const MARK = "a".repeat(16);
const attempts = (body: string, updatedAt = "2026-11-22T10:00:00.999Z") =>
  commentAttempts({
    id: 1,
    body,
    own: false,
    author: "ann",
    createdAt: "2026-11-22T10:00:00Z",
    updatedAt,
  });

test("a comment approves the releases that its commands name, as the copied line showed them", () => {
  const attempt = { by: "ann", at: "2026-11-22T10:00:00Z", via: "comment", edited: false };
  const names = { package: "core", version: "2.0.0" };
  expect(attempts("/release-policy approve core@2.0.0")).toEqual([{ ...attempt, names }]);
  expect(attempts(`/release-policy approve core@2.0.0 ${MARK}`)).toEqual([
    { ...attempt, names, seen: MARK },
  ]);
  expect(attempts("/release-policy approve everything please")).toEqual([attempt]);
  expect(attempts("/release-policy recheck")).toEqual([]);
  expect(attempts("/release-policy aprove core@2.0.0")).toEqual([]);
  expect(attempts("I approve of this.")).toEqual([]);
});

test("a comment that changed a second after it was written is edited", () => {
  const [attempt] = attempts("/release-policy approve core@2.0.0", "2026-11-22T10:00:01Z");
  expect(attempt!.edited).toBe(true);
});

test("only a limit or an outage makes the next run worth waiting for", () => {
  const refusals: Refusal[] = ["rate-limit", "unavailable", "read-only-token", "refused"];
  const later = refusals.map((refusal) => willAnswerLater(new ForgeRefused(refusal, "")));
  expect(later).toEqual([true, true, false, false]);
});
