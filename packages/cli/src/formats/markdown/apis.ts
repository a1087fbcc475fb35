import type { ReportedApiDifference } from "../../api/reported-api.ts";
import type { Report } from "../../check/report.ts";
import { count } from "../style.ts";
import { API_KINDS, apiSummary } from "../verdict-text.ts";
import type { Section } from "./sections.ts";
import { type MarkdownOptions, cell, link } from "./text.ts";

const MOST_ROWS = 20;

/** What changed in public APIs, folded: what breaks first. */
export function apiSection({ apis = [] }: Report, { links }: MarkdownOptions): Section {
  const changes = apis.flatMap(({ package: name, differences }) =>
    differences.map((one) => ({ ...one, name })),
  );
  const breaking = apis.filter(({ breaks }) => breaks === "yes").length;
  const [only] = apis;
  const summary =
    only && apis.length === 1
      ? `Public API: ${apiSummary(only)}`
      : `Public API of ${apis.length} packages, ${breaking} breaking`;
  const more = Math.max(0, changes.length - MOST_ROWS);
  return {
    open: `<details><summary>${summary}</summary>\n\n| Package | Element | Change | Why |\n| --- | --- | --- | --- |`,
    items: changes
      .toSorted((a, b) => weightOf(a) - weightOf(b))
      .slice(0, MOST_ROWS)
      .map((one) => row(one, links)),
    between: "\n",
    close: more > 0 ? `… and ${more} more\n\n</details>` : "</details>",
    rest: (left) => `… ${count(left + more, "more change")} of public APIs`,
  };
}

const weightOf = ({ unstable, kind }: ReportedApiDifference): number =>
  Number(unstable) * API_KINDS.length + API_KINDS.indexOf(kind);

function row(
  one: ReportedApiDifference & { readonly name: string },
  links: MarkdownOptions["links"],
): string {
  const { name, path, at, kind, stability, unstable, because } = one;
  const element = link(cell(path), links?.view(at.path, at.line, "head"));
  const mark = unstable ? ` (${stability === "public" ? "unstable" : stability})` : "";
  return `| ${cell(name)} | ${element} | ${kind}${mark} | ${cell(because)} |`;
}
