import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { judgeInChildren } from "../../src/judge/children/judge-in-children.ts";
import { changeset, FILES, Origin } from "../change.ts";

const JUDGE = { baseRef: "main", today: "2026-11-22" };
const REPORT = "packages/core/api/index.d.ts";
const report = (...lines: readonly string[]): string =>
  [
    '// API report of "@acme/core", entry ".". Update: release-policy api --write. Format: 1',
    ...lines,
    "",
  ].join("\n");
const OPEN = "export declare function open(path: string): void;";
const CLOSE = "export declare function close(): void;";

/** What is said of a pull request with these files, by processes that have only git objects. */
async function messages(files: Readonly<Record<string, string | null>>) {
  const origin = new Origin({ ...FILES(), [REPORT]: report(OPEN, CLOSE) });
  const head = origin.pullRequest({
    ".changeset/a.md": changeset("@acme/core", "minor"),
    ...files,
  });
  const evaluation = await judgeInChildren(origin.request(head), JUDGE);
  if (evaluation.kind !== "judged") return evaluation.obstacles.map(({ message }) => message);
  return evaluation.report.findings.map(({ rule, message }) => `${rule}: ${plain(message)}`);
}

test("checks a pull request by the reports of both sides, without network, credentials or a checkout", async () => {
  expect(await messages({ [REPORT]: report(OPEN) })).toEqual([
    "change-bump: `@acme/core` would go from `1.2.0` to `1.3.0`, a `minor` release, but track `core` requires a `major` for the removal of `close` (`packages/core/api/index.d.ts`)",
  ]);
});

test("rejects reports nested too deeply, and detects deleted reports", async () => {
  const deep = `export type A = ${"[".repeat(20_000)}${"]".repeat(20_000)};`;
  expect(await messages({ [REPORT]: report(OPEN, deep) })).toEqual([
    expect.stringContaining("the API reports cannot be compared: "),
  ]);
  expect(await messages({ [REPORT]: null })).toEqual([
    expect.stringContaining("for the removal of `close`"),
    expect.stringContaining("no longer has the API report"),
  ]);
});
