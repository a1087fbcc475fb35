import type { Presets } from "../schema/track.ts";

/** Policies of platforms that others build on, as far as a release plan and its changesets can show. */
export const platforms: Presets = {
  kubernetes: {
    about:
      "Stable APIs stay for twelve months and three releases after their deprecation, which names a replacement.",
    breaking: "major",
    require: {
      removal: { deprecatedFor: { days: 365, releases: 3 } },
      deprecation: ["replacement"],
    },
    rules: { removal: "error" },
  },
  angular: {
    about:
      "Deprecated APIs stay for a whole major and a year; one major a year; minors never narrow a peer range.",
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
    about: "Stable exports are deprecated at least one release before they break.",
    versions: ">=1.0.0",
    breaking: "major",
    require: { breaking: ["section"], removal: { deprecatedFor: { releases: 1 } } },
    rules: {
      removal: "error",
      "change-bump": ["error", { kinds: { runtime: "minor" } }],
    },
  },
  "aws-cdk/alpha": {
    about: "A separate module, released with the library as -alpha; any release may break.",
    prerelease: { required: ["alpha"] },
    breaking: "patch",
    require: { breaking: ["section"] },
  },
  "google-cloud/stable": {
    about: "Generally available: breaks only in a major, after a year of deprecation.",
    versions: ">=1.0.0",
    breaking: "major",
    require: { removal: { bump: "major", deprecatedFor: { days: 365 } } },
  },
  "google-cloud/preview": {
    about: "A preview on 0.y.z: a minor may break.",
    versions: "0.y.z",
    breaking: "minor",
  },
};
