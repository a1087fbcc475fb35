import { chainOf } from "@release-policy/core";
import type { Link } from "@release-policy/core/types";
import type { Report, ReportedRelease } from "./report.ts";

/**
 * The chain of causes from a release of a report back to the changeset (or the mode) that started it, the strongest.
 * Empty where the report has no such release, or nothing explains it.
 */
export function reasonOf(report: Report, name: string): readonly Link[] {
  const releases = new Map(report.releases.map((release) => [release.name, full(release)]));
  const release = releases.get(name);
  return release ? chainOf(release, (of) => releases.get(of)) : [];
}

/** The chain asks nothing of ranges. */
const full = (release: ReportedRelease) => ({ ...release, ranges: [] });
