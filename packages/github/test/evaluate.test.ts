import { expect, onTestFinished, test } from "vitest";
import { evaluate } from "../src/engine/evaluate.ts";
import type { Evaluation, Judged } from "../src/engine/evaluation.ts";
import { fetchChange } from "../src/engine/fetch.ts";
import { changeset, Origin } from "./change.ts";

const TODAY = "2026-11-22";

async function evaluated(origin: Origin, head: string, baseRef = "main"): Promise<Evaluation> {
  const fetched = await fetchChange(origin.request(head, { baseRef }));
  onTestFinished(fetched.dispose);
  return await evaluate({ ...fetched, baseRef, today: TODAY });
}

async function judged(origin: Origin, head: string, baseRef?: string): Promise<Judged> {
  const evaluation = await evaluated(origin, head, baseRef);
  if (evaluation.kind === "judged") return evaluation;
  throw new Error(evaluation.obstacles.map(({ message }) => message).join("\n"));
}

test("judges a pull request by the policy of its base", async () => {
  const origin = new Origin();
  const head = origin.pullRequest({ ".changeset/one.md": changeset("@acme/plugin", "major") });
  const { report, merged } = await judged(origin, head);
  expect(merged).toBe(true);
  expect(report.findings.map(({ rule }) => rule)).toContain("accidental-graduation");
});
