import type { Report, ReportedRelease } from "../../report.ts";
import { partsOf } from "./parts.ts";
import type { Section } from "./sections.ts";
import { count } from "./text.ts";
import { releaseRow, RELEASE_HEAD, trackTable } from "./release-row.ts";

/** From here on the tracks are counted: nobody reads so many rows. */
const MANY = 100;

/** What will be released, folded: first by this change, then what the base releases anyway. */
export function releaseSections(report: Report): readonly Section[] {
  const { own, others, refused } = partsOf(report);
  const noun = report.since?.versionCommit ? "version" : "release";
  const allowed = own.filter(({ name }) => !refused.has(name));
  return [
    ...(own.length > MANY ? [trackTable(own, refused)] : []),
    folded(own, `${count(allowed.length, noun)} allowed`, refused),
    folded(
      others,
      `${count(others.length, noun)} on the base already, without this change`,
      refused,
    ),
  ];
}

const folded = (
  releases: readonly ReportedRelease[],
  summary: string,
  refused: ReadonlySet<string>,
): Section => {
  const allowed = releases.filter(({ name }) => !refused.has(name));
  return {
    open: `<details><summary>${summary}</summary>\n\n${RELEASE_HEAD}`,
    items: allowed.map(releaseRow),
    between: "\n",
    close: "</details>",
    rest: (left) => `… and ${count(left, "more row")}, which find no room here.`,
  };
};
