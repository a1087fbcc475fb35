import type { Presets } from "../schema/track.ts";

/** Policies of platforms that others build on, as far as a release plan and its changesets can tell. */
export const platforms: Presets = {
  kubernetes: {
    about:
      "What is stable stays for twelve months and three releases after it was deprecated, and has a replacement.",
    breaking: "major",
    require: {
      removal: { deprecatedFor: { days: 365, releases: 3 } },
      deprecation: ["replacement"],
    },
    rules: { removal: "error" },
  },
  angular: {
    about:
      "What is deprecated stays for a whole major and a year; a major once a year; minors never narrow a peer.",
    versions: ">=1.0.0",
    breaking: "major",
    require: {
      removal: { bump: "major", deprecatedFor: { lines: 1, days: 365 } },
      deprecation: ["replacement"],
    },
    rules: {
      removal: "error",
      cadence: ["warn", { per: "major", least: 150, most: 400 }],
      "peer-range": ["error", { floor: true }],
    },
  },
  "backstage/stable": {
    about: "Stable exports are deprecated in a release before the one that breaks them.",
    versions: ">=1.0.0",
    breaking: "major",
    require: { breaking: ["section"], removal: { deprecatedFor: { releases: 1 } } },
    rules: {
      removal: "error",
      "change-bump": ["error", { kinds: { runtime: "minor" } }],
    },
  },
  "aws-cdk/alpha": {
    about: "A module apart, released with the library as -alpha, which may break in any release.",
    prerelease: { required: ["alpha"] },
    breaking: "patch",
    require: { breaking: ["section"] },
  },
  "google-cloud/stable": {
    about: "Generally available: breaks only in a major, after a deprecation of a year.",
    versions: ">=1.0.0",
    breaking: "major",
    require: { removal: { bump: "major", deprecatedFor: { days: 365 } } },
  },
  "google-cloud/preview": {
    about: "A preview on 0.y.z, whose minors may break.",
    versions: "0.y.z",
    breaking: "minor",
  },
};
