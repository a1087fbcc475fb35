import { byCodeUnit } from "@release-policy/core/internal";
import { count } from "../../../formats/style.ts";
import type { AuditResult, RepositoryResults, ResultFinding } from "./results.ts";

/** The most urgent first, with the words of its heading. */
export const URGENCIES = {
  now: "the next release is blocked, or could not be judged",
  recent: "releases of the last 90 days would have been blocked",
  past: "older releases would have been blocked",
  warned: "warnings only",
  fine: "nothing to do",
} as const;

export type Urgency = keyof typeof URGENCIES;

export interface MergedPackage {
  readonly name: string;
  readonly track?: string;
  /** Of its last release. */
  readonly version: string;
  /** How many of its releases would have been blocked. */
  readonly refused: number;
}

export interface MergedRepository {
  readonly name: string;
  readonly urgency: Urgency;
  /** What to know first, a line each. */
  readonly why: readonly string[];
  readonly releases: number;
  readonly refused: number;
  readonly warned: number;
  /** What was left out: a part of the history, or a check. */
  readonly missing: readonly string[];
  readonly packages: readonly MergedPackage[];
}

/** What one rule says in all repositories. */
export interface MergedRule {
  readonly rule: string;
  readonly errors: number;
  readonly warnings: number;
  readonly repositories: number;
  readonly last: string;
}

/** The packages of one track in all repositories; of no track, without a name. */
export interface MergedTrack {
  readonly track?: string;
  readonly repositories: number;
  readonly packages: number;
  readonly refused: number;
}

export interface Merged {
  readonly day: string;
  /** The most urgent first. */
  readonly repositories: readonly MergedRepository[];
  readonly rules: readonly MergedRule[];
  readonly tracks: readonly MergedTrack[];
}

const RECENT_DAYS = 90;
/** Of a repository, on a page about all of them. */
const MOST_REASONS = 4;

/** The results of many repositories as one, on a day. */
export function mergedResults(results: readonly RepositoryResults[], day: string): Merged {
  const order = Object.keys(URGENCIES);
  const repositories = results
    .map((one) => mergedRepository(one, day))
    .toSorted(
      (a, b) =>
        order.indexOf(a.urgency) - order.indexOf(b.urgency) ||
        b.refused - a.refused ||
        byCodeUnit(a.name, b.name),
    );
  return { day, repositories, rules: mergedRules(results), tracks: mergedTracks(repositories) };
}

function mergedRepository(
  { name, audit, check, problem }: RepositoryResults,
  day: string,
): MergedRepository {
  const releases = audit?.releases ?? [];
  const refused = releases.filter(({ outcome }) => outcome === "fail");
  const warned = releases.filter(({ outcome }) => outcome === "warn");
  const unjudged = releases.filter(({ outcome }) => outcome === "unjudged").length;
  const isOnlyProblem = problem !== undefined && !check;
  const now = isOnlyProblem ? [`could not be judged: ${problem}`] : reasonsNow(check);
  const last = refused
    .map(({ date }) => date)
    .toSorted()
    .at(-1);
  const isRecent =
    last !== undefined && Date.parse(day) - Date.parse(last) <= RECENT_DAYS * 86_400_000;
  const warnings = check?.outcome === "warn" || warned.length > 0;
  return {
    name,
    urgency:
      now.length > 0
        ? "now"
        : last !== undefined
          ? isRecent
            ? "recent"
            : "past"
          : warnings
            ? "warned"
            : "fine",
    why: [
      ...now,
      ...(last === undefined
        ? []
        : [
            `${refused.length} of ${count(releases.length, "release")} would have been blocked, the last on ${last}`,
            ...reasonsOf(refused.toReversed().flatMap(({ findings }) => findings)),
          ]),
      ...(check?.outcome === "warn" ? reasonsOf(check.findings, "warn") : []),
    ].slice(0, MOST_REASONS),
    releases: releases.length,
    refused: refused.length,
    warned: warned.length,
    missing: [
      ...(audit
        ? []
        : [
            problem === undefined
              ? "its past releases were not audited"
              : "its past releases could not be judged either",
          ]),
      ...(check ? [] : ["its next release was not checked"]),
      ...(audit?.proposed
        ? ["it has no policy: audited with the one that init would propose"]
        : []),
      ...(audit?.empty === undefined ? [] : [`no releases found: ${audit.empty}`]),
      ...(audit?.shallow ? ["the clone was shallow: older releases are missing"] : []),
      ...(audit && audit.left > 0 ? [`${count(audit.left, "older release")} not checked`] : []),
      ...(unjudged > 0 ? [`${count(unjudged, "release")} could not be judged`] : []),
    ],
    packages: mergedPackages(releases),
  };
}

function reasonsNow(check: RepositoryResults["check"]): readonly string[] {
  if (check?.outcome === "cannot-judge")
    return [`could not be judged: ${check.obstacles[0]?.message ?? "no reason given"}`];
  return check ? reasonsOf(check.findings) : [];
}

/** The findings of a level, each sentence once. */
const reasonsOf = (
  findings: readonly ResultFinding[],
  wanted: ResultFinding["level"] = "error",
): readonly string[] => [
  ...new Set(
    findings.flatMap(({ level, rule, message }) =>
      level === wanted ? [`${rule}: ${message}`] : [],
    ),
  ),
];

function mergedPackages(releases: AuditResult["releases"]): readonly MergedPackage[] {
  const found = releases.flatMap(({ packages }) => packages);
  return [...Map.groupBy(found, ({ name }) => name)]
    .map(([name, all]) => {
      const { track, to } = all.at(-1)!;
      return {
        name,
        ...(track === undefined ? {} : { track }),
        version: to,
        refused: all.filter((one) => one.refused).length,
      };
    })
    .toSorted((a, b) => b.refused - a.refused || byCodeUnit(a.name, b.name));
}

function mergedRules(results: readonly RepositoryResults[]): readonly MergedRule[] {
  const found = results.flatMap(({ name, audit }) =>
    (audit?.releases ?? []).flatMap(({ date, findings }) =>
      findings.map(({ rule, level }) => ({ rule, level, name, date })),
    ),
  );
  return [...Map.groupBy(found, ({ rule }) => rule)]
    .map(([rule, all]) => {
      const errors = all.filter(({ level }) => level === "error").length;
      return {
        rule,
        errors,
        warnings: all.length - errors,
        repositories: new Set(all.map(({ name }) => name)).size,
        last: all
          .map(({ date }) => date)
          .toSorted()
          .at(-1)!,
      };
    })
    .toSorted(
      (a, b) => b.errors - a.errors || b.warnings - a.warnings || byCodeUnit(a.rule, b.rule),
    );
}

function mergedTracks(repositories: readonly MergedRepository[]): readonly MergedTrack[] {
  const found = repositories.flatMap(({ name: repository, packages }) =>
    packages.map((one) => ({ ...one, repository })),
  );
  return [...Map.groupBy(found, ({ track }) => track)]
    .map(([track, all]) => ({
      ...(track === undefined ? {} : { track }),
      repositories: new Set(all.map(({ repository }) => repository)).size,
      packages: all.length,
      refused: all.reduce((sum, { refused }) => sum + refused, 0),
    }))
    .toSorted((a, b) => b.packages - a.packages);
}

/** `10 repositories: 2 blocked now, 1 recently` */
export function mergedHeadline({ repositories }: Merged): string {
  const words: Readonly<Record<Urgency, string>> = {
    now: "blocked now",
    recent: "blocked in the last 90 days",
    past: "blocked before that",
    warned: "with warnings only",
    fine: "fine",
  };
  const parts = Object.entries(words).flatMap(([urgency, word]) => {
    const { length } = repositories.filter((one) => one.urgency === urgency);
    return length > 0 ? [`${length} ${word}`] : [];
  });
  return `${repositories.length === 1 ? "1 repository" : `${repositories.length} repositories`}: ${parts.join(", ")}`;
}
