import type { Presets } from "../schema/track.ts";

/** Polyaxon, "Versioning", of April 2019. */
export const polyaxon: Presets = {
  "polyaxon/product": {
    about:
      "Patches are fully compatible, a migration requires a minor, one release every two to four weeks.",
    breaking: "minor",
    require: { migration: ["path"] },
    rules: {
      "change-bump": ["error", { kinds: { migration: "minor", runtime: "minor" } }],
      // Django applies migrations by itself, and one file has both directions.
      migration: ["warn", { files: ["**/migrations/**", "!**/migrations/*.py"] }],
      cadence: ["warn", { most: 31, exempt: ["security", "regression"] }],
      "docs-per-line": "warn",
      "version-already-used": "error",
      "version-jump": ["warn", { gaps: true }],
    },
    workspace: { docs: { lines: ["docs/v{major}.{minor}"] } },
  },
  "polyaxon/component": {
    about: "A component that stays alpha or beta until it is fully stable.",
    prerelease: { required: ["alpha", "beta"] },
    breaking: "patch",
  },
};
