import type { Report } from "../../report.ts";
import type { MarkdownOptions } from "./options.ts";
import { code, link } from "./text.ts";

/** Which commit, whose policy, and how to see the same at home. */
export function footer(
  { since, planner }: Report,
  { commit, base, links }: MarkdownOptions,
): string {
  const branch = base ?? since?.ref;
  const judge =
    since === undefined
      ? `judged by ${code("policies/")}`
      : since.judgedBy === "head"
        ? "judged by its own policy"
        : `judged by the policy of ${branch === undefined ? "the base" : code(branch)}`;
  const what = commit === undefined ? judge : `Commit ${code(commit.slice(0, 7))} ${judge}`;
  return `<sub>${[
    commit === undefined ? `${what[0]!.toUpperCase()}${what.slice(1)}` : what,
    `planned by ${code(`${planner.package} ${planner.version}`)}`,
    ...(links?.report === undefined ? [] : [link("full report", links.report)]),
    `try it: ${code(`pnpm release-policy check${sinceOf(branch, base !== undefined)}`)}`,
  ].join(" · ")}</sub>`;
}

/** Nothing where the name could not be copied into a shell. */
const sinceOf = (branch: string | undefined, remote: boolean): string =>
  branch !== undefined && /^\w[\w./-]*$/.test(branch)
    ? ` --since ${remote ? "origin/" : ""}${branch}`
    : "";
