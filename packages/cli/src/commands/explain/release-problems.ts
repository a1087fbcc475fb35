import type { PackedProblem, RegistryProblem } from "@release-policy/core/types";

export type ReleaseProblemId = PackedProblem | RegistryProblem;

/** What `pack` or `verify` looks for, as `explain` and the docs say it. Titles of examples are tested. */
export interface ReleaseProblem {
  readonly command: "pack" | "verify";
  readonly level: "error" | "warn";
  readonly summary: string;
  readonly why: string;
  readonly reports: readonly string[];
  readonly accepts: readonly string[];
}

/** In the order of the docs. */
export const RELEASE_PROBLEMS: Readonly<Record<ReleaseProblemId, ReleaseProblem>> = {
  "packed-local-range": {
    command: "pack",
    level: "error",
    summary:
      "A tarball must not depend on what only the workspace can resolve: `workspace:`, `catalog:`, `link:`, `portal:` or `file:`.",
    why: "npm and Bun users get an error when they install it. npm packs such a range as it is written; pnpm and Yarn replace most of them.",
    reports: ["A workspace range that npm packs as it is written", "A link to a folder"],
    accepts: ["A workspace range that the pack command replaced with a version"],
  },
  "packed-version": {
    command: "pack",
    level: "error",
    summary: "A tarball must have the version that the plan releases.",
    why: "A script that edits package.json while packing publishes a version that no changeset declared and no policy checked.",
    reports: ["A version that a script changed"],
    accepts: ["The planned version"],
  },
  "packed-file": {
    command: "pack",
    level: "error",
    summary: "Each file that `exports`, `main`, `types` or `bin` names must be in the tarball.",
    why: "Often `files` leaves it out, or the build wrote it elsewhere. Users only see that when they import it.",
    reports: ["A main file that `files` leaves out"],
    accepts: ["Entries whose files are packed"],
  },
  "packed-api": {
    command: "pack",
    level: "error",
    summary: "The types in a tarball must be those of the API report in the package's folder.",
    why: "The report is what was reviewed and judged. A stale build publishes other types.",
    reports: ["An export of the API report that the packed types do not have"],
    accepts: ["A package that is not built yet"],
  },
  "packed-private-dependency": {
    command: "pack",
    level: "error",
    summary: "A tarball must not depend on a private package of the workspace.",
    why: "A private package is never published, so the dependency cannot be installed.",
    reports: ["A dependency on a private package"],
    accepts: ["A private package that is bundled"],
  },
  "not-published": {
    command: "verify",
    level: "error",
    summary:
      "A version of a package.json must be on the registry if a tag or a changelog says that it was released, or if every published version is lower.",
    why: "A release that stopped halfway leaves packages that depend on versions that cannot be installed.",
    reports: [
      "A version with a tag in git that the registry does not have",
      "A version above every published one",
    ],
    accepts: ["A package that was never released"],
  },
  "wrong-dist-tag": {
    command: "verify",
    level: "error",
    summary:
      "The dist-tag of the policy (`distTag`), of `publishConfig.tag` or of pre mode must point to the release, or to a later one; without them, `latest` for stable versions.",
    why: "Users who install without a version get what a dist-tag points to.",
    reports: ["A dist-tag that still points to the version before", "A release without a dist-tag"],
    accepts: [
      "A dist-tag that points to a later version",
      "A removed dist-tag of prereleases that a stable release replaced",
    ],
  },
  "latest-prerelease": {
    command: "verify",
    level: "error",
    summary: "`latest` must not point to a prerelease if there is a stable release.",
    why: "Everyone who installs the package without a version would get a prerelease.",
    reports: ["`latest` on a prerelease after a stable release"],
    accepts: ["`latest` on a prerelease of a package without a stable release"],
  },
  "dist-tag-stale": {
    command: "verify",
    level: "warn",
    summary: "A dist-tag for prereleases must not point to one that is older than `latest`.",
    why: "Users who follow `next` stay behind those who do not.",
    reports: ["`next` on a prerelease of the version that `latest` has"],
    accepts: ["`next` ahead of `latest`"],
  },
  "published-local-range": {
    command: "verify",
    level: "error",
    summary: "A published release must not depend on what only the workspace can resolve.",
    why: "The same as packed-local-range, but it is too late: users cannot install the release.",
    reports: ["A published workspace range"],
    accepts: ["Published ranges of versions"],
  },
  "manifest-differs": {
    command: "verify",
    level: "error",
    summary:
      "The registry must show the same dependencies, `bin` and `engines` as the package.json in the tarball.",
    why: "Package managers install by what the registry shows, users run what is in the tarball, and scanners read only one of them.",
    reports: ["A dependency that only the tarball has"],
    accepts: ["The same fields in another order"],
  },
  integrity: {
    command: "verify",
    level: "error",
    summary: "The tarball must have the integrity that the registry states.",
    why: "It was changed after it was published, or damaged. Package managers refuse to install it.",
    reports: ["A tarball with other bytes"],
    accepts: ["A tarball as it was published"],
  },
  "api-differs": {
    command: "verify",
    level: "error",
    summary: "The types in the tarball must be those of the API report at its tag.",
    why: "Otherwise users do not get what was reviewed, for example after a build from a dirty folder.",
    reports: ["An export of the API report that the published types do not have"],
    accepts: ["The same types as in the API report"],
  },
  "deprecation-missing": {
    command: "verify",
    level: "error",
    summary:
      "npm must show as deprecated what the ledger deprecates as a whole, and release lines that are past their support.",
    why: "Users read the warnings of their package manager, not changelogs.",
    reports: ["A package that the ledger deprecates, but npm does not"],
    accepts: ["A package that npm shows as deprecated"],
  },
  "provenance-missing": {
    command: "verify",
    level: "error",
    summary: "A release must have provenance if the release before it had one.",
    why: "A release from a stolen token or from a laptop looks exactly like this.",
    reports: ["A release without provenance after one with it"],
    accepts: ["A package that never had provenance"],
  },
  "git-tag-missing": {
    command: "verify",
    level: "warn",
    summary: "A release must have a tag in git if the release before it has one.",
    why: "Without it, users cannot look up the code of the release, and the next audit misses it.",
    reports: ["A published version without a tag, after a version with one"],
    accepts: ["A published version with its tag"],
  },
};

/** Undefined for anything but the id of a finding of `pack` or `verify`. */
export const releaseProblem = (id: string): ReleaseProblem | undefined =>
  Object.hasOwn(RELEASE_PROBLEMS, id) ? RELEASE_PROBLEMS[id as ReleaseProblemId] : undefined;
