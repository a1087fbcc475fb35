import { reportAt, isReport, pathIn, pathInside } from "../../api/report-files.ts";
import { reportText } from "../../api/reports-since-base.ts";
import { type Entry, commitEntries, isRegular } from "../../git/commit-tree.ts";
import { GitRefused, type Repository } from "../../git/git.ts";
import { tagNames } from "../../git/last-release.ts";
import { fetchedSizes, readBlobs } from "../../git/objects.ts";
import { EMPTY_POLICY } from "@release-policy/core";
import type { SelectedPackage } from "./selected-packages.ts";

/** The reports of a package in a commit, by entry point. */
export interface ReleasedReports {
  /** The version of the last release, or `HEAD`. */
  readonly against: string;
  readonly texts: ReadonlyMap<string, { readonly path: string; readonly text: string }>;
}

/**
 * The reports of a package at the tag of its version, or at HEAD without a tag or a report there. Undefined if there
 * are none, or outside git.
 */
export function releasedReports(
  repository: Repository,
  pkg: SelectedPackage,
  isAlone: boolean,
): ReleasedReports | undefined {
  for (const ref of [...tagNames(pkg, isAlone), "HEAD"]) {
    const texts = reportsAtRef(repository, ref, pkg.dir);
    if (texts.size > 0) return { against: ref === "HEAD" ? ref : (pkg.version ?? ref), texts };
  }
  return undefined;
}

function reportsAtRef(repository: Repository, ref: string, dir: string): ReleasedReports["texts"] {
  const found = reportEntries(repository, ref, dir);
  if (found.length === 0) return new Map();
  const objects = found.map(({ object }) => object);
  // A partial clone may lack them.
  fetchedSizes(repository, objects);
  const blobs = readBlobs(repository, objects);
  return new Map(
    found.flatMap(({ path, entry }, i) =>
      isReport({ isForeign: false }, blobs[i])
        ? [[entry, { path, text: reportText(path, blobs[i]) }] as const]
        : [],
    ),
  );
}

function reportEntries(
  repository: Repository,
  ref: string,
  dir: string,
): readonly (Entry & { readonly entry: string })[] {
  try {
    const isIncluded = (_: string, mode: string): boolean => isRegular({ mode });
    return commitEntries(repository, ref, isIncluded, pathIn(dir, "api")).flatMap((one) => {
      const report = reportAt(pathInside(dir, one.path) ?? "", EMPTY_POLICY);
      return report ? [{ ...one, entry: report.entry }] : [];
    });
  } catch (error) {
    if (error instanceof GitRefused) return [];
    throw error;
  }
}
