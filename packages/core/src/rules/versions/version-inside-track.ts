import { lowerRelease, raiseIntoTrack } from "../../fixes/lower-release.ts";
import type { Release } from "../../facts/facts.ts";
import { placeNew, placeOf, raiseTo, remedy, versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { type View, isFirstRelease } from "../../judge/view.ts";
import type { Track } from "../../policy/policy.ts";
import { bumpInto, isAccident, isGraduating, isInside, staysInside } from "../../policy/track.ts";
import { type Sentence, say } from "../../sentence.ts";
import { prereleaseOf } from "../../versions/bump.ts";
import { isVersion } from "../../versions/parsed.ts";

interface VersionInsideTrackProblem extends Problem {
  /** `off-track`: the version of today, where no release is judged in its place. */
  readonly kind: "outside" | "on-its-way" | "new" | "off-track";
  readonly package: string;
  readonly version: string;
  readonly track: string;
  readonly shape: string;
  readonly remedy: Sentence;
}

export const versionInsideTrack = defineRule<VersionInsideTrackProblem>({
  id: "version-inside-track",
  family: "versions",
  summary: "Every version, planned or current, must match the version shape of its track.",
  why: "Users read the maturity of a package from its version: `0.y.z` may break, `1.x` may not. A package below its track (0.16.3 on `1.x`) must reach it with its next release. If the current version is already above the track, the version or the track is wrong.",
  level: "error",
  remedies: (finding, view) => [...raiseIntoTrack(finding, view), ...lowerRelease(finding, view)],
  examples: {
    reject: [
      {
        title: "A minor below a 1.x track",
        packages: { "@acme/core": "0.16.3" },
        changesets: { "small-step": { "@acme/core": "minor" } },
        policies: { core: { packages: ["@acme/core"], versions: "1.x" } },
      },
      {
        title: "A major on a 1.x track",
        packages: { "@acme/core": "1.4.0" },
        changesets: { "big-step": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/core"], versions: "1.x" } },
      },
      {
        title: "1.2.0 on a 0.y.z track",
        packages: { "@acme/plugin": "1.2.0" },
        policies: { integrations: { packages: ["@acme/*"], versions: "0.y.z" } },
      },
    ],
    accept: [
      {
        title: "The major that graduates",
        packages: { "@acme/core": "0.16.3" },
        changesets: { "at-last": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/core"], versions: "1.x" } },
      },
      {
        title: "A graduating package",
        packages: { "@acme/core": "0.16.3" },
        policies: { core: { packages: ["@acme/*"], versions: "1.x" } },
      },
    ],
  },

  check: (view) => {
    const released = view.judged.flatMap((release) => releasedOutside(view, release));
    const names = new Set(released.map(({ package: name }) => name));
    return [...released, ...offTrack(view).filter(({ package: name }) => !names.has(name))];
  },

  message: ({ kind, package: name, version, track, shape }) => {
    switch (kind) {
      case "outside":
        return say`${name} would be ${version}, but track ${track} only allows ${shape}`;
      case "on-its-way":
        return say`${name} is assigned to track ${track} (${shape}), but ${version} would still be below it`;
      case "new":
        return say`${name} is new and would be ${version}, but track ${track} only allows ${shape}`;
      case "off-track":
        return say`${name} is at ${version}, but track ${track} only allows ${shape}`;
    }
  },
  help: ({ remedy: instead }) => instead,
});

function releasedOutside(view: View, release: Release): VersionInsideTrackProblem[] {
  const { name, from, to } = release;
  const track = view.trackOf(name);
  if (!track?.versions || isAccident(release, track)) return [];
  if (isInside(to, track.versions.range)) return [];
  const kind = !isGraduating(from, track)
    ? "outside"
    : isFirstRelease(view, release)
      ? "new"
      : "on-its-way";
  return [
    {
      kind,
      package: name,
      release,
      at: placeOf(view, release),
      version: to,
      track: track.name,
      shape: track.versions.shape,
      because: track.line("versions"),
      remedy: REMEDIES[kind](view, release, track),
    },
  ];
}

function offTrack(view: View): VersionInsideTrackProblem[] {
  return view.packages.flatMap(({ name, version, dir, skipped }) => {
    const track = view.trackOf(name);
    if (!track?.versions || version === undefined || !isVersion(version) || skipped) return [];
    if (view.releaseOf(name)?.written) return [];
    if (isInside(version, track.versions.range) || isGraduating(version, track)) return [];
    return [
      {
        kind: "off-track",
        package: name,
        at: versionAt(dir),
        version,
        track: track.name,
        shape: track.versions.shape,
        because: track.line("versions"),
        remedy: anotherTrack(name, version),
      },
    ];
  });
}

/** No bump leads back to a track that the version of today has left. */
function stayInside(view: View, release: Release, track: Track): Sentence {
  const { name, from, to } = release;
  if (isVersion(from) && !isInside(from, track.versions!.range)) return anotherTrack(name, to);
  return remedy(
    view,
    release,
    track.declared.filter((bump) => staysInside(from, bump, track)),
  );
}

const anotherTrack = (name: string, version: string): Sentence =>
  prereleaseOf(version) === undefined
    ? say`move ${name} to a track whose versions include ${version}`
    : say`move ${name} to a track that allows the release line after ${version}`;

function landInside(_: View, release: Release, track: Track): Sentence {
  const { name, from } = release;
  const bump = bumpInto(from, track);
  return bump
    ? say`${raiseTo(bump, name, release)}; if ${name} is not intended to graduate yet, exclude it from track ${track.name}`
    : say`set the version of ${name} by hand, or move it to another track (no single bump reaches this track from ${from})`;
}

const REMEDIES = { outside: stayInside, "on-its-way": landInside, new: placeNew } as const;
