import type { Presets } from "../schema/track.ts";

/** OpenTelemetry, "Versioning and stability for clients". */
export const opentelemetry: Presets = {
  "opentelemetry/stable": {
    about: "Stable API: only a major may break, and none is planned.",
    versions: ">=1.0.0",
    bumps: { declared: ["patch", "minor"], received: ["patch", "minor"] },
    breaking: "major",
    rules: {
      "breaking-section": ["warn", { honest: true }],
      graduation: ["error", { breaking: "forbidden" }],
    },
    workspace: {
      dependencies: [{ from: "stable", on: ["stable"] }],
      trains: [
        {
          leader: "@acme/api",
          members: ["@acme/instrumentation-*"],
          version: { table: { "1.x": "0.y.z", "2.x": ">=0.200.0 <0.300.0" } },
        },
      ],
    },
  },
  "opentelemetry/experimental": {
    about: "Experimental packages on 0.y.z: a minor may break, but a patch must not.",
    versions: "0.y.z",
    bumps: { declared: ["patch", "minor"], received: ["patch", "minor"] },
    breaking: "minor",
    rules: { "breaking-section": ["warn", { honest: true }] },
  },
};
