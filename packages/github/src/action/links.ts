import type { MarkdownLinks } from "release-policy";
import { githubLinks } from "../forge/github-links.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import type { Inputs } from "./inputs.ts";

/** Where the files of a pull request are looked at and edited. */
export function linksOf(
  { server, owner, name }: Context,
  { folder }: Inputs,
  { number, title, base, head }: PullRequest,
): MarkdownLinks {
  return githubLinks({
    server,
    owner: head.repository?.owner ?? owner,
    name: head.repository?.name ?? name,
    ref: head.repository && head.ref,
    commit: head.commit,
    base: { owner, name, ref: base.ref },
    pullRequest: number,
    folder,
    summary: title,
    // Not the page of the run: it would be another one every time, and the comment with it.
    report: `${server}/${owner}/${name}/pull/${number}/checks`,
  });
}
