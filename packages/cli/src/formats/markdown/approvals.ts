import { count, thousands } from "../style.ts";
import type {
  RefusedApproval,
  Report,
  ReportedApprovals,
  ReportedAsked,
  ReportedWaived,
} from "../../check/report.ts";
import { allowedByWord } from "../verdict-text.ts";
import { isLong } from "./finding-sections.ts";
import { type Section, foldOf } from "./sections.ts";
import { type MarkdownOptions, code, codeBlock, link, sentence } from "./text.ts";

/** More lines than people copy. */
const MOST_LINES = 30;
/** Of the digest: long enough that two changes cannot be made to share a mark. */
const MARK = 20;
/** What the command takes for a name: anything else cannot be approved by it. */
const NAME = /^[\w.~@/-]+$/;

/** How to approve what may be approved, to the letter; and which approvals do nothing, with the reason. */
export function approvalSections({ approvals, waived }: Report): readonly Section[] {
  if (!approvals) return [];
  const approved = new Set(waived.map(({ approval }) => approval && releaseKey(approval)));
  const open = approvals.asked.filter((approval) => !approved.has(releaseKey(approval)));
  return [
    {
      open: "",
      items: approvals.refused.map(refusedApproval),
      between: "\n\n",
      rest: (left) => `… and ${count(left, "more approval")} without effect.`,
    },
    {
      open: `<details><summary>How to approve ${count(open.length, "release")}</summary>`,
      items: open.length === 0 ? [] : howTo(open, approvals),
      between: "\n\n",
      close: "</details>",
      rest: () => "… and they can be approved: see docs/approvals.md.",
    },
  ];
}

const releaseKey = ({ package: name, version }: { package: string; version: string }): string =>
  `${name}@${version}`;

/**
 * The name in backticks, so that pasting the line does not mention a team; followed by a digest of what the comment
 * shows, so that a line copied from an outdated page does not approve anything else.
 */
function howTo(
  releases: readonly ReportedAsked[],
  { permission, byAnother, comment, label }: ReportedApprovals,
): readonly string[] {
  const who = `${byAnother ? "Someone other than the author" : "A person"} with ${permission} permission`;
  const lines = releases
    .filter((release) => NAME.test(release.package))
    .slice(0, MOST_LINES)
    .map((one) => `/release-policy approve \`${releaseKey(one)}\` ${one.digest.slice(0, MARK)}`);
  const written = comment && lines.length > 0;
  const set = label === undefined ? "" : `sets the label ${code(label)}, for all of them`;
  return [
    written
      ? `${who} writes in a comment${set === "" ? "" : `, or ${set}`}:`
      : `${who} ${set === "" ? "cannot name them in a comment." : `${set}.`}`,
    ...(written ? [codeBlock("text", lines.join("\n"))] : []),
    ...(written && releases.length > lines.length
      ? [`… and so on, for ${count(releases.length - lines.length, "more release")}.`]
      : []),
    "An approval is for the current version and changesets; it expires when they change.",
  ];
}

function refusedApproval({ by, at, via, why, ...named }: RefusedApproval): string {
  const { package: name, version } = named;
  const what =
    name === undefined || version === undefined ? "" : ` of ${code(`${name}@${version}`)}`;
  return `🚫 The approval${what} by ${code(by)} (${via}, ${code(at)}) has no effect: ${sentence(why)}`;
}

/** More of them, each with its fix, are folded. */
const MOST_EVALUATED = 4;

/** What does not count, where it is not folded with the releases; what the baseline accepts is always folded. */
export function waivedSections(report: Report, options: MarkdownOptions): readonly Section[] {
  if (isLong(report)) return [];
  return allowedByWord(report).map(({ word, text, members }) => {
    const isMany = word === "evaluated" && members.length > MOST_EVALUATED;
    const list = waivedList(members, report, options);
    return word === "accepted" || isMany ? foldOf(text, [list]) : list;
  });
}

/** By whose word it does not count, until when, why, and what for. */
export function waivedList(
  members: readonly ReportedWaived[],
  report: Report,
  { links }: MarkdownOptions,
): Section {
  const side = report.since?.judgedBy === "base" ? "base" : "head";
  const headOf = (waived: ReportedWaived): string => {
    const { waiver, approval, accepted, evaluated } = waived;
    if (approval)
      return `☑️ **Approved** by ${code(approval.by)}, ${VIA[approval.via]}, ${code(approval.at)}`;
    const { until, line } = waiver ?? accepted ?? evaluated;
    const { path, line: number } = line.at;
    const place = (text: string) => link(code(text), links?.view(path, number, side));
    if (accepted)
      return `☑️ **Accepted** until ${code(until)} (${code(accepted.owner)}, ${place(path)})`;
    const where = place(`${path}:${number}`);
    return evaluated
      ? `🔎 **Evaluated** until ${code(until)}: then it counts (${where})`
      : `☑️ **Waived** by ${code(waiver.owner)} until ${code(until)}: ${code(waiver.reason)} (${where})`;
  };
  const textOf = ({ finding: { message, rule, help }, evaluated }: ReportedWaived): string =>
    `- ${sentence(message)} · ${link(rule, links?.rule?.(rule))}${evaluated ? `\n  **Fix:** ${sentence(help)}` : ""}`;
  return {
    open: "",
    items: [...Map.groupBy(members, headOf)].map(([head, own]) =>
      [head, ...new Set(own.map(textOf))].join("\n"),
    ),
    between: "\n\n",
    rest: (left) => `… and ${thousands(left)} more`,
  };
}

const VIA = { comment: "by a comment", label: "by a label" } as const;
