import type { Cause } from "@release-policy/core/types";
import type { EffectFinding, EffectRelease, Report, ReportedRelease } from "../../check/report.ts";
import { count } from "../style.ts";
import { allowedByWord, tallyOf } from "../verdict-text.ts";
import { waivedList } from "./approvals.ts";
import { isLong } from "./finding-sections.ts";
import { type Section, foldOf } from "./sections.ts";
import { ARROW, type MarkdownOptions, cell } from "./text.ts";

/** From here on only tracks are counted: so many rows would not be read. */
const MANY = 100;
const MOST_TRACKS = 20;

/** Where there are many releases, how many of each track. */
export function trackSection(report: Report): Section {
  const { own, refused } = tallyOf(report);
  const rows = own.length > MANY ? trackRows(own, refused) : [];
  const left = rows.length - MOST_TRACKS;
  return {
    open: TRACK_HEAD,
    items: rows.slice(0, MOST_TRACKS),
    between: "\n",
    ...(left > 0 ? { close: `… ${count(left, "more track")}` } : {}),
    rest: (number) => `… ${count(number + Math.max(0, left), "more track")}`,
  };
}

/**
 * What will be released, folded: by this change, then what the base releases anyway. In a long comment, what is allowed
 * although it has findings is in the first of them.
 */
export function releaseSections(report: Report, options: MarkdownOptions): readonly Section[] {
  const { own, others, refused } = tallyOf(report);
  const noun = report.since?.versionCommit ? "version" : "release";
  const allowed = own.filter(({ name }) => !refused.has(name));
  const waived = isLong(report) ? allowedByWord(report) : [];
  const texts = [
    ...(allowed.length > 0 ? [`${count(allowed.length, noun)} allowed`] : []),
    ...waived.map(({ text }) => text),
  ];
  const lists = waived.map(({ members }) => waivedList(members, report, options));
  return [
    foldOf(texts.join(", "), [...lists, releaseTable(allowed, noun)]),
    foldOf(`${count(others.length, noun)} already on the base, without this change`, [
      releaseTable(others, noun),
    ]),
  ];
}

const BUMPS = ["none", "patch", "minor", "major"] as const;

export const RELEASE_HEAD = "| Package | Version | Bump | Track |\n| --- | --- | --- | --- |";

const trackText = ({ track, private: hidden }: ReportedRelease): string =>
  track === undefined ? (hidden ? "private" : "none") : cell(track);

/** A step on the way to a number, or the one that arrives there, is not a bump. */
const bumpText = ({ bump, to }: ReportedRelease): string =>
  bump === "none" ? (to.includes("-") ? "prerelease" : "stable") : bump;

export const releaseRow = (release: ReportedRelease): string => {
  const { name, from, to, causes } = release;
  return `| ${cell(name)} | ${cell(from)}${ARROW}${cell(to)} | ${bumpText(release)}${viaText(causes)} | ${trackText(release)} |`;
};

const releaseTable = (releases: readonly ReportedRelease[], noun: string): Section => ({
  open: RELEASE_HEAD,
  items: releases.map(releaseRow),
  between: "\n",
  rest: (left) => `… ${count(left, `more ${noun}`)} ${left === 1 ? "finds" : "find"} no room here`,
});

/** Nothing if a changeset causes it at least as strongly. */
function viaText(causes: readonly Cause[]): string {
  const most = Math.max(...causes.map(({ bump }) => BUMPS.indexOf(bump)));
  const strongest = causes.filter(({ bump }) => BUMPS.indexOf(bump) === most);
  const [cause] = strongest;
  if (!cause || strongest.some(({ kind }) => kind === "changeset")) return "";
  switch (cause.kind) {
    case "changeset":
      return "";
    case "dependency":
      return ` via ${cell(cause.on)}`;
    case "group":
      return ` via ${cause.group} group of ${cell(cause.highest)}`;
    case "train":
      return ` via train of ${cell(cause.leader)}`;
    case "epic":
      return ` via epic of ${cell(cause.lead)}`;
    case "pre":
      return ` leaving ${cell(cause.tag)}`;
    case "lane":
      return cause.lane === undefined ? " leaving its lane" : ` via lane ${cell(cause.lane)}`;
    case "unpublished":
      return ", first publication";
  }
}

const TRACK_HEAD =
  "| Track | Releases | Major | Minor | Patch | Not allowed |\n| --- | --: | --: | --: | --: | --: |";

/** How many of each bump, by track, the greatest first. */
function trackRows(
  releases: readonly ReportedRelease[],
  refused: ReadonlySet<string>,
): readonly string[] {
  const tracks = [...Map.groupBy(releases, trackText)].toSorted(
    ([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1),
  );
  return tracks.map(([track, members]) => {
    const of = (bump: string) => members.filter((one) => one.bump === bump).length;
    const bad = members.filter(({ name }) => refused.has(name)).length;
    return `| ${track} | ${members.length} | ${of("major")} | ${of("minor")} | ${of("patch")} | ${bad} |`;
  });
}

/** What a change of the policy changes, folded: of today, then of past releases. */
export function effectSections({ since }: Report): readonly Section[] {
  const { today, past } = since?.policyEffect ?? {};
  return [
    foldedEffect(todayRows(today?.added), "finding", "more with the new policy"),
    foldedEffect(todayRows(today?.removed), "finding", "fewer with the new policy"),
    foldedEffect(pastRows(past?.refused), "past release", "would now be blocked"),
    foldedEffect(pastRows(past?.allowed), "past release", "would no longer be blocked"),
  ];
}

const todayRows = (findings: readonly EffectFinding[] = []): readonly string[] =>
  findings.map((finding) => `| today | ${findingCells(finding)} |`);

const pastRows = (releases: readonly EffectRelease[] = []): readonly string[] =>
  releases.map(({ date, subject, findings: [first, ...more] }) => {
    const also = more.length > 0 ? `, and ${count(more.length, "more finding")}` : "";
    return `| ${date} | ${first ? `${findingCells(first)}${also}` : `| ${cell(subject)}`} |`;
  });

const findingCells = ({ rule, package: name, version, message }: EffectFinding): string =>
  `${name === undefined ? "" : cell(version === undefined ? name : `${name} ${version}`)} | ${cell(rule)}: ${cell(message.replaceAll("`", ""))}`;

const foldedEffect = (rows: readonly string[], noun: string, what: string): Section => ({
  open: `<details><summary>${count(rows.length, noun)} ${what}</summary>\n\n| Day | Release | Why |\n| --- | --- | --- |`,
  items: rows,
  between: "\n",
  close: "</details>",
  rest: (left) => `… ${count(left, `more ${noun}`)} ${what}`,
});
