import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import GithubSlugger from "github-slugger";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString } from "mdast-util-to-string";

const PAGES = ["*.md", "docs/**/*.md", "packages/*/*.md", "editors/*/*.md"];
const INDEX = "docs/README.md";

type Node = ReturnType<typeof fromMarkdown> | ReturnType<typeof fromMarkdown>["children"][number];

/**
 * One sentence for each relative link, picture or anchor of the pages below `root` that leads nowhere, and for each
 * page in `docs/` that its index does not link to. A line number is the link's.
 */
export function brokenLinks(root: string): string[] {
  const paths = globSync(PAGES, { cwd: root }).map((path) => path.replaceAll("\\", "/"));
  const pages = new Map(
    paths
      .toSorted()
      .map((path) => [path, nodesOf(fromMarkdown(readFileSync(join(root, path), "utf8")))]),
  );
  const links = [...pages].flatMap(([page, nodes]) => linksIn(page, nodes));
  const broken = links.flatMap(({ page, line, target, file, anchor }) => {
    if (!existsSync(join(root, file)))
      return [`${page}:${line} links to ${target}, but there is no such file.`];
    const nodes = pages.get(file);
    return anchor === undefined || nodes === undefined || anchorsIn(nodes).has(anchor)
      ? []
      : [`${page}:${line} links to ${target}, but ${file} has no such heading.`];
  });
  const indexed = new Set(links.filter(({ page }) => page === INDEX).map(({ file }) => file));
  const missing = [...pages.keys()].filter(
    (page) => /^docs\/[^/]+$/.test(page) && page !== INDEX && !indexed.has(page),
  );
  return [...broken, ...missing.map((page) => `${INDEX} has no link to ${page}.`)];
}

function linksIn(page: string, nodes: readonly Node[]) {
  return nodes.flatMap((node) =>
    targetsOf(node)
      .filter((target) => !/^[a-z]+:/i.test(target))
      .map((target) => {
        const [path = "", anchor] = decodeURI(target).split("#");
        const file = path === "" ? page : join(dirname(page), path);
        const line = node.position?.start.line ?? 0;
        return { page, line, target, file: file.replaceAll("\\", "/"), anchor };
      }),
  );
}

function targetsOf(node: Node): string[] {
  if (node.type === "link" || node.type === "image" || node.type === "definition")
    return [node.url];
  if (node.type !== "html") return [];
  return [...node.value.matchAll(/\b(?:href|src|srcset)="([^"]*)"/g)].map(([, url]) => url!);
}

const nodesOf = (node: Node): Node[] =>
  "children" in node ? [node, ...node.children.flatMap(nodesOf)] : [node];

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsIn(nodes: readonly Node[]): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const headings = nodes.filter(({ type }) => type === "heading");
  return new Set(headings.map((heading) => slugger.slug(toString(heading))));
}
