import type { Presets } from "../schema/track.ts";

/** The guards that most repositories write by hand. */
export const guards: Presets = {
  "no-major": {
    about: "No package takes a major, neither by its own changeset nor by propagation.",
    bumps: { declared: ["patch", "minor"], received: ["patch", "minor"] },
  },
  "patch-only": {
    about:
      "Only patches: for maintenance lines and for packages whose minors are somebody's decision.",
    bumps: { declared: ["patch"], received: ["patch"] },
  },
  "stay-0x": {
    about:
      "Stays on 0.y.z, where a minor carries the breaking changes, until it is moved to a stable track.",
    versions: "0.y.z",
    bumps: { declared: ["patch", "minor"], received: ["patch", "minor"] },
    breaking: "minor",
  },
};
