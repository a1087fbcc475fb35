import { Socket } from "node:net";
import { CannotJudge } from "release-policy";
import { type AskGithub, OpenCommits } from "release-policy/internal";
import { evaluate, evaluatePending, type EvaluateRequest } from "../evaluate.ts";
import type { NeededOptions } from "../fetch-blobs.ts";
import { linesOf } from "./lines.ts";

/** The input of the check, one line of JSON each, in this order. */
export interface JudgeLines {
  readonly needed: NeededOptions;
  readonly judge: EvaluateRequest & { readonly all?: boolean };
}

/**
 * The only process that parses anything of a pull request: it has no network, credentials or environment. On
 * descriptor 3 it requests objects, one batch per line, and waits for them, and asks about commits and pull requests for
 * the preview of changelogs; the verdict goes to descriptor 4, which nothing else writes to.
 */
const lines = linesOf(process.stdin);
const needs = new Socket({ fd: 3, readable: false, writable: true });
void answerParent();

async function answerParent(): Promise<void> {
  const opened = await requestObjects();
  const request = JSON.parse(await nextLine()) as JudgeLines["judge"];
  const evaluation = request.all
    ? await evaluatePending(request, request.baseRef, opened)
    : await evaluate(request, opened, askInTurn());
  const verdict = new Socket({ fd: 4, readable: false, writable: true });
  verdict.end(JSON.stringify(evaluation), () => {
    process.stdin.destroy();
    needs.destroy();
  });
}

async function requestObjects(): Promise<OpenCommits | undefined> {
  let opened: OpenCommits | undefined;
  try {
    const options = JSON.parse(await nextLine()) as JudgeLines["needed"];
    opened = new OpenCommits(options.repository, options.folder);
    for await (const needed of opened.needed(options.commits, options.before)) {
      needs.write(`${JSON.stringify(needed)}\n`);
      await nextLine();
    }
  } catch (error) {
    // What cannot be read is said when it is judged.
    if (!(error instanceof CannotJudge)) throw error;
  }
  needs.write("null\n");
  return opened;
}

/** One question at a time: each waits for its line. */
function askInTurn(): AskGithub {
  let lastAnswer: ReturnType<AskGithub> = Promise.resolve(undefined);
  return (github) => {
    lastAnswer = lastAnswer.then(async () => {
      needs.write(`${JSON.stringify({ github })}\n`);
      return (JSON.parse(await nextLine()) ?? undefined) as Awaited<ReturnType<AskGithub>>;
    });
    return lastAnswer;
  };
}

async function nextLine(): Promise<string> {
  const { done, value } = await lines.next();
  // oxlint-disable-next-line unicorn/no-process-exit -- the parent process has ended
  return done ? process.exit(1) : value;
}
