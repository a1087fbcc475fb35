import { setTimeout as wait } from "node:timers/promises";
import { exampleFiles } from "@release-policy/core/testing";
import { githubForge } from "../../src/forge/github.ts";
import { GithubOctokit } from "../../src/forge/octokit.ts";
import type { Evaluation } from "../../src/judge/evaluation.ts";
import { post } from "../../src/post/post.ts";
import { NAME, OWNER, REPOSITORY, startGitHub, type Person } from "../emulator.ts";
import { evaluateOnce } from "../evaluate-once.ts";
import { createOrigin } from "../origin.ts";

export const APPROVE = "/release-policy approve `@acme/core@2.0.0`";
export const CHANGESET = ".changeset/brave-cats.md";
export const major = (summary = "A rewrite.") => `---\n"@acme/core": major\n---\n\n${summary}\n`;

const APPROVALS = { rules: ["declared-bump"], permission: "write", label: "release: approved" };

/** A pull request of `contrib`'s fork with a major that the policy refuses, on a real origin and the emulator. */
export async function refusedChange(approvals: object = APPROVALS) {
  const files = exampleFiles({
    packages: { "@acme/core": "1.2.0", "@acme/ui": "1.0.0" },
    policies: {
      all: { packages: ["@acme/*"], bumps: { declared: ["patch", "minor"] } },
      workspace: { approvals },
    },
  });
  const origin = createOrigin(files);
  const github = await startGitHub({ origin });
  origin.push("contrib:fix", { [CHANGESET]: major() }, "main");
  const number = await github.open("contrib:fix");
  const forge = githubForge({
    owner: OWNER,
    name: NAME,
    author: "acme-policy[bot]",
    octokit: new GithubOctokit({
      auth: await github.appToken("acme-policy"),
      baseUrl: github.apiUrl,
      throttle: { enabled: false },
    }),
  });
  let runs = 0;

  /** One run of a face: judges what is there now, and says it. */
  async function run(
    given: {
      readonly evaluation?: Evaluation;
      readonly secret?: string;
      readonly number?: number;
    } = {},
  ): Promise<string> {
    const pull = await forge.pullRequest(given.number ?? number);
    const base = origin.commit("main")!;
    const head = pull.head.commit;
    const request = { repository: origin.path, base, head, baseRef: "main", today: "2026-11-22" };
    const evaluation = given.evaluation ?? (await evaluateOnce(request));
    const { secret } = given;
    await post(forge, pull, evaluation, {
      run: ++runs,
      settle: 1,
      ...(secret === undefined ? {} : { secret }),
    });
    const comments = await github.comments(pull.number);
    return comments.find(({ user }) => user.login === "acme-policy[bot]")?.body ?? "";
  }

  /** What is written at the very time of the comment's edit counts for nothing; the emulator has milliseconds. */
  const later = (milliseconds = 5) => wait(milliseconds);

  async function say(who: Person, body: string): Promise<number> {
    await later();
    const path = `POST ${REPOSITORY}/issues/${number}/comments`;
    return ((await github.as(who).request(path, { body })).data as { readonly id: number }).id;
  }

  async function label(who: Person): Promise<void> {
    await later();
    const path = `POST ${REPOSITORY}/issues/${number}/labels`;
    await github.as(who).request(path, { labels: ["Release: Approved"] });
  }

  const status = () => github.statuses(origin.commit("contrib:fix")!)[0]?.state;
  return { origin, github, forge, number, run, say, label, later, status };
}

/** The headline of a comment. */
export const headline = (body: string): string | undefined => /^### .*/m.exec(body)?.[0];
