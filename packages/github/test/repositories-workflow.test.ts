import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { workflowFile } from "./workflow-files.ts";

const { jobs } = workflowFile("docs/workflows/release-policy-repositories.yml");
const SCRIPT = jobs["repository"]!.steps.find(({ run }) => run !== undefined)!.run!;

/** What the job of a repository leaves, where the two commands end with these codes; "fails" if it is red. */
function left(audit: number, check: number, output = "{}"): readonly string[] | "fails" {
  const folder = mkdtempSync(join(tmpdir(), "repositories-workflow-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const npx = `printf '%s' '${output}'; case "$*" in *" audit "*) exit ${audit} ;; *) exit ${check} ;; esac`;
  writeFileSync(join(folder, "npx"), `#!/bin/sh\n${npx}\n`);
  chmodSync(join(folder, "npx"), 0o755);
  const env = {
    PATH: `${folder}:${process.env["PATH"]}`,
    REPOSITORY: "acme/kit",
    RELEASE_POLICY: "release-policy@1.0.0",
  };
  // As GitHub runs a step.
  const { status } = spawnSync("bash", ["-e", "-c", SCRIPT], { cwd: folder, env });
  return status === 0 ? readdirSync(join(folder, "results/acme/kit")) : "fails";
}

test("a job leaves an audit and a check, whatever the two found", () => {
  const both = ["audit.json", "check.json"];
  expect([left(0, 0), left(0, 1), left(2, 2)]).toEqual([both, both, both]);
});

test("a job without a result is red", () => {
  expect(left(1, 1, "")).toBe("fails");
});
