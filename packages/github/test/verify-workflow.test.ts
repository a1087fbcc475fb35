import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { workflowFile } from "./workflow-files.ts";

const [job] = Object.values(workflowFile("docs/workflows/release-policy-verify.yml").jobs);
const SCRIPT = job!.steps.find(({ run }) => run !== undefined)!.run!;

/** What the step asks GitHub for, where `verify` ends with a code and there is an issue, or none. */
function asks(code: number, issue: string): readonly string[] | "fails" {
  const folder = mkdtempSync(join(tmpdir(), "verify-workflow-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = (name: string, text: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program("npx", `echo "npx $*" >> "${folder}/calls"; echo "**5 errors**"; exit ${code}`);
  program("gh", `echo "gh $*" >> "${folder}/calls"; [ "$2" != list ] || printf '%s' '${issue}'`);
  const env = {
    PATH: `${folder}:${process.env["PATH"]}`,
    RUNNER_TEMP: folder,
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
    RELEASE_POLICY: "release-policy@1.0.0",
  };
  try {
    // As GitHub runs a step.
    execFileSync("bash", ["-e", "-c", SCRIPT], { env, stdio: "pipe" });
  } catch {
    return "fails";
  }
  expect(readFileSync(join(folder, "summary"), "utf8")).toBe("**5 errors**\n");
  const [first, ...calls] = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
  expect(first).toBe("npx --yes release-policy@1.0.0 verify --wait 10m --format markdown");
  return calls
    .filter((call) => !call.startsWith("gh issue list"))
    .map((call) => call.replaceAll(`${folder}/`, ""));
}

const TITLE = "--title The registry does not agree with the release policy";

test("opens an issue if the registry does not agree", () => {
  expect(asks(1, "")).toEqual([
    "gh label create release-policy --force --description Written by release-policy",
    `gh issue create ${TITLE} --label release-policy --body-file registry.md`,
  ]);
});

test("keeps the one issue up to date", () => {
  expect(asks(1, "7")).toEqual([`gh issue edit 7 ${TITLE} --body-file registry.md`]);
});

test("closes the issue if the registry agrees again, and does nothing without one", () => {
  expect(asks(0, "7")).toEqual(["gh issue close 7 --comment The registry agrees again."]);
  expect(asks(0, "")).toEqual([]);
});

test("does not touch the issue and fails if the registry is unreachable", () => {
  expect(asks(2, "7")).toBe("fails");
});
