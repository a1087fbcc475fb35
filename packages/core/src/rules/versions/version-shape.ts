import inc from "semver/functions/inc.js";
import type { Release } from "../../facts/facts.ts";
import { placeOf, remedy } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { type View, isFirstRelease } from "../../judge/view.ts";
import type { Track } from "../../policy/policy.ts";
import { bumpInto, isAccident, isGraduating, isInside } from "../../policy/track.ts";
import { type Sentence, byCodeUnit, list, say } from "../../sentence.ts";
import { type Bump, prereleaseOf } from "../../versions/bump.ts";

interface VersionShapeProblem extends Problem {
  readonly kind: "outside" | "on-its-way" | "prerelease";
  readonly release: Release;
  readonly track: string;
  readonly shape: string;
  readonly isNew: boolean;
  readonly remedy: Sentence;
}

export const versionShape = defineRule<VersionShapeProblem>({
  id: "version-shape",
  family: "versions",
  summary: "Every released version has the shape that its track promises.",
  why: "Users read the maturity of a package from its version: `0.y.z` may break, `1.x` may not, `-alpha` is an experiment. A package on its way to a track (0.16.3 on `1.x`) has one legal next release: the one that lands inside.",
  level: "error",
  examples: {
    reject: [
      {
        title: "A package on its way to 1.x takes a minor",
        packages: { "@acme/core": "0.16.3" },
        changesets: { "small-step": { "@acme/core": "minor" } },
        policies: { core: { packages: ["@acme/core"], versions: "1.x" } },
      },
      {
        title: "A major leaves the line",
        packages: { "@acme/core": "1.4.0" },
        changesets: { "big-step": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/core"], versions: "1.x" } },
      },
      {
        title: "A prerelease of a package that makes none",
        packages: { "@acme/core": "1.4.0", "@acme/lab": "0.1.0" },
        changesets: { "try-it": { "@acme/lab": "minor", "@acme/core": "patch" } },
        pre: { mode: "pre", tag: "alpha" },
        policies: {
          core: { packages: ["@acme/core"], versions: "1.x", prerelease: "forbidden" },
          lab: { packages: ["@acme/lab"] },
        },
      },
    ],
    accept: [
      {
        title: "The major that graduates",
        packages: { "@acme/core": "0.16.3" },
        changesets: { "at-last": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/core"], versions: "1.x" } },
      },
    ],
  },

  check: (view) =>
    view.judged.flatMap((release) => {
      const track = view.trackOf(release.name);
      const kind = track && shapeFault(release, track);
      if (!kind) return [];
      return [
        {
          package: release.name,
          release,
          kind,
          at: kind === "prerelease" && view.pre ? view.pre.at : placeOf(view, release),
          track: track.name,
          shape: track.versions?.shape ?? "",
          isNew: isFirstRelease(view, release),
          because: track.line(kind === "prerelease" ? "prerelease" : "versions"),
          remedy: remedyOf(view, kind, release, track),
        },
      ];
    }),

  message: ({ kind, release, track, shape, isNew }) => {
    if (kind === "prerelease") {
      return say`${release.name} would be released as the prerelease ${release.to}, and track ${track} makes none`;
    }
    return kind === "outside"
      ? say`${release.name} would be ${release.to}, outside ${shape} of track ${track}`
      : isNew
        ? say`${release.name} is new and would be ${release.to}, but track ${track} only allows ${shape}`
        : say`${release.name} is assigned to track ${track} (${shape}), but ${release.to} would still be below it`;
  },
  help: ({ remedy: instead }) => instead,
});

function shapeFault(release: Release, track: Track): VersionShapeProblem["kind"] | undefined {
  if (isAccident(release, track)) return undefined;
  if (track.versions && !isInside(release.to, track.versions.range)) {
    return isGraduating(release.from, track) ? "on-its-way" : "outside";
  }
  return track.prerelease === "forbidden" && prereleaseOf(release.to) ? "prerelease" : undefined;
}

function remedyOf(
  view: View,
  kind: VersionShapeProblem["kind"],
  release: Release,
  track: Track,
): Sentence {
  if (kind === "on-its-way")
    return isFirstRelease(view, release)
      ? otherTrack(view, release, track)
      : graduation(release, track);
  if (kind === "prerelease" && view.pre)
    return say`leave pre mode with ${"pnpm changeset pre exit"}, or let track ${track.name} make prereleases`;
  return remedy(
    view,
    release,
    track.declared.filter((bump) => keepsInside(release.from, bump, track)),
  );
}

function keepsInside(from: string, bump: Bump, { versions }: Track): boolean {
  const next = bump === "none" ? from : inc(from, bump);
  return !versions || (next !== null && isInside(next, versions.range));
}

/** Where a package that was never released belongs: on a track that takes its first version, never straight to 1.0.0. */
function otherTrack(view: View, { name, to }: Release, track: Track): Sentence {
  const { path, line } = track.line("packages").at;
  const fitting = view.policy.tracks.filter(
    (other) => other.name !== track.name && (!other.versions || isInside(to, other.versions.range)),
  );
  const out = say`exclude it in ${`${path}:${line}`} with ${`"!${name}"`}`;
  return fitting.length > 0
    ? say`${out} and add it to track ${list(
        fitting.map((other) => other.name).toSorted(byCodeUnit),
        "or",
      )}, which takes ${to}`
    : say`${out} and add a track for new packages, such as ${"policies/new.yaml"} with ${`packages: ["${name}"]`} and ${'versions: "0.y.z"'}`;
}

function graduation({ name, from }: Release, track: Track): Sentence {
  const bump = bumpInto(from, track);
  return bump
    ? say`declare ${bump} for ${name}, or exclude it from track ${track.name} until it is ready`
    : say`no single bump gets ${name} from ${from} there: set its version by hand, or move it to another track`;
}
