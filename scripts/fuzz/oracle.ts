import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { CannotJudge, type Report, check } from "../../packages/cli/src/index.ts";
import { RealPlanners } from "../../packages/cli/test/git/real-planners.ts";
import type { FuzzCase } from "./generate.ts";

/** The result of a check: a verdict, or why there is none. Anything else is a bug found. */
type CheckResult = { readonly report: Report } | { readonly refused: readonly string[] };

export interface Outcome {
  /** What is wrong, if anything. */
  readonly find?: string;
  readonly verdict: "judged" | "refused";
  /** Of the processor, in milliseconds, for the slowest check. */
  readonly slowest: number;
  /** Whether it was also checked as a commit and compared with the planner. */
  readonly withGit: boolean;
}

/** Checks the case as a folder, twice; with git also as a commit, with odd trees, and compared with the planner. */
export async function judgeCase(given: FuzzCase, withGit: boolean): Promise<Outcome> {
  const root = mkdtempSync(join(tmpdir(), "release-policy-fuzz-"));
  try {
    writeFiles(root, given.files);
    return await judgeFolder(root, given, withGit);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function judgeFolder(
  root: string,
  { entries }: FuzzCase,
  withGit: boolean,
): Promise<Outcome> {
  let slowest = 0;
  const say = async (options: Parameters<typeof check>[0]): Promise<CheckResult> => {
    const start = process.cpuUsage();
    try {
      return {
        report: await check({ cwd: root, today: "2026-06-15", branch: "main", ...options }),
      };
    } catch (error) {
      if (error instanceof CannotJudge)
        return {
          refused: error.obstacles.map(({ message, at }) => `${at?.path ?? ""} ${message}`),
        };
      throw error;
    } finally {
      const { user, system } = process.cpuUsage(start);
      slowest = Math.max(slowest, (user + system) / 1000);
    }
  };
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "core.quotePath=false", ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: GIT,
    });
  const folder = await say({});
  const again = await say({});
  const verdict = "report" in folder ? "judged" : "refused";
  let find = isDeepStrictEqual(folder, again)
    ? undefined
    : `two checks differ: ${differenceOf(folder, again)}`;
  if (withGit) {
    git("init", "-q", "-b", "main");
    git("add", "-A", "-f");
    git("commit", "-q", "-m", "x", "--no-gpg-sign");
    find ??=
      commitFind(folder, await say({ ref: "HEAD" })) ??
      ("report" in folder ? await plannerFind(root, folder.report) : undefined) ??
      (await treeFind(entries, git, say));
  }
  return { ...(find === undefined ? {} : { find }), verdict, slowest, withGit };
}

const GIT = {
  PATH: process.env["PATH"],
  HOME: tmpdir(),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "x",
  GIT_AUTHOR_EMAIL: "x@example.com",
  GIT_COMMITTER_NAME: "x",
  GIT_COMMITTER_EMAIL: "x@example.com",
};

function writeFiles(root: string, files: FuzzCase["files"]): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** What only strangers are refused. */
const OF_STRANGERS =
  /the pattern `|stands twice|__proto__|outside of its folder|more than 214|nested deeper/;

function commitFind(folder: CheckResult, commit: CheckResult): string | undefined {
  // A file of `.changeset` that no release reads is not written out: then another reason may come first.
  if ("refused" in commit)
    return "refused" in folder || commit.refused.every((line) => OF_STRANGERS.test(line))
      ? undefined
      : `the commit is refused, the folder is not: ${commit.refused.join("; ")}`;
  if ("refused" in folder)
    return `the folder is refused, the commit is not: ${folder.refused.join("; ")}`;
  const [a, b] = [comparable(folder.report), comparable(commit.report)];
  return isDeepStrictEqual(a, b) ? undefined : `folder and commit differ: ${differenceOf(a, b)}`;
}

const comparable = ({ outcome, findings, releases, waived }: Report) => ({
  outcome,
  findings,
  releases,
  waived,
});

function differenceOf(a: unknown, b: unknown): string {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  const from = Math.max(0, at - 80);
  return `…${left.slice(from, at + 160)} | …${right.slice(from, at + 160)}`;
}

/** A tree with an entry that no folder has: whatever is said, nothing is thrown. */
async function treeFind(
  entries: FuzzCase["entries"],
  git: (...args: string[]) => Buffer,
  say: (options: Parameters<typeof check>[0]) => Promise<CheckResult>,
): Promise<string | undefined> {
  for (const [mode, path] of entries) {
    const object = git("rev-parse", mode === "160000" ? "HEAD" : "HEAD:policies/core.yaml")
      .toString()
      .trim();
    try {
      git("rm", "-r", "-q", "--cached", "--ignore-unmatch", "--", path);
      git("update-index", "--add", "--replace", "--cacheinfo", `${mode},${object},${path}`);
    } catch {
      continue;
    }
    git("commit", "-q", "--allow-empty", "-m", "y", "--no-gpg-sign");
    const result = await say({ ref: "HEAD" });
    await say({ ref: "HEAD", since: "HEAD~1" });
    if (mode === "120000" && path.startsWith("policies/x") && "report" in result)
      return `the link ${path} is not seen`;
  }
  return undefined;
}

const planners = new RealPlanners();

/** What the planner itself releases has to be in the report. */
async function plannerFind(root: string, report: Report): Promise<string | undefined> {
  // A person who has read that a changeset is wrong has seen it.
  const isTold = report.findings.some(({ level, rule }) => level === "error" && TELLING.has(rule));
  if (isTold) return undefined;
  const copy = mkdtempSync(join(tmpdir(), "release-policy-fuzz-"));
  try {
    cpSync(root, copy, { recursive: true });
    const planned = await planners.plan(copy, report.planner.id);
    // What it refuses it does not release.
    if (planned === "refused") return undefined;
    const seen = new Set(report.releases.map(({ name, to }) => `${name} ${to}`));
    const unseen = planned.filter((release) => !seen.has(release));
    return unseen.length === 0
      ? undefined
      : `${report.planner.id} releases ${unseen.join(", ")}, which the report does not`;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const TELLING = new Set([
  "unreadable-changeset",
  "plan-refused",
  "unknown-package",
  "duplicate-key",
  "duplicate-package",
  "skipped-package",
]);
