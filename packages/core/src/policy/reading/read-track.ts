import { BUMPS, type Bump } from "../../versions/bump.ts";
import type { SupportWindow } from "../../versions/support-window.ts";
import { type Path, type PolicyFile, type PolicyLine, lineAt, recordOf } from "../file.ts";
import type { Mistake } from "../mistakes.ts";
import type { KnownRule, PlacedSelector, Track } from "../policy.ts";
import { type ByZod, checked } from "../schema/checked.ts";
import { type TrackFile, trackSchema } from "../schema/track.ts";
import { selector } from "../selector.ts";
import { evaluationAt, readSettings, refuseWorkspaceRules, withinSettings } from "../settings.ts";
import { rangeOf } from "../track.ts";
import { type Inheritance, inheriting } from "./inherited.ts";

/** The track that a file describes, or only its mistakes. */
export function readTrack(
  file: PolicyFile,
  rules: readonly KnownRule[],
  inheritance: Inheritance,
  mistakes: Mistake[],
  byZod: ByZod,
): readonly Track[] {
  const written = recordOf(file.data);
  const faults: Mistake[] = [];
  const value = { value: file.data, file, path: [] };
  const data = checked(trackSchema(written ?? {}), value, faults, byZod);
  const own = readSettings(file, ["rules"], recordOf(written?.["rules"]), rules, byZod);
  const inherited = inheritance.of(file, mistakes);
  mistakes.push(...own.mistakes, ...refuseWorkspaceRules(file, own.settings, rules), ...faults);
  if (!data) return [];
  const track = inheriting(inherited.keys, data);
  const declared = track.bumps.declared ?? BUMPS;
  const isCalver = typeof track.scheme === "object";
  if (isCalver && data.versions !== undefined) mistakes.push(calverShape(file));
  return [
    {
      name: file.name,
      packages: placed(file, ["packages"], data.packages),
      // A preset's shape is semver: calver replaces it here, for all rules.
      ...(track.versions && !isCalver ? { versions: shapeOf(track.versions) } : {}),
      prerelease: track.prerelease ?? "allowed",
      declared: withNone(declared),
      received: withNone(track.bumps.received ?? declared),
      ...(track.bumps.inPreMode ? { inPreMode: withNone(track.bumps.inPreMode) } : {}),
      ...(track.breaking ? { breaking: track.breaking } : {}),
      ...(track.distTag ? { distTag: track.distTag } : {}),
      ...(track.support ? { support: supportOf(track.support) } : {}),
      scheme: track.scheme ?? "semver",
      require: track.require,
      settings: withinSettings(inherited.settings, own.settings),
      ...evaluationAt(file, ["mode"], data.mode),
      line: (...keys) =>
        nearestLine(
          [file, ...inherited.files],
          keys.map((key) => key.split(".")),
        ),
    },
  ];
}

const supportOf = ({
  until = {},
  ...window
}: NonNullable<TrackFile["support"]>): SupportWindow => ({
  ...window,
  until: Object.entries(until).map(([shape, day]) => ({ range: shapeOf(shape).range, day })),
});

const calverShape = (file: PolicyFile): Mistake => ({
  at: file.keyAt(["versions"]),
  message: "`versions` is a semver shape, but the scheme of this track is calver",
  help: "delete `versions` (the rule calver-shape checks the format)",
});

/**
 * The line of the first path in the nearest file that has it; for a preset or a default, the last `extends`, or the
 * first line of the track's file.
 */
function nearestLine(files: readonly PolicyFile[], paths: readonly Path[]): PolicyLine {
  const places = files.flatMap((file) => paths.map((path) => [file, path] as const));
  const extending = files.map((file) => [file, ["extends"]] as const).toReversed();
  const found = [...places, ...extending].find(([file, path]) => file.has(path));
  return found ? lineAt(...found) : lineAt(files[0]!, []);
}

export const placed = (file: PolicyFile, path: Path, texts: readonly string[]): PlacedSelector[] =>
  texts.map((text, i) => ({ ...selector(text), line: lineAt(file, [...path, i]) }));

export const shapeOf = (shape: string) => ({ shape, range: rangeOf(shape) ?? shape });

/** `none` is always allowed. */
export const withNone = (bumps: readonly Bump[]): readonly Bump[] => [
  ...new Set<Bump>(["none", ...bumps]),
];
