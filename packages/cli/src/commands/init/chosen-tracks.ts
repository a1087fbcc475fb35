import {
  type Facts,
  PRESETS,
  type Package,
  closest,
  isInside,
  plain,
  prereleaseOf,
  rangeOf,
  readCalver,
  say,
} from "@release-policy/core";
import { CannotJudge } from "../../errors.ts";
import {
  type ProposedTrack,
  type Wishes,
  leastMature,
  publishedOf,
  tracksOfVersions,
  withHazardsApart,
} from "../../policy/proposed-tracks.ts";
import { onlyRoot } from "../../policy/proposed-files.ts";

/** The proposed tracks with the user's choices. Throws `CannotJudge` if there is nothing to propose, or a preset does not fit. */
export function chosenTracks(
  facts: Pick<Facts, "packages" | "pre" | "history">,
  { preset, presets = {}, setApart = false }: Wishes,
): readonly ProposedTrack[] {
  const published = publishedOf(facts.packages);
  if (published.length === 0) {
    throw new CannotJudge({
      message: "this workspace has no published packages",
      help:
        onlyRoot(facts.packages) ??
        "to check private packages, write policies/<track>.yaml by hand",
    });
  }
  if (preset !== undefined) return wished(preset, facts);
  const tracks = tracksOfVersions(facts);
  return (setApart ? withHazardsApart(tracks, facts.pre) : tracks).map((track) => {
    const name = presets[track.name];
    if (name === undefined) return track;
    presetNamed(name);
    return withPreset(track, name);
  });
}

/** The track on which new packages start. Throws `CannotJudge` if the one asked for does not exist. */
export function startingTrack(
  tracks: readonly ProposedTrack[],
  { newPackages }: Wishes,
): string | undefined {
  const names = tracks.map(({ name }) => name);
  if (newPackages === undefined || tracks.length < 2) return leastMature(tracks);
  if (names.includes(newPackages)) return newPackages;
  const suggestion = closest(newPackages, names);
  throw new CannotJudge({
    message: `unknown track "${newPackages}"`,
    help: suggestion ? `did you mean ${suggestion}?` : `tracks: ${names.join(", ")}`,
  });
}

function wished(
  preset: string,
  facts: Pick<Facts, "packages" | "pre" | "history">,
): readonly ProposedTrack[] {
  const keys = presetNamed(preset);
  const published = publishedOf(facts.packages);
  const members = published.filter((pkg) => fits(keys, pkg));
  if (members.length === 0) {
    throw new CannotJudge({
      message: `preset ${preset} does not fit any package here: ${keys.about}`,
      help: plain(
        say`choose a preset for your versions from docs/presets.md (this one requires ${keys.versions ?? "other versions"})`,
      ),
    });
  }
  const others = published.filter((pkg) => !members.includes(pkg));
  const rest = tracksOfVersions(facts, others);
  const short = preset.split("/").at(-1)!;
  const name = rest.some((track) => track.name === short) ? preset.replace("/", "-") : short;
  return [withPreset({ name, about: "", keys: {}, members }, preset), ...rest];
}

type Preset = (typeof PRESETS)[string];

/** The preset of that name. Throws `CannotJudge` with the one that was meant. */
export function presetNamed(name: string): Preset {
  if (Object.hasOwn(PRESETS, name)) return PRESETS[name]!;
  const names = Object.keys(PRESETS);
  const suggestion = closest(name, names);
  throw new CannotJudge({
    message: `unknown preset "${name}"`,
    help: suggestion ? `did you mean ${suggestion}?` : `presets: ${names.join(", ")}`,
  });
}

/** 0.3.0 would also parse as a year, but is not intended as one. */
const isCalver = (format: string, version: string): boolean =>
  Number(readCalver(format, version)?.[0] ?? 0) >= 10;

/** Presets that take every package of the track as it is today. */
export const presetsFor = ({ members }: ProposedTrack): readonly string[] =>
  Object.keys(PRESETS).filter((name) => members.every((pkg) => fits(PRESETS[name]!, pkg)));

/** Whether the version of today is one that the preset lets be released. */
function fits({ versions, prerelease, scheme }: Preset, { version = "0.0.0" }: Package): boolean {
  const id = prereleaseOf(version);
  const range = versions === undefined ? null : rangeOf(versions);
  if (range !== null && !isInside(version, range)) return false;
  if (typeof scheme === "object" && !isCalver(scheme.calver, version)) return false;
  if (prerelease === "forbidden") return id === undefined;
  return typeof prerelease === "object"
    ? id !== undefined && prerelease.required.includes(id)
    : true;
}

/** The track with a preset instead of its own keys. */
const withPreset = (track: ProposedTrack, name: string): ProposedTrack => ({
  ...track,
  about: `${name}: ${PRESETS[name]!.about.replace(/\.$/, "")}`,
  keys: { extends: name },
});
