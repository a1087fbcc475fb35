import valid from "semver/functions/valid.js";
import { versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { isGraduating, isInside } from "../../policy/track.ts";
import { say } from "../../sentence.ts";
import { prereleaseOf } from "../../versions/bump.ts";

interface VersionOffTrackProblem extends Problem {
  readonly package: string;
  readonly version: string;
  readonly track: string;
  readonly shape: string;
}

export const versionOffTrack = defineRule<VersionOffTrackProblem>({
  id: "version-off-track",
  family: "policy",
  summary: "A package's current version is inside its track, or below it and on its way in.",
  why: "A stable package on a 0.y.z track has broken the track's promise already: either the version or the track is wrong.",
  level: "error",
  examples: {
    reject: [
      {
        title: "1.2.0 on a 0.y.z track",
        packages: { "@acme/plugin": "1.2.0" },
        policies: { integrations: { packages: ["@acme/*"], versions: "0.y.z" } },
      },
    ],
    accept: [
      {
        title: "0.16.3 on its way to 1.x",
        packages: { "@acme/core": "0.16.3" },
        policies: { core: { packages: ["@acme/*"], versions: "1.x" } },
      },
    ],
  },

  check: (view) =>
    view.packages.flatMap(({ name, version, dir, skipped }) => {
      const track = view.trackOf(name);
      if (!track?.versions || version === undefined || !valid(version) || skipped) return [];
      if (view.releaseOf(name)?.written) return [];
      if (isInside(version, track.versions.range) || isGraduating(version, track)) return [];
      return [
        {
          package: name,
          at: versionAt(dir),
          version,
          track: track.name,
          shape: track.versions.shape,
          because: track.line("versions"),
        },
      ];
    }),

  message: ({ package: name, version, track, shape }) =>
    say`${name} is ${version}, beyond ${shape} of its track ${track}`,
  help: ({ package: name, version }) =>
    prereleaseOf(version) === undefined
      ? say`move ${name} to a track whose versions include ${version}`
      : say`move ${name} to a track for the line that ${version} leads to`,
});
