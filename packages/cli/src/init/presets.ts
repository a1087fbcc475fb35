import {
  closest,
  isInside,
  PRESETS,
  prereleaseOf,
  rangeOf,
  readCalver,
  type Package,
} from "@release-policy/core";
import { CannotJudge } from "../errors.ts";
import type { ProposedTrack } from "./proposal.ts";

type Preset = (typeof PRESETS)[string];

/** The preset of that name. Throws `CannotJudge` with the one that was meant. */
export function presetNamed(name: string): Preset {
  if (Object.hasOwn(PRESETS, name)) return PRESETS[name]!;
  const names = Object.keys(PRESETS);
  const meant = closest(name, names);
  throw new CannotJudge({
    message: `unknown preset ${name}`,
    help: meant ? `did you mean ${meant}?` : `presets: ${names.join(", ")}`,
  });
}

/** Presets that take every package of the track as it is today. */
export const presetsFor = ({ members }: ProposedTrack): readonly string[] =>
  Object.keys(PRESETS).filter((name) => members.every((pkg) => fits(PRESETS[name]!, pkg)));

/** Whether the version of today is one that the preset lets be released. */
export function fits(
  { versions, prerelease, scheme }: Preset,
  { version = "0.0.0" }: Package,
): boolean {
  const id = prereleaseOf(version);
  const range = versions === undefined ? null : rangeOf(versions);
  if (range !== null && !isInside(version, range)) return false;
  if (typeof scheme === "object" && !isCalver(scheme.calver, version)) return false;
  if (prerelease === "forbidden") return id === undefined;
  return typeof prerelease === "object"
    ? id !== undefined && prerelease.required.includes(id)
    : true;
}

/** 0.3.0 is read as a year, too, and is none that anybody means. */
const isCalver = (format: string, version: string): boolean =>
  Number(readCalver(format, version)?.[0] ?? 0) >= 10;

/** The track with a preset in place of its own keys. */
export const withPreset = (track: ProposedTrack, name: string): ProposedTrack => ({
  ...track,
  about: `${name}: ${PRESETS[name]!.about.replace(/\.$/, "")}`,
  keys: { extends: name },
});
