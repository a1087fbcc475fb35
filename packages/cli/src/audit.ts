import { basename } from "node:path";
import { auditCache } from "./adapters/audit-cache.ts";
import { tagsOf } from "./adapters/history.ts";
import { readPolicyFolder } from "./adapters/policy-files.ts";
import { versionCommits } from "./adapters/version-commits.ts";
import { judgeAll } from "./audit/pool.ts";
import { withoutStanding } from "./audit/standing.ts";
import type { AuditFinding, AuditRelease } from "./audit/release.ts";
import { groupsOf, tracksIn } from "./audit/summary.ts";
import { detectBranch } from "./branch.ts";
import type { CheckOptions } from "./check.ts";
import { CannotJudge } from "./errors.ts";
import { inWorkspace } from "./in-workspace.ts";
import { version } from "./tool-version.ts";

export type { AuditFinding, AuditRelease };

export interface AuditOptions extends Pick<CheckOptions, "cwd" | "branch" | "strict"> {
  /** A day, `2026-11-22`, or a reference whose history is left out. */
  readonly since?: string;
  /** Only so many of the newest releases. */
  readonly limit?: number;
  /** Judge everything anew, and keep nothing. */
  readonly fresh?: boolean;
  /** Is told how far it is. */
  readonly onProgress?: (progress: AuditProgress) => void;
  /** Stops it: what was judged until then, which is the newest, is the answer. */
  readonly signal?: AbortSignal;
}

/** Of the commits, how many have been judged, the newest first, and what was found until now. */
export interface AuditProgress {
  readonly done: number;
  readonly all: number;
  readonly refused: number;
  /** The day of the commit that was judged last. */
  readonly date?: string;
}

/** What one rule, or all of them on one package, would have said. */
export interface AuditGroup {
  readonly name: string;
  readonly errors: number;
  readonly warnings: number;
  readonly releases: number;
  readonly first: string;
  readonly last: string;
}

export interface Audit {
  /** The folder's name. */
  readonly workspace: string;
  /** Oldest first. */
  readonly releases: readonly AuditRelease[];
  readonly counts: {
    readonly releases: number;
    readonly versions: number;
    readonly refused: number;
    readonly warned: number;
    readonly unjudged: number;
    readonly early: number;
    readonly standing: number;
  };
  readonly byRule: readonly AuditGroup[];
  readonly byPackage: readonly AuditGroup[];
  /** The versions of each track, as the policy has them. */
  readonly tracks: readonly {
    readonly name: string;
    readonly versions?: string;
    /** Of the majors that were released, those of which the track takes a version. */
    readonly majors: readonly number[];
  }[];
  /** True where the clone has only a part of the history. */
  readonly shallow: boolean;
  /** How many verdicts were known from an audit before. */
  readonly cached: number;
  /** How many commits were not judged, because the audit was stopped. */
  readonly left: number;
}

/**
 * Replays the policy of the working tree over the version commits of the history: what would have been refused, when
 * and why. Nothing of a commit is run. Throws `CannotJudge` where there is no policy or no git.
 */
export function audit(options: AuditOptions = {}): Promise<Audit> {
  return inWorkspace(options, async (root) => {
    const policy = readPolicyFolder(root);
    if (!policy) {
      throw new CannotJudge({ message: "there is no policy to replay: no policies/*.yaml" });
    }
    const { limit, strict = false, fresh = false, onProgress, signal } = options;
    const history = await versionCommits(root, options.since);
    const commits = limit === undefined ? history.commits : history.commits.slice(0, limit);
    const branch = options.branch ?? detectBranch(root, process.env) ?? "main";
    const parts = [version(), branch, String(strict)];
    const cache = fresh ? undefined : auditCache<AuditRelease | null>(root, parts);
    const verdicts = new Map(cache?.known);
    const left = commits.filter(({ commit }) => !verdicts.has(commit));
    const cached = commits.length - left.length;
    const told = (date?: string) =>
      onProgress?.({
        done: commits.filter(({ commit }) => verdicts.has(commit)).length,
        all: commits.length,
        refused: [...verdicts.values()].filter((one) => one?.outcome === "fail").length,
        ...(date === undefined ? {} : { date }),
      });
    told();
    const tags = (await tagsOf(root)) ?? [];
    await judgeAll(left, { root, branch, strict, tags }, signal, ({ commit, date }, release) => {
      verdicts.set(commit, release);
      cache?.add(commit, release);
      told(date);
    });
    const releases = withoutStanding(
      commits.toReversed().flatMap(({ commit }) => verdicts.get(commit) ?? []),
    );
    return {
      workspace: basename(root),
      releases,
      counts: countsOf(releases),
      byRule: groupsOf(releases, ({ rule }) => rule),
      byPackage: groupsOf(releases, (finding) => finding.package),
      tracks: tracksIn(policy, releases),
      shallow: history.shallow,
      cached,
      left: commits.filter(({ commit }) => !verdicts.has(commit)).length,
    };
  });
}

function countsOf(releases: readonly AuditRelease[]): Audit["counts"] {
  const having = (outcome: AuditRelease["outcome"]) =>
    releases.filter((release) => release.outcome === outcome).length;
  return {
    releases: releases.length,
    versions: releases.reduce((sum, { packages }) => sum + packages.length, 0),
    refused: having("fail"),
    warned: having("warn"),
    unjudged: having("unjudged"),
    early: releases.reduce((sum, { early }) => sum + early, 0),
    standing: releases.reduce((sum, { standing }) => sum + standing, 0),
  };
}
