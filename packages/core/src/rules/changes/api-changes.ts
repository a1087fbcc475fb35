import type { ApiDifference } from "../../facts/api.ts";
import type { Package } from "../../facts/facts.ts";
import {
  type Differences,
  apiBreaks,
  bumpForBreaks,
  byWaiver,
  waivedElement,
} from "../../policy/api-promise.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import type { OptionsFor } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { type Sentence, firstOf, say } from "../../sentence.ts";
import { carried, isOver } from "../../versions/bump.ts";
import { removalsOf } from "../deprecations/removals.ts";
import type { Change } from "./change.ts";
import type { ChangeBumpOptions } from "./change-bump-options.ts";
import type { OtherProblem } from "./small-bump.ts";

/** What a finding names; the rest is counted. */

/** Breaks of public APIs in releases that are too small for them, one change for each package. */
export function smallApiChanges(
  view: View,
  options: OptionsFor<ChangeBumpOptions>,
): { readonly proven: readonly Change[]; readonly possible: readonly Change[] } {
  const changed = view.packages.filter((pkg) => pkg.api && view.isJudged(pkg));
  if (changed.length === 0) return { proven: [], possible: [] };
  // Of what a changeset says that it removes, its own line is judged.
  const removed = new Set(removalsOf(view).map(({ package: name, api }) => `${name}\0${api}`));
  const found = changed.map((pkg) => {
    const { proven, possible } = apiBreaks(view.policy, pkg);
    const undeclared = proven.filter(({ path }) => !removed.has(`${pkg.name}\0${path}`));
    return { pkg, proven: undeclared, possible };
  });
  const small = (
    pkg: Package,
    differences: readonly ApiDifference[],
    reasonOf: typeof provenReason,
  ) =>
    byWaiver(view.policy, pkg, differences).flatMap((some) =>
      changeOf(view, options, pkg, some, reasonOf),
    );
  return {
    proven: found.flatMap(({ pkg, proven }) => small(pkg, proven, provenReason)),
    possible: found.flatMap(({ pkg, possible }) => small(pkg, possible, possibleReason)),
  };
}

/**
 * Reports that are gone although their entry points are not: whatever bump the release has, nothing of them is compared
 * from now on.
 */
export const lostReports = (view: View): readonly OtherProblem[] =>
  view.packages.filter(view.isJudged).flatMap(({ name, api, requirements }) =>
    (api?.lost ?? [])
      .filter(({ entry }) => requirements.entries?.includes(entry) ?? true)
      .map(({ path }): OtherProblem => {
        const release = view.releaseOf(name);
        return {
          kind: "lost",
          atMost: "warn",
          package: name,
          at: { path, line: 1, column: 1 },
          ...(release ? { release } : {}),
          message: say`${name} no longer has the API report ${path}, so its API would no longer be checked`,
          help: say`run ${"pnpm release-policy api --write"}`,
        };
      }),
  );

function changeOf(
  view: View,
  options: OptionsFor<ChangeBumpOptions>,
  pkg: Package,
  differences: Differences,
  reasonOf: typeof provenReason,
): readonly Change[] {
  const { name, version } = pkg;
  const release = view.releaseOf(name);
  const from = release?.from ?? version;
  const needed = from === undefined ? undefined : bumpForBreaks(view.policy, pkg, from);
  const got = release ? carried(release.from, release.to) : "none";
  if (needed === undefined || !isOver(needed, got)) return [];
  const key = options(name).kinds.breaking ? "rules.change-bump" : "breaking";
  const because = view.trackOf(name)?.line(key);
  return [
    {
      package: name,
      at: differences[0].at,
      ...(release ? { release } : {}),
      ...(because ? { because } : {}),
      isOfApi: true,
      ...waivedElement(view.policy, differences),
      needed,
      got,
      reason: reasonOf(differences, pkg),
      without: say`keep the old declaration of ${named(differences, ({ path }) => say`${path}`)}`,
    },
  ];
}

const provenReason = (differences: Differences, { api }: Package): Sentence =>
  named(differences, ({ kind, path, at }) => {
    if (kind !== "removed") return say`the breaking change of ${path} (${pathAndLine(at)})`;
    return api?.lost.some((one) => one.path === at.path)
      ? say`the removal of ${path} (${at.path} is gone)`
      : say`the removal of ${path} (${at.path})`;
  });

const possibleReason = (differences: Differences): Sentence =>
  named(differences, ({ path, at }) => say`${path} (${pathAndLine(at)})`);

const named = (differences: Differences, phrase: (one: ApiDifference) => Sentence): Sentence =>
  firstOf(differences.map(phrase), 3);
