import type { Finding } from "../finding.ts";
import type { View } from "../view.ts";
import { addBundler, announceLostPeer, raiseUmbrella } from "./add-package.ts";
import type { Fix, Fixer } from "./edit.ts";
import { lowerMajors, moveBump } from "./lower-bump.ts";
import { renamePackage } from "./rename-package.ts";
import { splitChangeset } from "./split-changeset.ts";
import { writeTable } from "./write-table.ts";

/**
 * Which rule is answered by which edit, first what is wrong, then what is missing beside it: a bump that is lowered may
 * leave nothing to add. A rule that is not here is explained, never fixed.
 */
export const FIX_STEPS: readonly Readonly<Record<string, Fixer>>[] = [
  {
    "accidental-graduation": lowerMajors,
    "branch-line": moveBump,
    "declared-bump": moveBump,
    "mixed-changeset": splitChangeset,
    "unknown-package": renamePackage,
  },
  {
    "bundled-release": addBundler,
    "published-peer-range": announceLostPeer,
    "umbrella-bump": raiseUmbrella,
  },
  { "status-table": writeTable },
];

export const isFixable = (rule: string): boolean =>
  FIX_STEPS.some((fixers) => Object.hasOwn(fixers, rule));

/** The edits of a step that would answer a finding, undefined where it has none. */
export const fixOf = (
  finding: Finding,
  view: View,
  step: (typeof FIX_STEPS)[number],
): Fix | undefined =>
  Object.hasOwn(step, finding.rule) ? step[finding.rule]!(finding, view) : undefined;
