import { CannotJudge, formatObstacles, formatTerminal } from "release-policy";
import { BadRequest } from "../engine/fetch.ts";
import { forgeOf, NoForge } from "../forge/forge-of.ts";
import { ForgeRefused } from "../forge/forge.ts";
import { judgeIn } from "../judge-in.ts";
import { post } from "../post.ts";

export interface Commented {
  readonly output: string;
  /** As the command line has them: 0 pass, 1 findings at error level, 2 no verdict. */
  readonly code: 0 | 1 | 2;
}

/** Judges the merge or pull request that a job of another CI runs for, and comments on it. Never throws for a forge's sake. */
export async function commentFrom(env: NodeJS.ProcessEnv): Promise<Commented> {
  try {
    const { forge, number, run, url, repository } = forgeOf(env);
    if (number === undefined) return { output: "this job runs for no pull request", code: 0 };
    const pullRequest = await forge.pullRequest(number);
    const { base, head } = pullRequest;
    const folder = env["RELEASE_POLICY_FOLDER"];
    const evaluation = await judgeIn(
      { ...repository, ...(folder ? { folder } : {}) },
      { baseRef: base.ref, headRef: repository.headRef(number), head: head.commit },
    );
    const { notices } = await post(forge, pullRequest, evaluation, {
      run,
      ...(url === undefined ? {} : { url }),
      ...(folder ? { key: folder } : {}),
    });
    const judged = evaluation.kind === "judged";
    const text = judged
      ? formatTerminal(evaluation.report)
      : formatObstacles(new CannotJudge(...evaluation.obstacles));
    const failed = judged && evaluation.report.outcome === "fail";
    return { output: [text, ...notices].join("\n"), code: failed ? 1 : judged ? 0 : 2 };
  } catch (error) {
    const told = [NoForge, ForgeRefused, BadRequest].some((kind) => error instanceof kind);
    if (!told || !(error instanceof Error)) throw error;
    return { output: `error: ${error.message}`, code: 2 };
  }
}
