import type { CheckOptions } from "../../../check/options.ts";
import type { EffectRelease, PastEffect } from "../../../check/report.ts";
import { detectBranch } from "../../../check/workspace.ts";
import type { Repository } from "../../../git/git.ts";
import { tagsOf } from "../../../git/tags.ts";
import { versionCommits } from "../../../git/version-commits.ts";
import { type PolicyText, policyOf } from "../../../policy/policy-files.ts";
import { toolVersion } from "../../../tool-version.ts";
import { withoutRepeated } from "../audit-policy.ts";
import type { AuditRelease } from "../release.ts";
import { auditCache } from "../replay/cache.ts";
import { judgeHere } from "../replay/pool.ts";
import { walkReleases } from "../replay/walk.ts";

export interface EffectBounds {
  /** How many of the newest releases are compared. Default: 40. */
  readonly limit?: number;
  /** After this time no further release is started. Default: 8,000. */
  readonly milliseconds?: number;
  /** The change is a stranger's: no threads, and no cache is read or written. */
  readonly ofStranger?: boolean;
}

const LIMIT = 40;
const MILLISECONDS = 8000;

/** What two policies would have said of the releases before a commit. `sides` are the files of the new and of the old. */
export async function pastEffect(
  root: string,
  repository: Repository,
  base: string,
  sides: readonly (readonly PolicyText[])[],
  options: CheckOptions & EffectBounds,
): Promise<PastEffect> {
  const {
    limit = LIMIT,
    milliseconds = MILLISECONDS,
    ofStranger = false,
    strict = false,
  } = options;
  const signal = milliseconds > 0 ? AbortSignal.timeout(milliseconds) : AbortSignal.abort();
  const history = await versionCommits(repository, undefined, base, limit);
  const branch = options.branch ?? detectBranch(repository, process.env) ?? "main";
  // A base without a policy refuses nothing.
  const policies = sides.filter((texts) => policyOf(texts) !== undefined);
  const tags = (await tagsOf(repository)) ?? [];
  const cacheOf = (texts: readonly PolicyText[]) =>
    auditCache<AuditRelease | null>(root, texts, [toolVersion(), branch, String(strict)]);
  const walk = await walkReleases(
    history.commits,
    { root, policies, branch, strict, tags },
    {
      limit,
      signal,
      ...(ofStranger
        ? { judge: judgeHere(repository) }
        : { caches: policies.map((texts) => cacheOf(texts)) }),
    },
  );
  const judged = walk.commits.flatMap(({ commit }) => {
    const verdicts = walk.verdicts.get(commit);
    return verdicts ? [verdicts] : [];
  });
  const [after, before] = [0, 1].map((i) =>
    withoutRepeated(judged.toReversed().flatMap((verdicts) => verdicts[i] ?? [])).toReversed(),
  ) as [AuditRelease[], AuditRelease[]];
  const left = history.commits.filter(({ commit }) => !walk.verdicts.has(commit)).length;
  const isCut = signal.aborted && walk.commits.some(({ commit }) => !walk.verdicts.has(commit));
  const from = after.at(-1)?.date;
  const isUnjudged = (i: number) =>
    [after[i], before[i]].some((release) => release?.outcome === "unjudged");
  return {
    compared: after.length,
    ...(from === undefined ? {} : { from }),
    refused: refusedByFirst(after, before),
    allowed: refusedByFirst(before, after),
    unjudged: after.filter((_, i) => isUnjudged(i)).length,
    left,
    ...(isCut ? { stoppedAfter: milliseconds } : {}),
    ...(history.shallow ? { shallow: true as const } : {}),
  };
}

/** The releases that the first verdicts refuse, and the others, in the same order, do not. */
const refusedByFirst = (
  first: readonly AuditRelease[],
  others: readonly AuditRelease[],
): readonly EffectRelease[] =>
  first.flatMap(({ outcome, commit, date, subject, findings }, i) => {
    const other = others[i]?.outcome ?? "pass";
    if (outcome !== "fail" || other === "fail" || other === "unjudged") return [];
    const errors = findings.filter(({ level }) => level === "error");
    return [
      {
        commit,
        date,
        subject,
        findings: errors.map(({ rule, level, package: name, version, message }) => ({
          rule,
          level,
          ...(name === undefined ? {} : { package: name }),
          ...(version === undefined ? {} : { version }),
          message,
        })),
      },
    ];
  });
