import { existsSync } from "node:fs";
import { posix } from "node:path";
import type { MarkdownOptions } from "vitepress";

/** Where a Markdown file of the repository is on the site. `docs/` is the site; some pages lie elsewhere. */
export const PAGES: Readonly<Record<string, string>> = {
  "README.md": "index.md",
  "docs/README.md": "docs.md",
  "docs/:rest*/README.md": ":rest*/index.md",
  "docs/:page*": ":page*",
  "SECURITY.md": "security.md",
  "CONTRIBUTING.md": "contributing.md",
  "packages/github/HAZARDS.md": "hazards.md",
};

/** No page of Markdown: its address, without the base of the site. */
export const PLAYGROUND = "/playground/";

const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["README.md", "/"],
  ["docs/README.md", "/docs"],
  ["SECURITY.md", "/security"],
  ["CONTRIBUTING.md", "/contributing"],
  ["packages/github/HAZARDS.md", "/hazards"],
  ["site/playground", PLAYGROUND],
]);

/** The address of a page without the base of the site; undefined for what is not a page. */
export function addressOf(path: string): string | undefined {
  const elsewhere = ELSEWHERE.get(path);
  if (elsewhere !== undefined) return elsewhere;
  const [, page] = /^docs\/(.+)\.md$/.exec(path) ?? [];
  return page === undefined ? undefined : `/${page.replace(/(^|\/)README$/, "$1")}`;
}

/** What is rendered: `path` is the file, or where a page is on the site, and then `realPath` the file. */
interface Env {
  readonly path: string;
  readonly realPath?: string;
}

/**
 * Links are written for readers of the repository. Here, a page becomes its address on the site, and a source file its
 * address in `source`, or plain text where that is not known. Throws where a file does not exist.
 */
export function siteLinks(
  root: string,
  source: string | undefined,
): NonNullable<MarkdownOptions["config"]> {
  const targetOf = (folder: string, href: string): string | undefined => {
    const [file = "", anchor] = href.split("#");
    const path = posix.join(folder, decodeURI(file));
    if (!existsSync(posix.join(root, path))) throw new Error(`${folder}: there is no ${path}`);
    const target = addressOf(path) ?? (source && `${source}/${path}`);
    return target === undefined || anchor === undefined ? target : `${target}#${anchor}`;
  };
  return (md) => {
    md.core.ruler.push("site-links", ({ tokens, env }) => {
      const { path, realPath = path } = env as Env;
      const folder = posix.dirname(posix.relative(root, realPath));
      for (const { children } of tokens) {
        let tag = "a";
        for (const token of children ?? []) {
          // Vue would evaluate `${{ github.token }}`.
          if (token.type === "code_inline") token.attrSet("v-pre", "");
          if (token.type === "link_close") token.tag = tag;
          if (token.type !== "link_open") continue;
          const href = token.attrGet("href")!;
          const target = /^(?:[a-z]+:|#|\/)/.test(href) ? href : targetOf(folder, href);
          tag = target === undefined ? "span" : "a";
          token.tag = tag;
          if (target === undefined) token.attrs = null;
          else token.attrSet("href", target);
          // The router of the site does not know it.
          if (target === PLAYGROUND) token.attrSet("target", "_self");
        }
      }
    });
  };
}
