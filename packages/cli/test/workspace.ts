import { execFileSync } from "node:child_process";
import { createFixture, type FsFixture } from "fs-fixture";
import { exampleFiles, EXAMPLE_DAY, type Example } from "@release-policy/core/testing";
import { onTestFinished } from "vitest";
import { check, type Report } from "../src/index.ts";

/** A temporary folder with the files, removed when the test ends. */
export async function folder(files: Readonly<Record<string, string>>): Promise<FsFixture> {
  const fixture = await createFixture({ ...files });
  onTestFinished(() => fixture.rm());
  return fixture;
}

/** git in a folder, with an author and without the maintenance that races with removing the folder. */
export const gitIn = (cwd: string, ...args: string[]): string =>
  execFileSync(
    "git",
    ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "gc.auto=0", "-c", "maintenance.auto=false", ...args],
    { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );

export function commitAll(cwd: string, message: string): string {
  gitIn(cwd, "add", "-A");
  gitIn(cwd, "commit", "-q", "--allow-empty", "-m", message);
  return gitIn(cwd, "rev-parse", "HEAD").trim();
}

/** Runs an example of a rule as a real workspace, with git where it has a base. */
export async function checkExample(example: Example): Promise<Report> {
  const { planner, branch, today, since } = example;
  const base = since ? { ...example, ...since } : example;
  const fixture = await folder(exampleFiles(base));
  const options = { cwd: fixture.path, today: today ?? EXAMPLE_DAY, ...(branch ? { branch } : {}) };
  if (!since) return check({ ...options, ...(planner ? {} : {}) });
  gitIn(fixture.path, "init", "-q", "-b", "main");
  const commit = commitAll(fixture.path, "base");
  for (const path of Object.keys(exampleFiles(base))) await fixture.rm(path);
  for (const [path, text] of Object.entries(exampleFiles(example))) await fixture.writeFile(path, text);
  commitAll(fixture.path, "head");
  return check({ ...options, since: commit });
}
