import type { Facts } from "../../facts/facts.ts";
import type { Policy } from "../../policy/policy.ts";
import { list, say } from "../../sentence.ts";
import type { Verdict } from "../../judge/finding.ts";
import { judge } from "../../judge/judge.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";

interface Snapshot extends Problem {
  readonly package: string;
  readonly track: string;
  /** Undefined where the track makes no prereleases at all. */
  readonly ids: readonly string[] | undefined;
  readonly tag: string | undefined;
}

/**
 * Checks the plan as snapshots, whose versions are unrelated to other releases: only the prerelease rule of a track
 * applies. `tag` is the name of the snapshot, undefined without one.
 */
export const judgeSnapshot = (facts: Facts, policy: Policy, tag: string | undefined): Verdict =>
  judge(facts, policy, [ruleFor(tag)]);

/** What `prerelease` means for snapshots; not in the registry, because it has nothing to say of any other plan. */
const ruleFor = (tag: string | undefined) =>
  defineRule<Snapshot>({
    id: "prerelease",
    family: "versions",
    summary: "A snapshot is a prerelease, and the track says which of them it makes.",
    why: "A snapshot does not get the version that its changesets declare.",
    level: "error",
    examples: { accept: [], reject: [] },
    check: (view) =>
      view.judged.flatMap((release) => {
        const track = view.trackOf(release.name);
        if (!track || track.prerelease === "allowed") return [];
        const ids = track.prerelease === "forbidden" ? undefined : track.prerelease.required;
        if (tag !== undefined && ids?.includes(tag)) return [];
        return [
          {
            package: release.name,
            release,
            at: placeOf(view, release),
            track: track.name,
            ids,
            tag,
            because: track.line("prerelease"),
          },
        ];
      }),
    message: ({ package: name, track, ids }) =>
      ids
        ? say`${name} would be released as a snapshot, but track ${track} requires ${list(ids, "or")}`
        : say`${name} would be released as a snapshot, but track ${track} allows no prereleases`,
    help: ({ track, ids: [id] = [] }) =>
      id === undefined
        ? say`allow prereleases on track ${track} with ${"prerelease: allowed"}`
        : say`run ${`changeset version --snapshot ${id}`}`,
  });
