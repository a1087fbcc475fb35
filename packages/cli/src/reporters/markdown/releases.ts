import type { Report, ReportedRelease } from "../../report.ts";
import { partsOf } from "./parts.ts";
import { RELEASE_HEAD, releaseRow, trackRows, TRACK_HEAD } from "./release-row.ts";
import type { Section } from "./sections.ts";
import { count } from "./text.ts";

/** From here on the tracks are counted: nobody reads so many rows. */
const MANY = 100;
const MOST_TRACKS = 20;

/** Where there are many releases, how many of each track. */
export function trackSection(report: Report): Section {
  const { own, refused } = partsOf(report);
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

/** What will be released, folded: by this change, then what the base releases anyway. */
export function releaseSections(report: Report): readonly Section[] {
  const { own, others, refused } = partsOf(report);
  const noun = report.since?.versionCommit ? "version" : "release";
  const allowed = own.filter(({ name }) => !refused.has(name));
  return [
    folded(allowed, `${count(allowed.length, noun)} allowed`, noun),
    folded(others, `${count(others.length, noun)} on the base already, without this change`, noun),
  ];
}

const folded = (releases: readonly ReportedRelease[], summary: string, noun: string): Section => ({
  open: `<details><summary>${summary}</summary>\n\n${RELEASE_HEAD}`,
  items: releases.map(releaseRow),
  between: "\n",
  close: "</details>",
  rest: (left) => `… ${count(left, `more ${noun}`)} ${left === 1 ? "finds" : "find"} no room here`,
});
