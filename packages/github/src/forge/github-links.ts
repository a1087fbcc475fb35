import type { MarkdownLinks } from "release-policy";
import type { PullRequest, Repository } from "../pull-request.ts";

export interface GithubLinkOptions {
  /** `https://github.com`, or that of an Enterprise server. */
  readonly server: string;
  /** Of the repository with the head branch, such as the fork's. */
  readonly owner: string;
  readonly name: string;
  /** The head branch; undefined where the fork is gone, so that nothing can be edited. */
  readonly ref?: string | undefined;
  /** The commit whose files are shown. Default: those of the branch. */
  readonly commit?: string | undefined;
  /** The repository and branch whose policy judges. */
  readonly base?: { readonly owner: string; readonly name: string; readonly ref: string };
  readonly pullRequest: number;
  /** The folder of the workspace in the repository, unless it is the root. */
  readonly folder?: string | undefined;
  /** What a new changeset says, such as the title of the pull request. */
  readonly summary?: string | undefined;
  /** The page of a rule is this with its id in the place of `{rule}`. */
  readonly rules?: string | undefined;
  readonly report?: string | undefined;
}

/**
 * Links to GitHub's files and editors. Every component is encoded, whatever the branch or file name, and the host is
 * the server's. No link if a path would leave the repository.
 */
export function githubLinks(options: GithubLinkOptions): MarkdownLinks {
  const { server, owner, name, ref, commit, base, pullRequest, folder = "" } = options;
  const { origin } = new URL(server);
  const url = (repository: readonly string[], kind: string, at: string, path: string) => {
    const segments = [...repository, kind, ...at.split("/"), ...segmentsIn(folder, path)];
    const safe = segments.every((segment) => !/^\.{0,2}$/.test(segment));
    return safe ? `${origin}/${segments.map(encodedSegment).join("/")}` : undefined;
  };
  const head = [owner, name];
  const shown = commit ?? ref;
  return {
    view(path, line, side = "head") {
      const isBase = side === "base" && base !== undefined;
      const at = isBase ? base.ref : shown;
      const file = at && url(isBase ? [base.owner, base.name] : head, "blob", at, path);
      // Markdown is shown as a page, which has no lines.
      const plain = path.endsWith(".md") ? "?plain=1" : "";
      return file && line !== undefined ? `${file}${plain}#L${line}` : file;
    },
    ...(ref === undefined
      ? {}
      : {
          edit: (path) => url(head, "edit", ref, path),
          create(path, content) {
            const page = url(head, "new", ref, "");
            const file = segmentsIn(folder, path).join("/");
            const value = content === "" ? "" : `&value=${encodedSegment(content)}`;
            return page && `${page}?filename=${encodedSegment(file)}${value}`;
          },
        }),
    ...(options.rules === undefined
      ? {}
      : { rule: (id) => options.rules!.replaceAll("{rule}", encodedSegment(id)) }),
    ...(options.report === undefined ? {} : { report: options.report }),
    ...(options.summary === undefined ? {} : { summary: options.summary }),
    changeset: `pr-${pullRequest}`,
  };
}

/** Where to view and edit the files of a pull request. `repository` is its target. */
export const pullRequestLinks = (
  {
    server,
    repository: { owner, name },
    ...more
  }: Pick<GithubLinkOptions, "server" | "folder" | "report"> & {
    readonly repository: Pick<Repository, "owner" | "name">;
  },
  { number, title, base, head }: PullRequest,
): MarkdownLinks =>
  githubLinks({
    server,
    owner: head.repository?.owner ?? owner,
    name: head.repository?.name ?? name,
    ref: head.repository && head.ref,
    commit: head.commit,
    base: { owner, name, ref: base.ref },
    pullRequest: number,
    summary: title,
    ...more,
  });

const segmentsIn = (folder: string, path: string): string[] =>
  [...folder.split("/"), ...path.split("/")].filter((segment) => segment !== "");

/** What `encodeURIComponent` leaves could still end a link, or be a mark. */
const encodedSegment = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*~_]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
