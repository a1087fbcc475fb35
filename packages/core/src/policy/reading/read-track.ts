import { BUMPS, type Bump } from "../../versions/bump.ts";
import { type Path, type PolicyFile, type PolicyLine, lineAt } from "../file.ts";
import { type Mistake, closest, mistakesOf } from "../mistakes.ts";
import type { KnownRule, PlacedSelector, Settings, Track } from "../policy.ts";
import { type Preset, type Presets, trackSchema } from "../schema/track.ts";
import { selector } from "../selector.ts";
import { evaluationAt, readSettings, withinSettings } from "../settings.ts";
import { rangeOf } from "../track.ts";

/** The track that a file describes, or only its mistakes. */
export function readTrack(
  file: PolicyFile,
  rules: readonly KnownRule[],
  presets: () => Presets,
  mistakes: Mistake[],
): readonly Track[] {
  const written = recordOf(file.data);
  const result = trackSchema(written ?? {}).safeParse(file.data, { reportInput: true });
  const own = readSettings(file, ["rules"], recordOf(written?.["rules"]), rules);
  const preset = presetOf(file, written?.["extends"], presets, mistakes);
  const inherited = readSettings(file, ["rules"], preset?.rules, rules);
  mistakes.push(...own.mistakes, ...ofTheWorkspace(file, own.settings, rules));
  if (!result.success) {
    mistakes.push(...mistakesOf(file, result.error.issues));
    return [];
  }
  const track = {
    ...preset,
    ...result.data,
    bumps: { ...preset?.bumps, ...result.data.bumps },
    require: { ...preset?.require, ...result.data.require },
  };
  const declared = track.bumps.declared ?? BUMPS;
  const isCalver = typeof track.scheme === "object";
  if (isCalver && result.data.versions !== undefined) mistakes.push(calverShape(file));
  return [
    {
      name: file.name,
      packages: placed(file, ["packages"], result.data.packages),
      // A preset's shape is semver: calver replaces it here, for all rules.
      ...(track.versions && !isCalver ? { versions: shapeOf(track.versions) } : {}),
      prerelease: track.prerelease ?? "allowed",
      declared: withNone(declared),
      received: withNone(track.bumps.received ?? declared),
      ...(track.bumps.inPreMode ? { inPreMode: withNone(track.bumps.inPreMode) } : {}),
      ...(track.breaking ? { breaking: track.breaking } : {}),
      ...(track.distTag ? { distTag: track.distTag } : {}),
      scheme: track.scheme ?? "semver",
      require: track.require,
      settings: withinSettings(inherited.settings, own.settings),
      ...evaluationAt(file, ["mode"], result.data.mode),
      line: (...keys) =>
        nearestLine(
          file,
          keys.map((key) => key.split(".")),
        ),
    },
  ];
}

const calverShape = (file: PolicyFile): Mistake => ({
  at: file.keyAt(["versions"]),
  message: "`versions` is a semver shape, but the scheme of this track is calver",
  help: "delete `versions` (the rule calver-shape checks the format)",
});

/** Rules that a track cannot set: set there, they would be silently off. */
const ofTheWorkspace = (file: PolicyFile, settings: Settings, rules: readonly KnownRule[]) =>
  rules
    .filter(({ id, workspaceOnly }) => workspaceOnly && settings.has(id))
    .map(({ id }) => ({
      at: file.keyAt(["rules", id]),
      message: `\`${id}\` is about the workspace, not about the packages of a track`,
      help: "set it under rules in policies/workspace.yaml",
    }));

function presetOf(
  file: PolicyFile,
  name: unknown,
  presets: () => Presets,
  mistakes: Mistake[],
): Preset | undefined {
  if (typeof name !== "string" || name === "") return undefined;
  const known = presets();
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found) return found;
  const meant = closest(name, Object.keys(known));
  mistakes.push({
    at: file.at(["extends"]),
    message: `unknown preset \`${name}\``,
    help: meant ? `did you mean ${meant}?` : `presets: ${Object.keys(known).join(", ")}`,
  });
  return undefined;
}

/** The line of the first path that is written; where a preset or a default says it, of `extends` or of the file. */
function nearestLine(file: PolicyFile, paths: readonly Path[]): PolicyLine {
  const path = [...paths, ["extends"]].find((candidate) => file.has(candidate)) ?? [];
  return lineAt(file, path);
}

export const placed = (file: PolicyFile, path: Path, texts: readonly string[]): PlacedSelector[] =>
  texts.map((text, i) => ({ ...selector(text), line: lineAt(file, [...path, i]) }));

export const shapeOf = (shape: string) => ({ shape, range: rangeOf(shape) ?? shape });

/** `none` is always allowed. */
export const withNone = (bumps: readonly Bump[]): readonly Bump[] => [
  ...new Set<Bump>(["none", ...bumps]),
];

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
