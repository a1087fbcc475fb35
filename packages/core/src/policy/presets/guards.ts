import type { Presets } from "../schema/track.ts";

/** The guards that most repositories write by hand. */
export const guards: Presets = {
  "no-major": {
    about: "No majors, whether declared or received.",
    bumps: { declared: ["patch", "minor"], received: ["patch", "minor"] },
  },
  "patch-only": {
    about: "Only patches: for maintenance lines, and for packages whose minors need a decision.",
    bumps: { declared: ["patch"], received: ["patch"] },
  },
  "stay-0x": {
    about:
      "Stays on 0.y.z, where a breaking change is a minor, until it is moved to a stable track.",
    versions: "0.y.z",
    bumps: { declared: ["patch", "minor"], received: ["patch", "minor"] },
    breaking: "minor",
  },
};
