import type { PresetRules, Presets } from "../schema/track.ts";

const evidence = {
  breaking: ["upgrade-guide"],
  security: ["advisory"],
} satisfies Presets[string]["require"];

/** “Indicated by a bump of the major”: the changeset must declare it, even if a prerelease is already on the way to one. */
const texts: PresetRules = {
  "change-bump": ["error", { own: true }],
  "breaking-section": ["warn", { honest: true }],
};

/** Ory, "Versioning and upgrades", as of November 2025; since then it uses calendar versions. */
export const ory: Presets = {
  "ory/graduated": {
    about: "Mature: 1.0.0 or later; a breaking change requires a major and an upgrade guide.",
    versions: ">=1.0.0",
    breaking: "major",
    require: evidence,
    rules: { ...texts, "changelog-present": "warn" },
  },
  "ory/incubating": {
    about: "Well defined but not mature: 0.y.z; a breaking change requires an upgrade guide.",
    versions: "0.y.z",
    breaking: "minor",
    require: evidence,
    rules: { ...texts, "changelog-present": "warn" },
  },
  "ory/sandbox": {
    about: "Experimental: 0.y.z as alpha or beta; anything may change.",
    versions: "0.y.z",
    prerelease: { required: ["alpha", "beta"] },
    breaking: "patch",
    require: { security: ["advisory"] },
    rules: texts,
  },
  "ory/calendar": {
    about: "Calendar versions (25.4.0: year, quarter, number), the same for every service.",
    scheme: { calver: "YY.Q.N" },
    require: { security: ["advisory"] },
    rules: texts,
    workspace: {
      trains: [{ leader: "@acme/hydra", members: ["@acme/kratos"], version: "same" }],
    },
  },
};
