import { maturityOf } from "../docs/maturity.ts";
import { type Edit, type Fix, type Fixer, bumpLine, isSamePlace } from "../judge/edit.ts";
import type { Finding } from "../judge/finding.ts";
import type { View } from "../judge/view.ts";
import { closest } from "../policy/mistakes.ts";
import { addBundler, announceLostPeer, raiseUmbrella } from "./add-package.ts";
import { lowerMajors, moveBump } from "./lower-bump.ts";

/** The maturity table is written anew. */
const writeTable: Fixer = (_, view) => {
  const path = view.policy.docs.table;
  if (path === undefined) return undefined;
  return { edits: [{ kind: "table", path, rows: maturityOf(view.packages, view.policy) }] };
};

/** A name that can only be meant for one package becomes that. */
const renamePackage: Fixer = ({ at }, view) => {
  for (const { path, bumps } of view.pending) {
    const wrong = bumps.find(({ nameAt, at: place }) => isSamePlace(nameAt ?? place, at));
    if (path !== at.path || !wrong?.nameAt) continue;
    const names = view.packages.map(({ name }) => name);
    const meant = closest(wrong.package, names);
    if (meant === undefined || bumps.some(({ package: name }) => name === meant)) return undefined;
    const others = names.filter((name) => name !== meant);
    if (closest(wrong.package, others) !== undefined) return undefined;
    return {
      edits: [{ kind: "replace", path, at, was: wrong.package, text: meant, quoted: true }],
    };
  }
  return undefined;
};

/** The packages that are skipped go into a changeset of their own, with the same text. */
const splitChangeset: Fixer = ({ at }, view) => {
  const changeset = view.pending.find(({ path }) => path === at.path);
  const skipped = changeset?.bumps.filter(({ package: name }) => view.packageNamed(name)?.skipped);
  if (!changeset || !skipped || skipped.length === 0) return undefined;
  const { id, path, summary } = changeset;
  const lines = skipped.map(({ package: name, bump }) => bumpLine(name, bump)).join("");
  const text = `---\n${lines}---\n\n${summary}\n`;
  const removed = skipped.map((bump): Edit => ({ kind: "remove", path, at: bump.at }));
  return {
    edits: [
      ...removed,
      { kind: "create", path: `.changeset/${id.slice(0, 60)}-skipped.md`, text, like: path },
    ],
    // That it waits for ever was hidden by its being mixed.
    reveals: ["ignored-package"],
  };
};

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
