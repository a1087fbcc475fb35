import { ForgeRefused } from "../forge/forge.ts";
import type { Judge } from "../judge/children/judge-in-children.ts";
import { BadRequest } from "../judge/fetch-change.ts";
import { type ChangelogRequest, changelogsOfGithub, judgeChange } from "../judge/judge-change.ts";
import { post } from "../post/post.ts";
import { terminalText } from "../post/verdict-text.ts";
import { type Job, jobOf, NoForge } from "./job.ts";

export interface CommentResult {
  readonly output: string;
  /** As the command line has them: 0 pass, 1 findings at error level, 2 no verdict. */
  readonly code: 0 | 1 | 2;
}

/** Judges the merge or pull request that a job of another CI runs for, and comments on it. Never throws for a forge's sake. */
export async function commentForJob(env: NodeJS.ProcessEnv, judge?: Judge): Promise<CommentResult> {
  try {
    const { forge, number, run, url, repository, github } = jobOf(env);
    if (number === undefined)
      return { output: "this job does not run for a pull request", code: 0 };
    const pullRequest = await forge.pullRequest(number);
    const { base, head } = pullRequest;
    const folder = env["RELEASE_POLICY_FOLDER"];
    const evaluation = await judgeChange(
      { ...repository, ...(folder ? { folder } : {}), ...changelogsFor(env, github) },
      { baseRef: base.ref, headRef: repository.headRef(number), head: head.commit },
      judge,
    );
    const { notices } = await post(forge, pullRequest, evaluation, {
      run,
      ...(url === undefined ? {} : { url }),
      ...(folder ? { key: folder } : {}),
    });
    const judged = evaluation.kind === "judged";
    const failed = judged && evaluation.report.outcome === "fail";
    return {
      output: [terminalText(evaluation), ...notices].join("\n"),
      code: failed ? 1 : judged ? 0 : 2,
    };
  } catch (error) {
    const expected = [NoForge, ForgeRefused, BadRequest].some((kind) => error instanceof kind);
    if (!expected || !(error instanceof Error)) throw error;
    return { output: `error: ${error.message}`, code: 2 };
  }
}

/** On other forges than GitHub nobody can be asked. */
const changelogsFor = (
  env: NodeJS.ProcessEnv,
  github: Job["github"],
): { readonly changelogs?: ChangelogRequest } =>
  env["RELEASE_POLICY_CHANGELOGS"] === "never"
    ? {}
    : { changelogs: github ? changelogsOfGithub(github, github.token) : { changelogs: {} } };
