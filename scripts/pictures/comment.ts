import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { commentOf, judgedOnce } from "../../packages/github/test/comment/case.ts";
import { CASES } from "../../packages/github/test/comment/cases.ts";

/** The first comment of docs/comment.md in a frame that looks like GitHub's. */
export async function commentHtml(): Promise<string> {
  const text = commentOf(await judgedOnce(CASES[0]!));
  if (text === undefined) throw new Error(`${CASES[0]!.title}: there is no comment`);
  return framed(text);
}

/** A comment in Markdown as a page, in a frame that looks like GitHub's: the comment is `article > div`. */
export function framed(text: string): string {
  const body = micromark(text, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  const shown = body.replaceAll(/❌|⚠️|✅/gu, (emoji) => ICONS[emoji]!);
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><article><header><b>github-actions</b> <i>bot</i> commented</header><div>${shown}</div></article>`;
}

const icon = (shapes: string): string =>
  `<svg viewBox="0 0 16 16" width="1em" height="1em" style="vertical-align: -.125em">${shapes}</svg>`;

/** Drawn, because a machine that makes pictures may have no font with them. */
const ICONS: Readonly<Record<string, string>> = {
  "❌": icon(
    '<path d="M3 3l10 10M13 3L3 13" stroke="#dd2e44" stroke-width="3" stroke-linecap="round"/>',
  ),
  "⚠️": icon(
    '<path d="M8 1l7 13H1z" fill="#ffcc4d"/><path d="M8 6v4m0 2v.5" stroke="#231f20" stroke-width="1.6"/>',
  ),
  "✅": icon(
    '<rect width="16" height="16" rx="3" fill="#77b255"/><path d="M4 8l3 3 5-6" fill="none" stroke="#fff" stroke-width="2"/>',
  ),
};

const STYLE = `
:root { color-scheme: light dark; --text: #1f2328; --dim: #59636e; --page: #fff; --head: #f6f8fa; --line: #d1d9e0; --code: #818b981f; --link: #0969da; }
@media (prefers-color-scheme: dark) { :root { --text: #f0f6fc; --dim: #9198a1; --page: #0d1117; --head: #151b23; --line: #3d444d; --code: #656c7633; --link: #4493f8; } }
* { box-sizing: border-box; } body { margin: 0; padding: 12px; background: var(--page); color: var(--text); font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; overflow-wrap: break-word; }
article { border: 1px solid var(--line); border-radius: 6px; overflow: hidden; } article > header { padding: 8px 16px; background: var(--head); border-bottom: 1px solid var(--line); color: var(--dim); } article > header b { color: var(--text); } article > header i { font-size: 12px; font-style: normal; border: 1px solid var(--line); border-radius: 2em; padding: 0 6px; } article > div { padding: 16px; }
a { color: var(--link); text-decoration: none; } code { font: 85%/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--code); padding: .2em .4em; border-radius: 6px; white-space: break-spaces; }
pre { background: var(--head); padding: 16px; border-radius: 6px; overflow: auto; } pre code { background: none; padding: 0; white-space: pre; } h3 { font-size: 1.25em; margin: 0 0 16px; } ul, ol { padding-left: 2em; } p, ul, ol, pre, table, details { margin: 0 0 16px; } li > pre { margin: 8px 0; } li + li { margin-top: .25em; } sub { font-size: 12px; color: var(--dim); vertical-align: baseline; }
article > div > :last-child { margin-bottom: 0; } table { display: block; overflow: auto; border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: 6px 13px; }
`;
