import { createHash } from "node:crypto";
import { evaluateApart } from "../engine/evaluate-apart.ts";
import type { Evaluation } from "../engine/evaluation.ts";
import { fetchChange } from "../engine/fetch.ts";
import type { Forge, ForgeRefused } from "../forge/forge.ts";
import { githubLinks } from "../forge/github-links.ts";
import { githubForge } from "../forge/github.ts";
import { post } from "../post.ts";
import type { PullRequest } from "../pull-request.ts";
import { answerQuestions } from "../answers.ts";
import type { Place } from "./asked.ts";
import { Gate } from "./gate.ts";
import type { GitHubApp } from "./github-app.ts";
import type { Fields } from "./log.ts";
import type { Settings } from "./settings.ts";
import { troubleOf } from "./trouble.ts";
import { watched } from "./watched.ts";

/** The work on single pull requests. */
export interface Looking {
  readonly forge: (place: Place) => Promise<Forge>;
  /** Brings a pull request up to date with what the forge says now. What came of it, in words for a log. */
  readonly look: (place: Place, number: number) => Promise<Fields>;
}

/** `signal` ends evaluations early; nothing is said then. */
export function looking(settings: Settings, github: GitHubApp, signal: AbortSignal): Looking {
  const gate = new Gate(settings.evaluationsAtOnce);
  const limits = {
    milliseconds: settings.evaluationSeconds * 1000,
    memory: settings.evaluationMegabytes,
    signal,
  };
  const secret = createHash("sha256").update(`approvals\n${settings.privateKey}`).digest("hex");

  const forgeOf = async ({ installation, owner, name }: Place): Promise<Forge> => {
    const [octokit, author] = await Promise.all([github.client(installation), github.author()]);
    return githubForge({ owner, name, author, octokit });
  };

  const judge = async (place: Place, pullRequest: PullRequest): Promise<Evaluation> => {
    const { number, base, head } = pullRequest;
    const fetched = await fetchChange({
      url: `${settings.serverUrl}/${encodeURIComponent(place.owner)}/${encodeURIComponent(place.name)}`,
      authorization: await github.authorization(place),
      baseRef: base.ref,
      headRef: `refs/pull/${number}/head`,
      head: head.commit,
    });
    try {
      return await evaluateApart({ ...fetched, baseRef: base.ref }, limits);
    } finally {
      fetched.dispose();
    }
  };

  return {
    forge: forgeOf,
    async look(place, number) {
      const forge = await forgeOf(place);
      // Later looks have greater numbers, in whichever copy: clocks are closer than looks are long.
      const run = Date.now();
      const pullRequest = await forge.pullRequest(number);
      if (!pullRequest.open) return { outcome: "closed" };
      const evaluation = await gate.through(() => judge(place, pullRequest));
      if (signal.aborted) throw new Stopped();
      const links = linksOf(settings.serverUrl, pullRequest);
      let refusal: ForgeRefused | undefined;
      const watching = watched(forge, (refused) => (refusal = refused));
      const posted = await post(watching, pullRequest, evaluation, { run, links, secret });
      const skipped = posted.comment === "skipped" || posted.status === "skipped";
      if (skipped && refusal && troubleOf(refusal, 1).pause !== undefined) throw refusal;
      const answers = await answerQuestions(forge, pullRequest, evaluation, {
        run,
        links,
        commit: pullRequest.head.commit,
        base: pullRequest.base.ref,
      });
      return {
        outcome: posted.comment,
        status: posted.status,
        verdict: evaluation.kind === "judged" ? evaluation.report.outcome : evaluation.kind,
        ...(answers > 0 ? { answers } : {}),
        ...(skipped && refusal ? { reason: troubleOf(refusal, 1).reason } : {}),
      };
    },
  };
}

const linksOf = (server: string, { number, title, base, head }: PullRequest) =>
  githubLinks({
    server,
    owner: (head.repository ?? base.repository).owner,
    name: (head.repository ?? base.repository).name,
    ref: head.repository ? head.ref : undefined,
    commit: head.commit,
    base: { owner: base.repository.owner, name: base.repository.name, ref: base.ref },
    pullRequest: number,
    summary: title,
  });

/** The process ends, and this look with it. */
class Stopped extends Error {
  constructor() {
    super("stopped");
    this.name = "Stopped";
  }
}
