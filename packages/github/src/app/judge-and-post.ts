import { createHash } from "node:crypto";
import { answerQuestions } from "../commands/answers.ts";
import type { Forge, ForgeRefused } from "../forge/forge.ts";
import { pullRequestLinks } from "../forge/github-links.ts";
import { githubForge } from "../forge/github.ts";
import type { Fields } from "../json-log.ts";
import type { Judge } from "../judge/children/judge-in-children.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import { type ChangelogRequest, changelogsOfGithub } from "../judge/judge-change.ts";
import { isLeftAlone } from "../post/left-alone.ts";
import { post } from "../post/post.ts";
import { pullHeadRef, type PullRequest } from "../pull-request.ts";
import { statusName } from "../post/status-name.ts";
import { pullRequestsToRejudge } from "../post/twin-approvals.ts";
import type { Place } from "../webhook/events.ts";
import { failureOf, reportRefusals } from "./failures.ts";
import type { GitHubApp } from "./github-app.ts";
import { Gate } from "./queue.ts";
import { reportWrites } from "./report-writes.ts";
import type { Settings } from "./settings.ts";

export interface LookOptions {
  readonly force: boolean;
  readonly wrote: (fields: Fields) => void;
  /** Takes another pull request of the repository, whose verdict is another now. */
  readonly again: (number: number) => void;
  /** Whether newer work on the pull request waits, which makes this one needless. */
  readonly isSuperseded: () => boolean;
}

/** The work on single pull requests. */
export interface PullRequestWork {
  readonly forge: (place: Place) => Promise<Forge>;
  /**
   * Updates a pull request with the forge's current state. Returns the result for a log. One that exceeded its budget
   * is skipped until its head or base changes, except with `force`. `wrote` is called for each write.
   */
  readonly judgeAndPost: (place: Place, number: number, options: LookOptions) => Promise<Fields>;
}

interface WorkOptions {
  /** Ends evaluations early; nothing is said then. */
  readonly signal: AbortSignal;
  readonly judge: Judge;
  /** Milliseconds that a second of patience with GitHub takes. */
  readonly second?: number | undefined;
}

/** What the App does for single pull requests. */
export function judgeAndPostWith(
  settings: Settings,
  github: GitHubApp,
  { signal, judge, second }: WorkOptions,
): PullRequestWork {
  const gate = new Gate(settings.evaluationsAtOnce);
  const limits = {
    milliseconds: settings.evaluationSeconds * 1000,
    memory: settings.evaluationMegabytes,
    disk: settings.evaluationDiskMegabytes,
    signal,
  };
  const secret = createHash("sha256").update(`approvals\n${settings.privateKey}`).digest("hex");

  const forgeFor = async ({ installation, owner, name }: Place): Promise<Forge> => {
    const [octokit, author] = await Promise.all([github.client(installation), github.author()]);
    return githubForge({ owner, name, author, octokit, second });
  };

  const evaluate = async (place: Place, pullRequest: PullRequest): Promise<Evaluation> => {
    const { number, base, head } = pullRequest;
    const fetch = {
      url: `${settings.serverUrl}/${encodeURIComponent(place.owner)}/${encodeURIComponent(place.name)}`,
      authorization: await github.authorization(place),
      baseRef: base.ref,
      headRef: pullHeadRef(number),
      head: head.commit,
    };
    const changelogs = settings.changelogs === "never" ? {} : await changelogsFor(place);
    return await judge(fetch, { baseRef: base.ref, ...changelogs }, limits);
  };

  const changelogsFor = async (place: Place): Promise<ChangelogRequest> => {
    try {
      const token = await github.changelogToken(place);
      return changelogsOfGithub(
        { ...place, server: settings.serverUrl, apiUrl: settings.apiUrl },
        token,
      );
    } catch {
      // Without it, links are marked as missing.
      return { changelogs: {} };
    }
  };

  return {
    forge: forgeFor,
    async judgeAndPost(place, number, { force, wrote, again, isSuperseded }) {
      const forge = reportWrites(await forgeFor(place), wrote);
      // Later runs have greater numbers, in whichever copy: clocks are closer than runs are long.
      const run = Date.now();
      const pullRequest = await forge.pullRequest(number);
      if (!pullRequest.open) {
        const twins = await pullRequestsToRejudge(forge, pullRequest.head.commit);
        for (const twin of twins) again(twin.number);
        return { outcome: "closed", ...(twins.length > 0 ? { twins: twins.length } : {}) };
      }
      if (!force && (await isLeftAlone(forge, pullRequest))) return { outcome: "left-alone" };
      const evaluation = await gate.through(
        async (waited) =>
          waited && isSuperseded() ? undefined : await evaluate(place, pullRequest),
        place.installation,
      );
      if (signal.aborted) throw new Stopped();
      if (!evaluation) return { outcome: "superseded" };
      const { repository } = pullRequest.base;
      const links = pullRequestLinks({ server: settings.serverUrl, repository }, pullRequest);
      let refusal: ForgeRefused | undefined;
      const reporting = reportRefusals(forge, (refused) => (refusal = refused));
      const posted = await post(reporting, pullRequest, evaluation, { run, links, secret });
      const skipped = posted.comment === "skipped" || posted.status === "skipped";
      if (skipped && refusal && failureOf(refusal, 1).pause !== undefined) throw refusal;
      const answers = await answerQuestions(forge, pullRequest, evaluation, {
        run,
        links,
        commit: pullRequest.head.commit,
        base: pullRequest.base.ref,
      });
      return {
        outcome: posted.comment,
        status: posted.status,
        context: statusName(pullRequest.base),
        verdict: evaluation.kind === "judged" ? evaluation.report.outcome : evaluation.kind,
        ...(evaluation.kind === "not-judged"
          ? {
              over: evaluation.overBudget,
              message: evaluation.obstacles[0]?.message,
              stderr: evaluation.stderr,
            }
          : {}),
        ...(answers > 0 ? { answers } : {}),
        ...(skipped && refusal ? { reason: failureOf(refusal, 1).reason } : {}),
      };
    },
  };
}

/** The process ends, and this work with it. */
class Stopped extends Error {
  constructor() {
    super("stopped");
    this.name = "Stopped";
  }
}
