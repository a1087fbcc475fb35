import { join } from "node:path";
import type { Policy } from "@release-policy/core";
import type { Package } from "@release-policy/core/types";
import { entryAt } from "../files/files.ts";
import { type Entry, commitEntries, isRegular } from "../git/commit-tree.ts";
import { GitRefused, type Repository, workspacePrefix } from "../git/git.ts";
import { tagNames } from "../git/last-release.ts";
import { fetchedSizes, readBlobs, readObjects } from "../git/objects.ts";
import { commitOf } from "../git/refs.ts";
import { type ReportPair, withComparedReports } from "./compared-reports.ts";
import {
  type ReportFile,
  isReport,
  mayBeReport,
  pathIn,
  pathInside,
  reportAt,
} from "./report-files.ts";
import { reportInFolder, reportText } from "./reports-since-base.ts";

/** What is released: the files of a folder, or a commit. */
interface Head {
  readonly root: string;
  readonly repository: Repository;
  readonly commit?: string | undefined;
}

/**
 * The packages, each with its API changes since the tag of its version. If no package has a report, and the policy
 * does not mention any, git is not started. Outside git, or without a tag, the packages stay unchanged. Throws
 * `CannotJudge`.
 */
export async function withApiSinceRelease(
  packages: readonly Package[],
  policy: Policy,
  head: Head,
): Promise<readonly Package[]> {
  try {
    const now = head.commit === undefined ? undefined : reportsIn(head, head.commit);
    const all = packages.filter(({ skipped }) => !skipped);
    const some = all.filter((pkg) => mayHaveReports(pkg, policy, head, now));
    if (some.length === 0) return packages;
    const isAlone = all.filter((pkg) => !pkg.private).length === 1;
    const prefix = workspacePrefix(head.repository);
    const rest = all.filter((pkg) => !some.includes(pkg));
    const candidates = [...some, ...withLostFolder(rest, isAlone, prefix, head)];
    const at = (tag: string, dir: string) => entriesAt(head.repository, tag, dir);
    const reports = candidates.flatMap((pkg) => reportsAtRelease(pkg, isAlone, policy, at));
    return await withComparedReports(packages, releasedPairs(reports, head, now));
  } catch (error) {
    if (error instanceof GitRefused) return packages;
    throw error;
  }
}

const reportsIn = ({ repository }: Head, commit: string): ReadonlyMap<string, Entry> =>
  new Map(
    commitEntries(repository, commitOf(repository, commit), (_, mode) => isRegular({ mode })).map(
      (entry) => [entry.path, entry],
    ),
  );

function mayHaveReports(
  { dir }: Package,
  { api }: Policy,
  { root }: Head,
  now: ReadonlyMap<string, Entry> | undefined,
): boolean {
  if (api) return true;
  if (!now) return entryAt(join(root, dir, "api")) !== "missing";
  return [...now.keys()].some((path) => mayBeReport(pathInside(dir, path) ?? ""));
}

/** Packages without a folder of reports that had one at the tag of their version, found by one git process. */
function withLostFolder(
  packages: readonly Package[],
  isAlone: boolean,
  prefix: string,
  { repository }: Head,
): readonly Package[] {
  const candidates = packages.flatMap((pkg) => tagNames(pkg, isAlone).map((tag) => ({ pkg, tag })));
  const found = readObjects(
    repository,
    candidates.map(({ pkg, tag }) => `${tag}:${prefix}${pathIn(pkg.dir, "api")}`),
  );
  return [...new Set(candidates.flatMap(({ pkg }, i) => (found[i] ? [pkg] : [])))];
}

interface ReleasedReport extends ReportFile {
  readonly object: string;
}

/** The reports of a package at the tag of its version. */
function reportsAtRelease(
  pkg: Package,
  isAlone: boolean,
  policy: Policy,
  entriesOf: (tag: string, dir: string) => readonly Entry[] | undefined,
): readonly ReleasedReport[] {
  for (const tag of tagNames(pkg, isAlone)) {
    const entries = entriesOf(tag, pkg.dir);
    if (entries)
      return entries.flatMap(({ path, object }): ReleasedReport[] => {
        const inside = pathInside(pkg.dir, path);
        const report = inside === undefined ? undefined : reportAt(inside, policy);
        return report ? [{ package: pkg, path, ...report, object }] : [];
      });
  }
  return [];
}

/** Undefined if there is no such tag. */
function entriesAt(repository: Repository, tag: string, folder: string): Entry[] | undefined {
  try {
    return commitEntries(repository, tag, (_, mode) => isRegular({ mode }), folder);
  } catch (error) {
    if (error instanceof GitRefused) return undefined;
    throw error;
  }
}

function releasedPairs(
  released: readonly ReleasedReport[],
  { root, repository }: Head,
  now: ReadonlyMap<string, Entry> | undefined,
): readonly ReportPair[] {
  // Reports that are the same in both commits are not read.
  const changed = released.filter(({ path, object }) => now?.get(path)?.object !== object);
  const contents = contentsOf(
    repository,
    changed.flatMap(({ path, object }) => [object, now?.get(path)?.object ?? []].flat()),
  );
  return changed
    .filter((report) => isReport(report, contents.get(report.object)))
    .map((report): ReportPair => {
      const { path, object, package: pkg } = report;
      const there = now?.get(path);
      const inCommit = there && reportText(path, contents.get(there.object));
      return {
        ...report,
        against: pkg.version ?? "",
        before: reportText(path, contents.get(object)),
        after: now ? inCommit : reportInFolder(root, path),
      };
    });
}

function contentsOf(
  repository: Repository,
  objects: readonly string[],
): ReadonlyMap<string, Buffer | undefined> {
  fetchedSizes(repository, objects);
  const contents = readBlobs(repository, objects);
  return new Map(objects.map((object, i) => [object, contents[i]]));
}
