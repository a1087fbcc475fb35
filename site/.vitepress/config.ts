import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { slug } from "github-slugger";
import { defineConfig, type DefaultTheme } from "vitepress";
import { addressOf, PAGES, PLAYGROUND, siteLinks } from "./links.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, SITE_BASE = "/" } = process.env;
const repository = GITHUB_REPOSITORY && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;

/** The tables of docs/README.md, which lists every page. */
function sections(): DefaultTheme.SidebarItem[] {
  const [, ...parts] = readFileSync(join(root, "docs/README.md"), "utf8").split(/^## /m);
  const listed = parts.filter((part) => part.includes("\n| ["));
  return listed.map((part) => ({
    text: part.split("\n", 1)[0]!,
    items: [...part.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\)/gm)].map(([, text = "", file = ""]) => ({
      text: text.replaceAll("`", ""),
      link: addressOf(join("docs", file)) ?? "/",
      ...(file === "rules/README.md" ? { collapsed: true, items: rules() } : {}),
    })),
  }));
}

function rules(): DefaultTheme.SidebarItem[] {
  const page = readFileSync(join(root, "docs/rules/README.md"), "utf8");
  const ids = [...page.matchAll(/\]\(([a-z-]+)\.md\)/g)].map(([, id = ""]) => id);
  return [...new Set(ids)].toSorted().map((id) => ({ text: id, link: `/rules/${id}` }));
}

/** The pages of the repository as a site, with nothing written twice. */
export default defineConfig({
  title: "release-policy",
  description:
    "A release policy for each package of a monorepo, checked before anything is released.",
  base: SITE_BASE,
  head: [["style", {}, readFileSync(join(import.meta.dirname, "wide-output.css"), "utf8")]],
  srcDir: root,
  srcExclude: [
    "{.changeset,.github,node_modules,packages/!(github),packages/github/*,site}/**/*.md",
    "packages/github/!(HAZARDS).md",
    "AGENTS.md",
  ],
  outDir: join(root, "site/dist"),
  rewrites: PAGES,
  cleanUrls: true,
  // It is built beside the pages, by site/playground/build.ts.
  ignoreDeadLinks: [PLAYGROUND],
  markdown: {
    anchor: { slugify: slug },
    config: (md) => {
      siteLinks(root, repository && `${repository}/blob/${GITHUB_SHA}`)(md);
      // Highlighting takes all output for one string.
      md.core.ruler.push("plain-output", ({ tokens }) => {
        for (const token of tokens) if (token.info === "console") token.info = "txt";
      });
    },
  },
  themeConfig: {
    nav: [
      { text: "Start", link: "/start" },
      { text: "Rules", link: "/rules/" },
      { text: "Commands", link: "/commands" },
      { text: "Playground", link: PLAYGROUND, target: "_self" },
    ],
    sidebar: sections(),
    outline: [2, 3],
    search: { provider: "local" },
    ...(repository ? { socialLinks: [{ icon: "github", link: repository }] } : {}),
  },
});
