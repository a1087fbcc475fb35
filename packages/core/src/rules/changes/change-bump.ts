import { legalBumps } from "../../judge/legal-bumps.ts";
import { raiseTo, whereMade } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { type Sentence, say, series } from "../../sentence.ts";
import { type Bump, greatest, isOver } from "../../versions/bump.ts";
import { smallBreakingChanges } from "./breaking-changes.ts";
import type { Change } from "./change.ts";
import { CHANGE_EXAMPLES } from "./change-bump-examples.ts";
import {
  type ChangeBumpOptions,
  changeBumpNeeds,
  changeBumpOptions,
} from "./change-bump-options.ts";
import { smallDeprecations, smallRemovals } from "./declared-api-changes.ts";
import { smallExportRemovals } from "./export-changes.ts";
import { smallMigrations } from "./migration-changes.ts";
import { earlyDrops, smallRuntimeDrops } from "./runtime-changes.ts";

interface SmallBump extends Problem {
  readonly kind: "small";
  readonly package: string;
  readonly track: string | undefined;
  readonly version: string | undefined;
  readonly needed: Bump;
  readonly got: Bump;
  readonly changes: readonly Change[];
  readonly remedy: Sentence;
}

/** What needs no other bump: a line that is dropped too early, a change that is only announced. */
interface OtherProblem extends Problem {
  readonly kind: "early" | "announced";
  readonly message: Sentence;
  readonly help: Sentence;
}

export const changeBump = defineRule<SmallBump | OtherProblem, ChangeBumpOptions>({
  id: "change-bump",
  family: "evidence",
  summary:
    "A change gets at least the bump that its kind needs: breaking, removal, deprecation, migration, runtime, export.",
  why: "Users read from a version number what an update can do to them. Ory, Dagster and Polyaxon promise that a patch breaks nothing, and all three have published patches whose notes say Breaking. What counts is the release: another changeset may bring the bump, and a prerelease may already lead to it.",
  level: "error",
  options: changeBumpOptions,
  needs: changeBumpNeeds,
  notWhen:
    "Your changesets call a change breaking that breaks no user of the package, such as a change of experimental parts.",
  examples: CHANGE_EXAMPLES,

  check: (view, options) => {
    const breaking = smallBreakingChanges(view, options);
    return [
      ...breaking.flatMap((change) => announcementOf(change)),
      ...grouped(view, [
        ...breaking.filter(({ announcement }) => !announcement),
        ...smallRemovals(view, options),
        ...smallDeprecations(view, options),
        ...smallMigrations(view, options),
        ...smallRuntimeDrops(view, options),
        ...smallExportRemovals(view, options),
      ]),
      ...earlyDrops(view, options).map((drop) => ({ kind: "early" as const, ...drop })),
    ];
  },

  message: (problem) => {
    if (problem.kind !== "small") return problem.message;
    const { package: name, release, track, version, needed, got, changes } = problem;
    const what = release
      ? say`${name} would go from ${release.from} to ${release.to}, a ${got} release,`
      : say`${name} would stay at ${version ?? "its version"},`;
    const who = track === undefined ? say`its policy` : say`track ${track}`;
    return say`${what} but ${who} requires a ${needed} for ${series(changes.map(({ reason }) => reason))}`;
  },
  help: (problem) => (problem.kind === "small" ? problem.remedy : problem.help),
});

/** One finding for each package and place: what is wrong with one line of a changeset, or one package.json. */
function grouped(view: View, changes: readonly Change[]): SmallBump[] {
  const groups = Map.groupBy(changes, ({ package: name, at }) => `${name}\0${at.path}`);
  return [...groups.values()].map((group) => {
    const {
      package: name,
      release,
      at,
      cause,
      because,
    } = group.find((one) => one.cause) ?? group[0]!;
    const needed = greatest(group.map((one) => one.needed));
    return {
      kind: "small",
      package: name,
      at,
      ...(release ? { release } : {}),
      ...(cause ? { cause } : {}),
      ...(because ? { because } : {}),
      track: view.trackOf(name)?.name,
      version: view.packageNamed(name)?.version,
      needed,
      got: greatest(group.map(({ got }) => got)),
      changes: group,
      remedy: remedyFor(view, name, needed, group),
    };
  });
}

/** The bump that makes the release legal; where the track allows none, how to release without the change. */
function remedyFor(view: View, name: string, needed: Bump, changes: readonly Change[]): Sentence {
  const { release } = changes[0]!;
  const without = series(changes.map((change) => change.without));
  const bump = legalBumps(view, name).find((one) => !isOver(needed, one));
  if (bump === undefined) {
    const track = view.trackOf(name)?.name;
    const who = track === undefined ? say`the policy` : say`track ${track}`;
    return whereMade(release, say`${who} allows no ${needed} here: ${without}`);
  }
  return say`${whereMade(release, raiseTo(bump, name, release))}; to release without it, ${without}`;
}

function announcementOf({
  package: name,
  at,
  release,
  because,
  ...change
}: Change): OtherProblem[] {
  const { announcement: message, without: help } = change;
  if (!message) return [];
  const about = {
    package: name,
    at,
    ...(release ? { release } : {}),
    ...(because ? { because } : {}),
  };
  return [{ kind: "announced", atMost: "warn", ...about, message, help }];
}
