import type { PresetRules, Presets } from "../schema/track.ts";

const runtimes: PresetRules = {
  "change-bump": [
    "error",
    {
      kinds: { experimental: "off", runtime: "minor", export: "major" },
      runtimes: { onlyEol: true },
    },
  ],
  "runtime-support": "warn",
  "breaking-section": ["warn", { honest: true }],
};

/** Dagster, "Releases and compatibility". */
export const dagster: Presets = {
  "dagster/core": {
    about:
      "Stable: no breaking change within a major, and breaking changes have their own section.",
    versions: ">=1.0.0",
    breaking: "major",
    require: {
      breaking: ["section"],
      removal: { bump: "major", deprecatedFor: {} },
      deprecation: ["replacement"],
    },
    rules: runtimes,
  },
  "dagster/library": {
    about:
      "An integration on 0.y.z: patches never break, and removals were deprecated in an earlier minor.",
    versions: "0.y.z",
    breaking: "minor",
    require: {
      breaking: ["section"],
      removal: { deprecatedFor: { lines: 1 } },
      deprecation: ["replacement"],
    },
    rules: runtimes,
    workspace: {
      trains: [
        { leader: "@acme/core", members: ["@acme/library-*"], version: { minorOffset: 16 } },
      ],
      compatibility: [
        { packages: ["@acme/library-*"], with: "@acme/core", covers: "major", floor: "1.0.0" },
      ],
    },
  },
  "dagster/graduated-library": {
    about: "A graduated integration: shares the version of the core and keeps its promises.",
    versions: ">=1.0.0",
    breaking: "major",
    require: {
      breaking: ["section"],
      removal: { bump: "major", deprecatedFor: {} },
      deprecation: ["replacement"],
    },
    rules: {
      ...runtimes,
      graduation: ["error", { target: "train", breaking: "forbidden", most: 1 }],
    },
    workspace: {
      trains: [{ leader: "@acme/core", members: ["@acme/library-one"], version: "same" }],
    },
  },
};
