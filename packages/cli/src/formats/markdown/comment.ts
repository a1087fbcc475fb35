import { count } from "../style.ts";
import type { Report } from "../../check/report.ts";
import type { Obstacle } from "../../errors.ts";
import { obstacleText } from "../terminal/terminal.ts";
import { tallyOf, verdictText } from "../verdict-text.ts";
import { apiSection } from "./apis.ts";
import { approvalSections, waivedSections } from "./approvals.ts";
import { changelogSection } from "./changelogs.ts";
import { findingSections, missingChangesets } from "./finding-sections.ts";
import { missingSection } from "./missing-changesets.ts";
import { effectSections, releaseSections, trackSection } from "./releases.ts";
import { type Section, fitted } from "./sections.ts";
import {
  BUDGET,
  type MarkdownOptions,
  bytesOf,
  code,
  codeBlock,
  footer,
  link,
  sentence,
} from "./text.ts";

/**
 * The report as one comment on a pull request: the verdict, what is against it and how it is fixed, the rest folded.
 * The same report makes the same text. Ends with a line break.
 */
export function commentMarkdown(report: Report, options: MarkdownOptions): string {
  const head = headline(report);
  const foot = footer(report, options);
  const budget = (options.budget ?? BUDGET) - bytesOf(head + foot) - 8;
  const { errors, warnings, pending } = findingSections(report, options);
  const body = fitted(
    [
      notes(report),
      trackSection(report),
      ...errors,
      missingSection(report, options),
      ...warnings,
      ...waivedSections(report, options),
      ...approvalSections(report),
      apiSection(report, options),
      ...effectSections(report),
      ...releaseSections(report, options),
      changelogSection(report),
      ...pending,
    ],
    budget,
  );
  return `${[head, body, foot].filter((part) => part !== "").join("\n\n")}\n`;
}

const ICONS = { pass: "✅", warn: "⚠️", fail: "❌" } as const;

/** The verdict in at most twelve words, with an icon. */
function headline(report: Report): string {
  return `### ${ICONS[report.outcome]} ${headlineText(report)}`;
}

function headlineText(report: Report): string {
  const { missing } = missingChangesets(report);
  const { errors } = tallyOf(report);
  const others = errors.length - missing.filter(({ level }) => level === "error").length;
  if (missing.length > 0 && others === 0)
    return `${count(missing.length, "changed package")} ${missing.length === 1 ? "has" : "have"} no changeset`;
  return `Release policy: ${verdictText(report)}`;
}

const notes = ({ notes: items }: Report): Section => ({
  open: "",
  items: items.map((note) => `**Note:** ${sentence(note)}`),
  between: "\n\n",
  rest: (left) => `… ${count(left, "more note")}`,
});

const OBSTACLES_BUDGET = 60_000;

/** Why no verdict was made, as a comment. Ends with a line break. */
export function obstaclesMarkdown(
  obstacles: readonly Obstacle[],
  { budget = OBSTACLES_BUDGET, commit, base, links }: MarkdownOptions,
): string {
  const head = "### ⚠️ Release policy could not be evaluated";
  const what = commit === undefined ? "" : `Commit ${code(commit.slice(0, 7))} · `;
  const into = base === undefined ? "" : ` into ${code(base)}`;
  const foot = `<sub>${what}older verdicts no longer count for merging${into}</sub>`;
  const body = fitted(
    [
      {
        open: "",
        items: obstacles.map((obstacle) => {
          const { at } = obstacle;
          const text = codeBlock(
            "text",
            obstacleText([obstacle], { color: false, width: 80 }).trimEnd(),
          );
          const url = at && links?.edit?.(at.path);
          return url === undefined ? text : `${text}\n\n${link(`Edit ${code(at!.path)}`, url)}`;
        }),
        between: "\n\n",
        rest: (left) => `… and ${left} more`,
      },
    ],
    budget - bytesOf(head + foot) - 8,
  );
  return `${[head, body, foot].filter((part) => part !== "").join("\n\n")}\n`;
}
