import { dirname } from "node:path";
import type { PlannerId } from "@release-policy/core";
import { EXAMPLE_DAY, type ExampleWorkspace, exampleFiles } from "@release-policy/core/testing";
import { createFixture } from "fs-fixture";
import {
  type Approval,
  CannotJudge,
  type MarkdownOptions,
  type Report,
  check,
  formatMarkdown,
  formatObstaclesMarkdown,
} from "release-policy";
import { isWorthSaying, preview, STRANGER_BOUNDS, withPolicyEffect } from "release-policy/internal";
import { commitOn, gitIn } from "../../../cli/test/kit/run-example.ts";
import { githubLinks } from "../../src/forge/github-links.ts";

/** What a pull request does to a workspace, and what the comment says of it. */
export interface CommentCase {
  readonly title: string;
  readonly about: string;
  readonly base: ExampleWorkspace & { readonly planner?: PlannerId };
  /** What the pull request has instead. */
  readonly head: Partial<ExampleWorkspace>;
  /** What the base had instead before, oldest first, by day. */
  readonly past?: Readonly<Record<string, Partial<ExampleWorkspace>>>;
  readonly approvals?: readonly Approval[];
  /** Adds a preview of the changelogs. */
  readonly changelogs?: true;
}

/** The base and the head as two commits of a real repository, judged as on a forge: from git objects alone. */
export async function judgeCase({
  base,
  head,
  past = {},
  approvals = [],
  changelogs,
}: Omit<CommentCase, "title" | "about">) {
  const states = [...Object.values(past), {}, head].map((given) =>
    exampleFiles({ ...base, ...given }),
  );
  const days = [...Object.keys(past), EXAMPLE_DAY, EXAMPLE_DAY];
  const fixture = await createFixture();
  try {
    gitIn(fixture.path, "init", "-q", "-b", "main");
    const commits: string[] = [];
    let before: Readonly<Record<string, string>> = {};
    for (const [i, after] of states.entries()) {
      for (const path of Object.keys(before)) if (!(path in after)) await fixture.rm(path);
      for (const [path, text] of Object.entries(after)) {
        await fixture.mkdir(dirname(path));
        await fixture.writeFile(path, text);
      }
      before = after;
      commits.push(commitOn(days[i]!, fixture.path, "change"));
    }
    const [since, ref] = commits.slice(-2) as [string, string];
    const options = {
      cwd: fixture.path,
      ref,
      since,
      approvals,
      advice: true,
      branch: "main",
      today: EXAMPLE_DAY,
    };
    const judged = await (changelogs ? preview(options) : check(options));
    return await withPolicyEffect(judged, options, { ...STRANGER_BOUNDS, milliseconds: 120_000 });
  } catch (error) {
    if (error instanceof CannotJudge) return error;
    throw error;
  } finally {
    await fixture.rm();
  }
}

export const OPTIONS: MarkdownOptions = {
  base: "main",
  commit: "5f2c1d9e8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e",
  links: githubLinks({
    server: "https://github.com",
    owner: "acme",
    name: "mono",
    ref: "better-names",
    commit: "5f2c1d9e8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e",
    base: { owner: "acme", name: "mono", ref: "main" },
    pullRequest: 7,
    summary: "Better names",
    rules: "https://github.com/acme/release-policy/blob/main/docs/rules/{rule}.md",
    report: "https://github.com/acme/mono/actions/runs/1",
  }),
};

const known = new WeakMap<object, ReturnType<typeof judgeCase>>();

/** The same judged once for a run of the tests. */
export function judgedOnce(one: CommentCase): ReturnType<typeof judgeCase> {
  const judging = known.get(one) ?? judgeCase(one);
  known.set(one, judging);
  return judging;
}

/** Undefined where there is nothing to say. */
export const commentOf = (judged: Report | CannotJudge): string | undefined =>
  judged instanceof CannotJudge
    ? formatObstaclesMarkdown(judged.obstacles, OPTIONS)
    : isWorthSaying(judged)
      ? formatMarkdown(judged, OPTIONS)
      : undefined;
