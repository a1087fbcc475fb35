import { moveBump } from "../../fixes/lower-bump.ts";
import { lowerRelease } from "../../fixes/lower-release.ts";
import { causeAt } from "../../judge/chain.ts";
import { writeInstead } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { graduates, isAccident } from "../../policy/track.ts";
import { type Sentence, list, say } from "../../sentence.ts";
import type { Bump } from "../../versions/bump.ts";

interface DeclaredBumpProblem extends Problem {
  readonly package: string;
  readonly bump: Bump;
  readonly track: string;
  readonly allowed: readonly Bump[];
  readonly remedy: Sentence;
}

export const declaredBump = defineRule<DeclaredBumpProblem>({
  id: "declared-bump",
  family: "versions",
  summary: "A changeset must only declare bumps that the package's track allows.",
  why: "Most hand-written release guards enforce exactly this: no accidental major, or patches only on a maintenance line.",
  level: "error",
  fix: { step: "correct", edits: moveBump },
  remedies: lowerRelease,
  examples: {
    reject: [
      {
        title: "A major where the track only allows patch and minor",
        packages: { "@acme/core": "1.4.0" },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/core"], bumps: { declared: ["patch", "minor"] } } },
      },
    ],
    accept: [
      {
        title: "A minor",
        packages: { "@acme/core": "1.4.0" },
        changesets: { "calm-cats": { "@acme/core": "minor" } },
        policies: { core: { packages: ["@acme/core"], bumps: { declared: ["patch", "minor"] } } },
      },
      {
        title: "The major that graduates a package",
        packages: { "@acme/core": "0.4.0" },
        changesets: { "at-last": { "@acme/core": "major" } },
        policies: {
          core: { packages: ["@acme/core"], versions: "1.x", bumps: { declared: ["patch"] } },
        },
      },
    ],
  },

  check: (view) =>
    view.declared.flatMap(({ bump: { package: name, bump, at } }) => {
      const track = view.trackOf(name);
      if (!track || track.declared.includes(bump)) return [];
      const release = view.releaseOf(name);
      if (release && graduates(release, track)) return [];
      // Where this line causes an accidental graduation, that rule reports it.
      if (release && bump === "major" && isAccident(release, track)) return [];
      const allowed = track.declared.filter((word) => word !== "none");
      const because = track.line("bumps.declared");
      const remedy = writeInstead(view, name, { bump, at }, allowed);
      const problem = { package: name, bump, at, track: track.name, allowed, because, remedy };
      const cause = causeAt(release, at);
      return [{ ...problem, ...(release ? { release } : {}), ...(cause ? { cause } : {}) }];
    }),

  message: ({ package: name, bump, track, allowed }) =>
    allowed.length === 0
      ? say`${name} declares ${bump}, but track ${track} allows no releases`
      : say`${name} declares ${bump}, but track ${track} only allows ${list(allowed)}`,
  help: ({ remedy }) => remedy,
  option: ({ bump }) =>
    say`if a ${bump} is intended, add a waiver to ${"policies/waivers.yaml"} of the base branch`,
});
