import type { RuleId } from "@release-policy/core";

/** What the collectors of the events call a finding, in our rules; an empty list is a finding that must not be. */
export const EXPECTED: Readonly<Record<string, readonly RuleId[]>> = {
  "track.accidental-graduation": ["accidental-graduation"],
  "track.accidental-graduation:ok-if-declared": [],
  "graduation.breaking-in-same-release": ["graduation"],
  "graduation.target-version": [],
  "graduation.declared (1 day lag)": [],
  "library.patch-never-breaks": ["change-bump"],
  "core.no-break-within-major": ["change-bump"],
  "graduated.breaking-needs-major": ["change-bump"],
  "patch.fully-compatible": ["change-bump"],
  "breaking-text-vs-bump": ["change-bump"],
  "library.remove-only-in-minor": ["change-bump"],
  "changelog.removal-in-deprecations": ["breaking-section"],
  "changelog.misfiled-breaking": ["breaking-section"],
  "changelog.placeholder": ["breaking-section"],
  "false-positive: addition under Breaking": ["breaking-section"],
  "deps.peer-narrowed": ["change-bump"],
  "surface.undeclared-removal": ["change-bump"],
  "deprecation.deadline-slipped (info)": ["announced-removal"],
  "ledger.undeprecate": [],
  "cadence: hotfix exempt": [],
  "package.removed-needs-deprecation": ["removal"],
  "guide.required": ["upgrade-guide"],
  "version.jump": ["version-jump"],
  "version.jump (info)": ["version-jump"],
  "scheme.changed": ["version-jump"],
  "calver.quarter-mismatch": ["calver-shape"],
  "sandbox.prerelease-id-not-alpha-beta": ["prerelease"],
  "migration.min-minor": ["change-bump"],
};

/** Where an event is found by another rule than its name suggests, or cannot be found. */
export const OTHERWISE: Readonly<
  Record<string, { readonly rules?: readonly RuleId[]; readonly because: string }>
> = {
  "dag-01": {
    rules: ["graduation"],
    because:
      "the core had a patch, but the library went from 0.17.15 to 1.1.17, outside every caret range; `graduation` reports that, and the preset's train expects 1.1.17",
  },
  "dag-13": {
    rules: ["change-bump", "announced-removal"],
    because:
      "`change-bump` judges the bump of a removal; the missed date is reported for the release before, 1.7.16, which was past 1.2.0",
  },
  "dag-16": {
    rules: ["change-bump", "breaking-section"],
    because:
      "one of the two entries is an addition, the other is a breaking change in a patch of the core",
  },
  "poly-11": {
    rules: ["accidental-graduation", "version-jump"],
    because: "skipping 1.0.0 is a jump, and no track allowed leaving 0.y.z",
  },
  "ory-10": {
    rules: ["accidental-graduation", "prerelease"],
    because: "leaving 0.y.z is reported as `accidental-graduation`, not as a jump",
  },
};
