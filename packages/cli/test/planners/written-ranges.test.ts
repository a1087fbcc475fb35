import type { Bump } from "@release-policy/core/types";
import { expect, test } from "vitest";
import { rewrittenSpec } from "../../src/planners/changesets/ranges.ts";

test.each<[string, string, Bump, 2 | 3, string]>([
  [">=1.0.0 <3.0.0", "2.0.0", "major", 3, ">=2.0.0 <3.0.0"],
  ["<3.0.0 >=1.0.0", "2.0.0", "major", 3, "<3.0.0 >=2.0.0"],
  [">=1.0.0 <2.0.0", "2.0.0", "major", 3, ">=2.0.0 <3.0.0"],
  [">=1.0.0 <2.0.0", "2.0.0", "none", 3, ">=2.0.0 <2.0.0"],
  [">=1.0.0 <3.0.0 || 4", "2.0.0", "major", 3, ">=2.0.0"],
  ["1.x - 2", "3.0.0", "major", 3, "3.0.0"],
  [">=1.0.0 <2.0.0 <3.0.0", "2.0.0", "major", 3, ">=2.0.0"],
  ["~>1.0.0", "2.0.0", "major", 3, "~2.0.0"],
  ["^1.0.0", "2.0.0", "major", 3, "^2.0.0"],
  [">=1.0.0 <3.0.0", "2.0.0", "major", 2, ">=2.0.0"],
])(
  "%s becomes the range for %s, a %s, of Changesets %d: %s",
  (spec, newVersion, type, major, to) => {
    const config = {
      updateInternalDependencies: "patch",
      bumpVersionsWithWorkspaceProtocolOnly: false,
      ___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH: {
        onlyUpdatePeerDependentsWhenOutOfRange: false,
      },
    } as unknown as Parameters<typeof rewrittenSpec>[3];
    const release = { name: "a", type, oldVersion: "1.0.0", newVersion, changesets: [] };
    expect(rewrittenSpec(spec, "peerDependencies", release, config, major)).toBe(to);
  },
);
