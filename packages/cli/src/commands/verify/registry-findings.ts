import { type Sentence, list, say } from "@release-policy/core";
import type { RegistryProblem } from "@release-policy/core/types";
import gt from "semver/functions/gt.js";
import prerelease from "semver/functions/prerelease.js";
import rsort from "semver/functions/rsort.js";
import type { ReportedFinding } from "../../check/report.ts";
import { localSpecs } from "../../tarballs/local-specs.ts";
import { type PublishedRelease, differingFields } from "./published-release.ts";

export type RegistryFinding = Omit<ReportedFinding, "rule"> & { readonly rule: RegistryProblem };

/** A release that the workspace says was made. */
export interface ExpectedRelease {
  readonly name: string;
  readonly dir: string;
  readonly version: string;
  /** How the workspace says that it was released: a tag of git, or a heading of its changelog. */
  readonly evidence?: string;
  /** The dist-tag that must point to it or to a later release; undefined if any will do. */
  readonly distTag?: string;
  /** Where the policy says so: the dist-tag of a version. */
  readonly policyTag?: (version: string) => string | undefined;
  /** The versions of the package that have a tag in git. */
  readonly gitTags: readonly string[];
}

export interface RegistryProblemFound {
  readonly rule: RegistryProblem;
  readonly level: "error" | "warn";
  readonly message: Sentence;
  readonly help: Sentence;
}

/** What the registry has against a release that the workspace says was made. Pure. */
export function registryFindings(
  expected: ExpectedRelease,
  published: PublishedRelease | undefined,
): readonly RegistryProblemFound[] {
  const { name, version, evidence } = expected;
  if (!published?.manifest) {
    if (!isExpected(expected, published)) return [];
    const newest = published?.versions.length ? rsort([...published.versions])[0]! : undefined;
    return [
      {
        rule: "not-published",
        level: "error",
        message: say`${name} ${version} is not on the registry, but ${evidence === undefined ? say`its package.json has this version` : say`${evidence} says that it was released`}${newest === undefined ? "" : say` (newest there: ${newest})`}`,
        help: say`run the release command again: it publishes what is missing`,
      },
    ];
  }
  return [
    ...tagFindings(expected, published),
    ...contentFindings(expected, published),
    ...(lacksGitTag(expected, published)
      ? [
          {
            rule: "git-tag-missing" as const,
            level: "warn" as const,
            message: say`${name} ${version} is on the registry, but git has no tag for it`,
            help: say`run ${`git tag ${name}@${version} <commit>`} and push it`,
          },
        ]
      : []),
  ];
}

/** Whether the registry should have it: not a package that waits for its first release, or whose version is not kept in git. */
export const isExpected = (
  { version, evidence }: ExpectedRelease,
  published: PublishedRelease | undefined,
): boolean =>
  evidence !== undefined ||
  (published !== undefined &&
    published.versions.length > 0 &&
    published.versions.every((one) => gt(version, one)));

/** Whether the release before it has a tag in git. An older one proves nothing: repositories change how they tag. */
function lacksGitTag(
  { version, gitTags }: ExpectedRelease,
  { versions }: PublishedRelease,
): boolean {
  const [before] = rsort(versions.filter((one) => gt(version, one)));
  return before !== undefined && gitTags.includes(before) && !gitTags.includes(version);
}

function tagFindings(
  { name, version, distTag: expected, policyTag }: ExpectedRelease,
  { distTags, versions }: PublishedRelease,
): readonly RegistryProblemFound[] {
  const stable = rsort(versions.filter((one) => prerelease(one) === null))[0];
  // Of a package without a stable release, Changesets publishes prereleases under latest.
  const isFree = policyTag === undefined && prerelease(version) !== null && stable === undefined;
  const distTag = isFree ? undefined : expected;
  const found: RegistryProblemFound[] = [];
  const leading = Object.entries(distTags).filter(([, to]) => to === version);
  const at = distTag === undefined ? undefined : distTags[distTag];
  const { latest } = distTags;
  // A later stable release has replaced it, and its dist-tag may be removed.
  const isReplaced = prerelease(version) !== null && latest !== undefined && gt(latest, version);
  if (distTag !== undefined && at !== version && (at ? gt(version, at) : !isReplaced))
    found.push({
      rule: "wrong-dist-tag",
      level: "error",
      message: say`dist-tag ${distTag} of ${name} ${at === undefined ? say`does not exist` : say`points to ${at}`}, but should point to ${version}${tagsText(leading)}`,
      help: addTag(name, version, distTag),
    });
  else if (
    distTag === undefined &&
    leading.length === 0 &&
    !Object.values(distTags).some((to) => gt(to, version))
  )
    found.push({
      rule: "wrong-dist-tag",
      level: "error",
      message: say`${name} ${version} has no dist-tag, so users only get it by its exact version`,
      help: addTag(
        name,
        version,
        String(prerelease(version)?.[0] ?? "next").replace(/^\d+$/, "next"),
      ),
    });
  if (
    latest !== undefined &&
    prerelease(latest) !== null &&
    stable !== undefined &&
    policyTag?.(latest) !== "latest"
  )
    found.push({
      rule: "latest-prerelease",
      level: "error",
      message: say`dist-tag latest of ${name} points to the prerelease ${latest}, but ${stable} is stable`,
      help: addTag(name, stable, "latest"),
    });
  for (const [tag, to] of Object.entries(distTags)) {
    const isOfPrereleases = tag !== "latest" && prerelease(to) !== null && policyTag?.(to) === tag;
    if (isOfPrereleases && latest !== undefined && prerelease(latest) === null && gt(latest, to))
      found.push({
        rule: "dist-tag-stale",
        level: "warn",
        message: say`dist-tag ${tag} of ${name} still points to ${to}, but latest is ${latest}`,
        help: say`run ${`npm dist-tag rm ${name} ${tag}`} until the next prerelease, or ${`npm dist-tag add ${name}@${latest} ${tag}`}`,
      });
  }
  return found;
}

const addTag = (name: string, version: string, tag: string): Sentence =>
  say`run ${`npm dist-tag add ${name}@${version} ${tag}`}`;

const tagsText = (leading: readonly (readonly [string, string])[]): Sentence =>
  leading.length === 0
    ? say`; no dist-tag points to it`
    : say` (now: ${list(leading.map(([tag]) => tag))})`;

function contentFindings(
  { name, version }: ExpectedRelease,
  { manifest = {}, packed }: PublishedRelease,
): readonly RegistryProblemFound[] {
  if (packed === "broken")
    return [
      {
        rule: "integrity",
        level: "error",
        message: say`the tarball of ${name} ${version} does not have the integrity that the registry states`,
        help: say`report it to the registry, and release a new version`,
      },
    ];
  const local = localSpecs(packed ?? manifest);
  const differing = packed ? differingFields(manifest, packed) : [];
  return [
    ...(local.length === 0
      ? []
      : [
          {
            rule: "published-local-range" as const,
            level: "error" as const,
            message: say`${name} ${version} depends on ${list(local.map(({ name: on, spec }) => `${on} ${spec}`))}, which users cannot install`,
            help: say`release a new version with a command that resolves it (check it with ${"release-policy pack"}), then run ${`npm deprecate ${name}@${version} "cannot be installed"`}`,
          },
        ]),
    ...(differing.length === 0
      ? []
      : [
          {
            rule: "manifest-differs" as const,
            level: "error" as const,
            message: say`${name} ${version} has another ${list(differing)} on the registry than in its tarball`,
            help: say`release a new version; do not edit the tarball or package.json between packing and publishing`,
          },
        ]),
  ];
}
