import type { Cause } from "@release-policy/core";
import type { ReportedRelease } from "../../report.ts";
import { ARROW, cell } from "./text.ts";

const BUMPS = ["none", "patch", "minor", "major"] as const;

export const RELEASE_HEAD = "| Package | Version | Bump | Track |\n| --- | --- | --- | --- |";

export const releaseRow = (release: ReportedRelease): string => {
  const { name, from, to, causes } = release;
  return `| ${cell(name)} | ${cell(from)}${ARROW}${cell(to)} | ${bumpText(release)}${viaText(causes)} | ${trackText(release)} |`;
};

const trackText = ({ track, private: hidden }: ReportedRelease): string =>
  track === undefined ? (hidden ? "private" : "none") : cell(track);

/** A step on the way to a number, or the one that arrives there, is no bump. */
const bumpText = ({ bump, to }: ReportedRelease): string =>
  bump === "none" ? (to.includes("-") ? "prerelease" : "stable") : bump;

/** Nothing where a changeset asks for it as strongly as anything else. */
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

export const TRACK_HEAD =
  "| Track | Releases | Major | Minor | Patch | Not allowed |\n| --- | --: | --: | --: | --: | --: |";

/** How many of each bump, by track, the greatest first. */
export function trackRows(
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
