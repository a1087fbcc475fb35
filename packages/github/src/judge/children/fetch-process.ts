import { mkdirSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { BadRequest, fetchChange, HeadMoved, type FetchRequest } from "../fetch-change.ts";
import { GitFailed } from "../git-failed.ts";
import type { JudgeLines } from "./evaluate-process.ts";
import { type GithubAccess, githubAnswers } from "./github-answers.ts";
import { linesOf } from "./lines.ts";
import { startJudge } from "./start-judge.ts";

export interface JudgementRequest {
  readonly fetch: FetchRequest;
  readonly judge: Omit<JudgeLines["judge"], "repository" | "base" | "head" | "merge"> & {
    readonly base?: string;
  };
  /** Who may be asked for the preview of changelogs. */
  readonly github?: GithubAccess;
  /** The folder of this judgement. */
  readonly folder: string;
  /** What the judge may read for the API comparison. */
  readonly comparison: readonly string[];
  /** Of the heap, in MiB. */
  readonly memory: number;
}

/** Why there is no verdict: what `fetchChange` throws, as data. */
export type JudgementFailure =
  | { readonly kind: "failed"; readonly why: "head-moved" | "unforeseen" }
  | { readonly kind: "failed"; readonly why: "bad-request"; readonly field: string }
  | { readonly kind: "failed"; readonly why: "git"; readonly reason: GitFailed["reason"] };

/**
 * Runs the processes of one check. It has the credentials and the network, starts git, and parses nothing of the pull
 * request: it receives the objects to fetch by name. The checking process writes the verdict straight to descriptor 3
 * of this process.
 */
const lines = linesOf(process.stdin);
void followParent();

async function followParent(): Promise<void> {
  const { done, value } = await lines.next();
  if (!done) void judgement(JSON.parse(value) as JudgementRequest);
  await lines.next();
  // The parent has exited, so nothing else would end this group.
  endGroup();
}

async function judgement({
  fetch,
  judge,
  github,
  folder,
  comparison,
  memory,
}: JudgementRequest): Promise<void> {
  const [repository, scratch] = [join(folder, "repository"), join(folder, "scratch")];
  mkdirSync(repository);
  mkdirSync(scratch);
  const child = startJudge({ repository, scratch, comparison, memory });
  try {
    const { base, head, merge } = await fetchChange(fetch, { repository, needed: child.needed });
    const isOther = judge.base !== undefined && judge.base !== base;
    const code = await child.judge(
      { repository, head, base, ...judge, ...(isOther ? {} : { merge }) },
      githubAnswers(github),
    );
    // oxlint-disable-next-line unicorn/no-process-exit -- standard input is still open
    process.exit(code === 0 ? 0 : 1);
  } catch (error) {
    const failure: JudgementFailure = failureData(error);
    if (failure.why === "unforeseen" || failure.why === "git")
      process.stderr.write(`${stackOf(error)}\n`);
    new Socket({ fd: 3, readable: false, writable: true }).end(JSON.stringify(failure), () =>
      // oxlint-disable-next-line unicorn/no-process-exit -- standard input is still open
      process.exit(0),
    );
  }
}

function failureData(error: unknown): JudgementFailure {
  const kind = "failed";
  if (error instanceof HeadMoved) return { kind, why: "head-moved" };
  if (error instanceof BadRequest) return { kind, why: "bad-request", field: error.field };
  if (error instanceof GitFailed) return { kind, why: "git", reason: error.reason };
  return { kind, why: "unforeseen" };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error instanceof GitFailed && error.stderr !== "" ? `${stack}\n${error.stderr}` : stack;
}

function endGroup(): void {
  if (process.platform === "win32") process.kill(process.pid, "SIGKILL");
  else process.kill(0, "SIGKILL");
}
