import { lowerRelease } from "../../fixes/lower-release.ts";
import { lowerMajors } from "../../fixes/lower-bump.ts";
import type { Release } from "../../facts/facts.ts";
import { placeNew, placeOf, remedy } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { type View, isFirstRelease } from "../../judge/view.ts";
import { graduates, isAccident } from "../../policy/track.ts";
import { type Sentence, byCodeUnit, say } from "../../sentence.ts";

interface AccidentalGraduationProblem extends Problem {
  readonly release: Release;
  readonly track: string | undefined;
  readonly shape: string | undefined;
  readonly remedy: Sentence;
  /** Tracks that it would graduate to, or where a new package, which has nothing to graduate from, would start instead. */
  readonly goals: readonly string[] | { readonly first: Sentence };
  /** What would have to graduate at once. */
  readonly together: readonly string[];
}

export const accidentalGraduation = defineRule<AccidentalGraduationProblem>({
  id: "accidental-graduation",
  family: "versions",
  summary: "A 0.y.z package must not reach 1.0.0 unless its track allows it.",
  why: "1.0.0 is a promise of stability, and npm never allows a version to be published twice. A `major` on 0.3.0, a peer dependency under Changesets 2, or a fixed group with a stable package publishes 1.0.0 without anyone having decided to.",
  level: "error",
  looksAt: ["firstMajors"],
  fix: { step: "correct", edits: lowerMajors },
  remedies: lowerRelease,
  examples: {
    reject: [
      {
        title: "A major on a 0.y.z package",
        packages: { "@acme/plugin": "0.3.0" },
        changesets: { "bold-cats": { "@acme/plugin": "major" } },
        policies: { integrations: { packages: ["@acme/*"], versions: "0.y.z", breaking: "minor" } },
      },
      {
        title: "A minor in a fixed group with a stable package",
        packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" },
        changesets: { "calm-dogs": { "@acme/plugin": "minor" } },
        config: { fixed: [["@acme/*"]] },
        policies: {
          core: { packages: ["@acme/core"], versions: "1.x" },
          integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
          workspace: { rules: { "group-spans-tracks": "off" } },
        },
      },
      {
        title: "A minor of a peer under Changesets 2",
        planner: "changesets@2",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { "new-feature": { "@acme/core": "minor" } },
        policies: {
          core: { packages: ["@acme/core"], versions: "1.x" },
          integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
        },
      },
    ],
    accept: [
      {
        title: "The package was moved to a stable track first",
        packages: { "@acme/plugin": "0.3.0" },
        changesets: { "bold-cats": { "@acme/plugin": "major" } },
        policies: { core: { packages: ["@acme/*"], versions: "1.x" } },
      },
      {
        title: "The breaking change is a minor on 0.y.z",
        packages: { "@acme/plugin": "0.3.0" },
        changesets: { "bold-cats": { "@acme/plugin": "minor" } },
        policies: { integrations: { packages: ["@acme/*"], versions: "0.y.z", breaking: "minor" } },
      },
    ],
  },

  check: (view) =>
    view.judged.flatMap((release) => {
      const track = view.trackOf(release.name);
      if (!isAccident(release, track)) return [];
      return [
        {
          package: release.name,
          release,
          at: placeOf(view, release),
          track: track?.name,
          shape: track?.versions?.shape,
          goals: isFirstRelease(view, release)
            ? { first: placeNew(view, release) }
            : view.policy.tracks
                .filter((other) => graduates(release, other))
                .map(({ name }) => name)
                .toSorted(byCodeUnit),
          together: togetherWith(view, release),
          remedy: remedy(view, release, track?.declared ?? ["patch", "minor"]),
          ...(track ? { because: track.line("versions") } : {}),
        },
      ];
    }),

  message: ({ release: { name, from, to }, track, shape, goals }) => {
    const step =
      "first" in goals
        ? say`${name} is new and would be ${to}, but`
        : say`${name} would go from ${from} to ${to}, but`;
    if (track === undefined) return say`${step} it is not on a track`;
    return shape === undefined
      ? say`${step} track ${track} does not allow 1.0.0 or later`
      : say`${step} track ${track} only allows ${shape}`;
  },
  help: ({ remedy: instead }) => instead,
  option: ({ release: { name, to }, goals, together }) => {
    if ("first" in goals) return say`if ${to} is intended, ${goals.first}`;
    const [goal] = goals;
    return goal === undefined
      ? say`if ${to} is intended, move ${name} to a track for stable versions first`
      : say`if ${to} is intended, run ${`release-policy graduate ${together.join(" ")} --to ${goal}`}`;
  },
});

/** As many as a command to copy may name. */
const MOST_TOGETHER = 20;

/** The package, and those of its fixed group that would go the same way: one alone would split the group. */
function togetherWith({ groups, releaseOf, trackOf }: View, { name }: Release): readonly string[] {
  const group = groups.find(({ kind, members }) => kind === "fixed" && members.includes(name));
  const others = (group?.members ?? [name]).filter((member) => {
    const release = releaseOf(member);
    return release !== undefined && isAccident(release, trackOf(member));
  });
  return others.length > MOST_TOGETHER ? [name] : others.toSorted(byCodeUnit);
}
