import { createHash } from "node:crypto";
import { approved } from "../approvals/approved.ts";
import { evaluateApart } from "../engine/evaluate-apart.ts";
import type { Evaluation } from "../engine/evaluation.ts";
import { fetchChange } from "../engine/fetch.ts";
import type { Forge, Note } from "../forge/forge.ts";
import { githubLinks } from "../forge/github-links.ts";
import { githubForge } from "../forge/github.ts";
import { githubPeople } from "../forge/github-people.ts";
import { KEY, post } from "../post.ts";
import type { PullRequest } from "../pull-request.ts";
import { readMarked } from "../sticky/marker.ts";
import { answerQuestions } from "./answers.ts";
import type { Place } from "./asked.ts";
import { Gate } from "./gate.ts";
import type { GitHubApp } from "./github-app.ts";
import type { Fields } from "./log.ts";
import type { Settings } from "./settings.ts";
import { troubleOf } from "./trouble.ts";

/** The work on single pull requests. */
export interface Looking {
  forge(place: Place): Promise<Forge>;
  /** Brings a pull request up to date with what the forge says now. What came of it, in words for a log. */
  look(place: Place, number: number): Promise<Fields>;
}

/** `signal` ends evaluations early; nothing is said then. */
export function looking(settings: Settings, github: GitHubApp, signal: AbortSignal): Looking {
  const gate = new Gate(settings.evaluationsAtOnce);
  const limits = {
    milliseconds: settings.evaluationSeconds * 1000,
    memory: settings.evaluationMegabytes,
    signal,
  };
  const key = createHash("sha256").update(`approvals\n${settings.privateKey}`).digest("hex");

  const forgeOf = async ({ installation, owner, name }: Place): Promise<Forge> => {
    const [octokit, author] = await Promise.all([github.client(installation), github.author()]);
    return {
      ...githubForge({ owner, name, author, octokit }),
      ...githubPeople(octokit, { owner, name }),
    };
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
      const judged = await gate.through(() => judge(place, pullRequest));
      if (signal.aborted) throw new Stopped();
      const { evaluation, record } = await approved(forge, pullRequest, judged, { key, isSticky });
      const links = linksOf(settings.serverUrl, pullRequest);
      const { comment, status, refused } = await post(forge, pullRequest, evaluation, {
        run,
        links,
        ...(record ? { below: record(false) } : {}),
      });
      const passing = refused.find((error) => troubleOf(error, 1).pause !== undefined);
      if (passing) throw passing;
      const answers = await answerQuestions(forge, pullRequest, evaluation, {
        run,
        links,
        commit: pullRequest.head.commit,
        base: pullRequest.base.ref,
      });
      return {
        outcome: comment,
        status,
        verdict: evaluation.kind === "judged" ? evaluation.report.outcome : evaluation.kind,
        ...(answers > 0 ? { answers } : {}),
        ...(refused[0] ? { reason: troubleOf(refused[0], 1).reason } : {}),
      };
    },
  };
}

const isSticky = ({ own, body }: Note): boolean => own && readMarked(body)?.marker.key === KEY;

const linksOf = (server: string, { number, base, head }: PullRequest) =>
  githubLinks({
    server,
    owner: (head.repository ?? base.repository).owner,
    name: (head.repository ?? base.repository).name,
    ref: head.repository ? head.ref : undefined,
    commit: head.commit,
    base: { owner: base.repository.owner, name: base.repository.name, ref: base.ref },
    pullRequest: number,
  });

/** The process ends, and this look with it. */
class Stopped extends Error {
  constructor() {
    super("stopped");
    this.name = "Stopped";
  }
}
