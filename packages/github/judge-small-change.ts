import { execFileSync, spawnSync } from "node:child_process";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeWorkspace } from "../../scripts/bench/workspace.ts";
import type { UsualRun } from "../cli/eager-functions.ts";
import type { JudgeLines } from "./src/judge/children/evaluate-process.ts";

/** Judges a changeset that is added to a small workspace. Throws if it is not judged. */
export const judgeSmallChange: UsualRun = (dist, env) => {
  const root = writeWorkspace({ packages: 10, changesets: 5 });
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args], {
      cwd: root,
      encoding: "utf8",
    }).trim();
  try {
    const base = git("rev-parse", "HEAD");
    writeFileSync(join(root, ".changeset/added.md"), '---\n"@acme/core-0": patch\n---\n\nx\n');
    git("add", "-A");
    git("commit", "-q", "-m", "added");
    const head = git("rev-parse", "HEAD");
    const repository = join(root, "bare");
    renameSync(join(root, ".git"), repository);
    const needed: JudgeLines["needed"] = { repository, commits: [head, base], before: base };
    const merge = { commit: head, merged: true };
    const judge: JudgeLines["judge"] = { repository, base, head, merge, baseRef: "main" };
    const { output } = spawnSync(process.execPath, [join(dist, "evaluate-process.cjs")], {
      env,
      input: `${JSON.stringify(needed)}\n${JSON.stringify(judge)}\n`,
      stdio: ["pipe", "ignore", "inherit", "pipe", "pipe"],
    });
    if (!String(output[4]).startsWith('{"kind":"judged"'))
      throw new Error("the small change could not be judged");
  } finally {
    rmSync(root, { recursive: true });
  }
};
