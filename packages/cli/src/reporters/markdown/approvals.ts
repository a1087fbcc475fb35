import type { RefusedApproval, Report, ReportedApprovals } from "../../report.ts";
import type { Section } from "./sections.ts";
import { block, code, count, isPlain, sentence } from "./text.ts";

/** More lines than anybody copies. */
const MOST_LINES = 30;
/** What the command takes for a name: anything else cannot be approved by it. */
const NAME = /^[\w.~@/-]+$/;

/** How to approve what may be approved, to the letter; and which approvals do nothing, with the reason. */
export function approvalSections({ approvals, waived }: Report): readonly Section[] {
  if (!approvals) return [];
  const approved = new Set(waived.map(({ approval }) => approval && keyOf(approval)));
  const open = approvals.asked.filter((asked) => !approved.has(keyOf(asked)));
  return [
    {
      open: "",
      items: approvals.refused.map(refusedText),
      between: "\n\n",
      rest: (left) => `… and ${count(left, "approval")} more that allow nothing.`,
    },
    {
      open: `<details><summary>How to approve ${count(open.length, "release")}</summary>`,
      items: open.length === 0 ? [] : howTo(open.map(keyOf), approvals),
      between: "\n\n",
      close: "</details>",
      rest: () => "… and they may be approved: see docs/approvals.md.",
    },
  ];
}

const keyOf = ({ package: name, version }: { package: string; version: string }): string =>
  `${name}@${version}`;

/** The name in backticks, so that whoever pastes the line calls no team by it. */
function howTo(
  releases: readonly string[],
  { permission, byAnother, comment, label }: ReportedApprovals,
): readonly string[] {
  const who = `${byAnother ? "Another person than the author" : "A person"} with ${permission} permission`;
  const lines = releases
    .filter((release) => NAME.test(release) && isPlain(release))
    .slice(0, MOST_LINES)
    .map((release) => `/release-policy approve \`${release}\``);
  const written = comment && lines.length > 0;
  const set = label === undefined ? "" : `sets the label ${code(label)}, for all of them`;
  return [
    written
      ? `${who} writes in a comment${set === "" ? "" : `, or ${set}`}:`
      : `${who} ${set === "" ? "cannot name them in a comment." : `${set}.`}`,
    ...(written ? [block("text", lines.join("\n"))] : []),
    ...(written && releases.length > lines.length
      ? [`… and so on, for ${count(releases.length - lines.length, "more release")}.`]
      : []),
    "An approval is of the version and the changesets as they are now: it falls away where they change.",
  ];
}

function refusedText({ by, at, via, why, ...named }: RefusedApproval): string {
  const { package: name, version } = named;
  const what =
    name === undefined || version === undefined ? "" : ` of ${code(`${name}@${version}`)}`;
  return `🚫 The approval${what} by ${code(by)} (${via}, ${code(at)}) allows nothing: ${sentence(why)}`;
}
