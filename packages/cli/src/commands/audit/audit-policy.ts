import { basename } from "node:path";
import { byCodeUnit } from "@release-policy/core/internal";
import { type Policy, outcomeOf } from "@release-policy/core";
import major from "semver/functions/major.js";
import intersects from "semver/ranges/intersects.js";
import type { CheckOptions } from "../../check/options.ts";
import { detectBranch } from "../../check/workspace.ts";
import { CannotJudge } from "../../errors.ts";
import { tagsOf } from "../../git/tags.ts";
import { type VersionCommits, versionCommits } from "../../git/version-commits.ts";
import { type PolicyText, policyOf } from "../../policy/policy-files.ts";
import { toolVersion } from "../../tool-version.ts";
import { auditCache } from "./replay/cache.ts";
import { walkReleases } from "./replay/walk.ts";
import { withUndone } from "./undone.ts";
import {
  type Audit,
  type AuditFinding,
  type AuditGroup,
  type AuditOrigin,
  type AuditRelease,
  ORIGINS,
} from "./release.ts";

export interface AuditOptions extends Pick<CheckOptions, "cwd" | "branch" | "strict"> {
  /** A day, `2026-11-22`, or a reference whose history is left out. */
  readonly since?: string;
  /** Only so many of the newest releases. */
  readonly limit?: number;
  /** Ignore cached verdicts and write none. */
  readonly fresh?: boolean;
  /** Receives the progress. */
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

/**
 * Replays the policy of these files over the version commits of the history: what would have been refused, when and
 * why. With `only`, for these packages. No code of a commit is run. Throws `CannotJudge` if the files define no track, and
 * outside a git repository.
 */
export async function auditPolicy(
  root: string,
  texts: readonly PolicyText[],
  { only, ...options }: Omit<AuditOptions, "cwd"> & { readonly only?: readonly string[] },
): Promise<Audit> {
  const policy = policyOf(texts);
  if (!policy) {
    throw new CannotJudge({ message: "no policy to audit: policies/ has no track" });
  }
  const { limit, strict = false, fresh = false, onProgress, signal } = options;
  const history = await versionCommits(root, options.since);
  const branch = options.branch ?? detectBranch(root, process.env) ?? "main";
  const parts = [toolVersion(), branch, String(strict), ...(only ?? [])];
  const tags = (await tagsOf(root)) ?? [];
  const task = { root, policies: [texts], branch, strict, tags, ...(only ? { only } : {}) };
  const { commits, verdicts, cached } = await walkReleases(history.commits, task, {
    ...(fresh ? {} : { caches: [auditCache<AuditRelease | null>(root, texts, parts)] }),
    ...(limit === undefined ? {} : { limit }),
    signal,
    onJudged: (walk, last) =>
      onProgress?.({
        done: walk.commits.filter(({ commit }) => walk.verdicts.has(commit)).length,
        all: walk.commits.length,
        refused: [...walk.verdicts.values()].filter((one) => one?.[0]?.outcome === "fail").length,
        ...(last === undefined ? {} : { date: last.date }),
      }),
  });
  const releases = withUndone(
    root,
    withoutRepeated(commits.toReversed().flatMap(({ commit }) => verdicts.get(commit)?.[0] ?? [])),
  );
  return {
    workspace: basename(root),
    notes: notesIn(releases),
    releases,
    counts: countsOf(releases),
    byOrigin: originsOf(releases),
    byRule: auditGroups(releases, ({ rule }) => rule),
    byPackage: auditGroups(releases, (finding) => finding.package),
    tracks: tracksIn(policy, releases),
    evaluated: evaluatedIn(releases),
    shallow: history.shallow,
    ...(releases.length === 0 ? { empty: whyEmpty(history, options.since) } : {}),
    cached,
    left: commits.filter(({ commit }) => !verdicts.has(commit)).length,
  };
}

function notesIn(releases: readonly AuditRelease[]): readonly string[] {
  const all = Map.groupBy(
    releases.flatMap(({ notes = [] }) => notes),
    (note) => note,
  );
  return [...all].map(([note, { length }]) => `${length} of ${releases.length} releases: ${note}`);
}

/** Why no releases were found, in one sentence. */
function whyEmpty({ commits, touching }: VersionCommits, since: string | undefined): string {
  const where = since === undefined ? "in the history of HEAD" : `since ${since}`;
  if (touching === 0) return `no commit ${where} changes .changeset`;
  const looked = touching === 1 ? "1 commit changes" : `${touching} commits change`;
  return commits.length === 0
    ? `${looked} .changeset ${where}, but none deletes changesets and edits a package.json`
    : `${looked} .changeset ${where}, but none changes the version of a package`;
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

/**
 * The releases, oldest first, each without the workspace findings that the previous one already had: a changeset that
 * names a removed package stays for a hundred prereleases, but is one mistake.
 */
export function withoutRepeated(releases: readonly AuditRelease[]): readonly AuditRelease[] {
  let before: ReadonlySet<string> = new Set();
  return releases.map((release) => {
    if (release.outcome === "unjudged") return release;
    const findings = release.findings.filter(
      (finding) => !isOfWorkspace(finding) || !before.has(wordsOf(finding)),
    );
    before = new Set(release.findings.filter(isOfWorkspace).map(wordsOf));
    const standing = release.findings.length - findings.length;
    return standing === 0
      ? release
      : { ...release, outcome: outcomeOf(findings), findings, standing };
  });
}

const isOfWorkspace = (finding: AuditFinding): boolean => finding.package === undefined;

const wordsOf = ({ rule, path, message }: AuditFinding): string => [rule, path, message].join("\0");

function originsOf(releases: readonly AuditRelease[]): readonly AuditOrigin[] {
  return ORIGINS.flatMap((origin) => {
    const own = releases.map((release) => ({
      date: release.date,
      apart: release.apart.filter((one) => one.origin === origin),
    }));
    const having = own.filter(({ apart }) => apart.length > 0);
    const versions = having.flatMap(({ apart }) => apart);
    const findings = versions.reduce((sum, one) => sum + one.findings, 0);
    const [first, last] = [having[0]?.date, having.at(-1)?.date];
    return first === undefined || last === undefined
      ? []
      : [
          {
            origin,
            releases: having.length,
            versions: versions.length,
            findings,
            first,
            last,
          },
        ];
  });
}

/** The findings of releases by rule, or by package, those with the most refusals first. */
function auditGroups(
  releases: readonly AuditRelease[],
  keyOf: (finding: AuditFinding) => string | undefined,
): readonly AuditGroup[] {
  const found = releases.flatMap((release) =>
    release.findings.map((finding) => ({ release, finding })),
  );
  const named = found.filter(({ finding }) => keyOf(finding) !== undefined);
  return [...Map.groupBy(named, ({ finding }) => keyOf(finding)!)]
    .map(([name, members]) => ({
      name,
      errors: members.filter(({ finding }) => finding.level === "error").length,
      warnings: members.filter(({ finding }) => finding.level === "warn").length,
      releases: new Set(members.map(({ release }) => release.commit)).size,
      first: members[0]!.release.date,
      last: members.at(-1)!.release.date,
    }))
    .toSorted(
      (a, b) => b.errors - a.errors || b.warnings - a.warnings || byCodeUnit(a.name, b.name),
    );
}

function evaluatedIn(releases: readonly AuditRelease[]): Audit["evaluated"] {
  const days = releases.flatMap(({ commit, findings }) =>
    findings.flatMap(({ level, evaluated }) =>
      level === "error" && evaluated !== undefined ? [{ commit, until: evaluated }] : [],
    ),
  );
  return [...Map.groupBy(days, ({ until }) => until)].map(([until, found]) => ({
    until,
    refused: new Set(found.map(({ commit }) => commit)).size,
    releases: releases.length,
    since: releases[0]!.date,
  }));
}

/** The tracks with the majors that they take, of those that the releases made. */
function tracksIn({ tracks }: Policy, releases: readonly AuditRelease[]): Audit["tracks"] {
  const versions = releases.flatMap(({ packages }) => packages.map(({ to }) => to));
  const made = [...new Set(versions.map((one) => major(one)))].toSorted((a, b) => a - b);
  return tracks.map(({ name, versions: shape }) => ({
    name,
    ...(shape ? { versions: shape.shape } : {}),
    majors: made.filter((one) =>
      intersects(`>=${one}.0.0 <${one + 1}.0.0-0`, shape?.range ?? "*", {
        includePrerelease: true,
      }),
    ),
  }));
}
