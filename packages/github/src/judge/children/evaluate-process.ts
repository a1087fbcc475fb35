import { readSync, writeSync } from "node:fs";
import { CannotJudge } from "release-policy";
import { type AskGithub, OpenCommits } from "release-policy/internal";
import { evaluate, evaluatePending, type EvaluateRequest } from "../evaluate.ts";
import type { NeededOptions } from "../fetch-blobs.ts";

/** The input of the check, one line of JSON each, in this order. */
export interface JudgeLines {
  /** `objects` is the descriptor of a git that reads the repository: see `OpenCommits`. */
  readonly needed: NeededOptions & { readonly objects?: number };
  readonly judge: EvaluateRequest & { readonly all?: boolean };
}

/**
 * The only process that parses anything of a pull request: it has no network, credentials or environment. On
 * descriptor 3 it requests objects, one batch per line, and waits for them, and asks about commits and pull requests for
 * the preview of changelogs; the verdict goes to descriptor 4, which nothing else writes to. It has nothing else to do
 * while it waits, and loading streams takes longer than a small check.
 */
const [STDIN, NEEDS, VERDICT] = [0, 3, 4] as const;
let unread = Buffer.alloc(0);
void answerParent();

async function answerParent(): Promise<void> {
  const opened = await requestObjects();
  const request = JSON.parse(nextLine()) as JudgeLines["judge"];
  const evaluation = request.all
    ? await evaluatePending(request, request.baseRef, opened)
    : await evaluate(request, opened, askParent);
  write(VERDICT, JSON.stringify(evaluation));
  // oxlint-disable-next-line unicorn/no-process-exit -- otherwise Node takes apart what is left of a large heap
  process.exit(0);
}

async function requestObjects(): Promise<OpenCommits | undefined> {
  let opened: OpenCommits | undefined;
  try {
    const options = JSON.parse(nextLine()) as JudgeLines["needed"];
    opened = new OpenCommits(options.repository, options.folder, options.objects);
    for await (const needed of opened.needed(options.commits, options.before)) {
      write(NEEDS, `${JSON.stringify(needed)}\n`);
      nextLine();
    }
  } catch (error) {
    // What cannot be read is said when it is judged.
    if (!(error instanceof CannotJudge)) throw error;
  }
  write(NEEDS, "null\n");
  return opened;
}

const askParent: AskGithub = async (github) => {
  write(NEEDS, `${JSON.stringify({ github })}\n`);
  return (JSON.parse(nextLine()) ?? undefined) as Awaited<ReturnType<AskGithub>>;
};

function nextLine(): string {
  for (;;) {
    const end = unread.indexOf(10);
    if (end >= 0) {
      const line = unread.toString("utf8", 0, end);
      unread = unread.subarray(end + 1);
      return line;
    }
    const chunk = Buffer.allocUnsafe(65_536);
    const bytes = readSync(STDIN, chunk);
    // oxlint-disable-next-line unicorn/no-process-exit -- the parent process has ended
    if (bytes === 0) process.exit(1);
    unread = Buffer.concat([unread, chunk.subarray(0, bytes)]);
  }
}

function write(descriptor: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
}
