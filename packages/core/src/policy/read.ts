import { BUMPS, type Bump } from "../bump.ts";
import { closest } from "../closest.ts";
import type { AnyRule } from "../rule.ts";
import type { Path, PolicyFile, PolicyLine } from "./file.ts";
import { mistakesOf, type Mistake } from "./mistakes.ts";
import {
  EMPTY_POLICY,
  type PlacedSelector,
  type Policy,
  type Setting,
  type Track,
  type Waiver,
} from "./policy.ts";
import { PRESETS } from "./presets.ts";
import {
  trackFile,
  waiversFile,
  workspaceFile,
  type PresetFile,
  type TrackFile,
  type WorkspaceFile,
} from "./schema.ts";
import { selector } from "./selector.ts";
import { readSettings } from "./settings.ts";
import { rangeOf } from "./shape.ts";
import { checkNames } from "./names.ts";

export interface PolicyReading {
  /** Undefined where there are mistakes. */
  readonly policy?: Policy;
  /** Every mistake of every file, in the order of files and lines. */
  readonly mistakes: readonly Mistake[];
}

/** The policy that the files of `policies/` say together, or all mistakes in them at once. */
export function readPolicy(files: readonly PolicyFile[], rules: readonly AnyRule[]): PolicyReading {
  const mistakes: Mistake[] = [];
  const tracks: Track[] = [];
  let workspace: WorkspacePart = EMPTY_POLICY;
  let waivers: readonly Waiver[] = [];
  for (const file of files) {
    if (file.name === "workspace") workspace = readWorkspace(file, rules, mistakes);
    else if (file.name === "waivers") waivers = readWaivers(file, mistakes);
    else {
      const track = readTrack(file, rules, mistakes);
      if (track) tracks.push(track);
    }
  }
  const policy: Policy = { ...workspace, tracks, waivers };
  if (mistakes.length === 0) mistakes.push(...checkNames(policy, rules));
  return mistakes.length > 0 ? { mistakes } : { policy, mistakes };
}

function readTrack(
  file: PolicyFile,
  rules: readonly AnyRule[],
  mistakes: Mistake[],
): Track | undefined {
  const result = trackFile.safeParse(file.data, { reportInput: true });
  const written = (result.data ?? file.data) as TrackFile | null;
  const ownSettings = readSettings(file, ["rules"], recordOf(written?.rules), rules);
  const preset = presetOf(file, written?.extends, mistakes);
  const presetSettings = readSettings(file, ["rules"], preset?.rules, rules).settings;
  mistakes.push(...ownSettings.mistakes);
  if (!result.success) {
    mistakes.push(...mistakesOf(file, result.error.issues));
    return undefined;
  }
  const track = { ...preset, ...result.data, bumps: { ...preset?.bumps, ...result.data.bumps } };
  const declared = track.bumps.declared ?? BUMPS;
  return {
    name: file.name,
    packages: placed(file, ["packages"], result.data.packages),
    ...(track.versions ? { versions: shapeOf(track.versions) } : {}),
    prerelease: track.prerelease ?? "allowed",
    declared: withNone(declared),
    received: withNone(track.bumps.received ?? declared),
    ...(track.breaking ? { breaking: track.breaking } : {}),
    settings: new Map<string, Setting>([...presetSettings, ...ownSettings.settings]),
    line: (...keys) =>
      nearestLine(
        file,
        keys.map((key) => key.split(".")),
      ),
  };
}

function presetOf(file: PolicyFile, name: unknown, mistakes: Mistake[]): PresetFile | undefined {
  if (typeof name !== "string") return undefined;
  const found = Object.hasOwn(PRESETS, name) ? PRESETS[name] : undefined;
  if (found) return found;
  const meant = closest(name, Object.keys(PRESETS));
  mistakes.push({
    at: file.at(["extends"]),
    message: `unknown preset \`${name}\``,
    help: meant ? `did you mean ${meant}?` : `presets: ${Object.keys(PRESETS).join(", ")}`,
  });
  return undefined;
}

type WorkspacePart = Omit<Policy, "tracks" | "waivers">;

function readWorkspace(
  file: PolicyFile,
  rules: readonly AnyRule[],
  mistakes: Mistake[],
): WorkspacePart {
  const result = workspaceFile.safeParse(file.data ?? {}, { reportInput: true });
  const written = (result.data ?? file.data) as WorkspaceFile | null;
  const { settings, mistakes: wrong } = readSettings(
    file,
    ["rules"],
    recordOf(written?.rules),
    rules,
  );
  mistakes.push(...wrong);
  if (!result.success) {
    mistakes.push(...mistakesOf(file, result.error.issues));
    return EMPTY_POLICY;
  }
  const data = result.data;
  const line = (...path: Path): PolicyLine => ({ at: file.at(path), text: file.lineAt(path) });
  return {
    ...(data.planner ? { planner: data.planner } : {}),
    judgedBy: data.judgedBy ?? "base",
    settings,
    dependencies: (data.dependencies ?? []).map((rule, i) => ({
      from: rule.from,
      on: rule.on,
      fields: rule.fields ?? ["dependencies", "peerDependencies", "optionalDependencies"],
      line: line("dependencies", i),
    })),
    trains: (data.trains ?? []).map((train, i) => ({
      ...train,
      members: placed(file, ["trains", i, "members"], train.members),
      line: line("trains", i),
    })),
    branches: Object.entries(data.branches ?? {}).map(([pattern, allowed]) => ({
      pattern,
      ...(allowed.bumps?.declared ? { declared: withNone(allowed.bumps.declared) } : {}),
      ...(allowed.bumps?.received ? { received: withNone(allowed.bumps.received) } : {}),
      ...(allowed.prerelease ? { prerelease: allowed.prerelease } : {}),
      ...(allowed.versions ? { versions: shapeOf(allowed.versions) } : {}),
      line: { at: file.keyAt(["branches", pattern]), text: file.lineAt(["branches", pattern]) },
    })),
    freezes: (data.freezes ?? []).map((freeze, i) => ({
      ...freeze,
      packages: freeze.packages && placed(file, ["freezes", i, "packages"], freeze.packages),
      except: freeze.except ?? [],
      line: line("freezes", i),
    })),
    couplings: (data.couplings ?? []).map((coupling, i) => ({
      ...("umbrella" in coupling
        ? {
            kind: "umbrella" as const,
            package: coupling.umbrella,
            members: placed(file, ["couplings", i, "members"], coupling.members),
          }
        : {
            kind: "bundler" as const,
            package: coupling.bundler,
            members: placed(file, ["couplings", i, "bundles"], coupling.bundles),
          }),
      line: line("couplings", i),
    })),
    compatibility: (data.compatibility ?? []).map((entry, i) => ({
      ...entry,
      packages: placed(file, ["compatibility", i, "packages"], entry.packages),
      line: line("compatibility", i),
    })),
    unpublished: (data.unpublished ?? []).map((name, i) => ({
      name,
      line: line("unpublished", i),
    })),
  };
}

function readWaivers(file: PolicyFile, mistakes: Mistake[]): Waiver[] {
  const result = waiversFile.safeParse(file.data, { reportInput: true });
  if (!result.success) {
    mistakes.push(...mistakesOf(file, result.error.issues));
    return [];
  }
  return result.data.waivers.map((waiver, i) => ({
    ...waiver,
    line: { at: file.at(["waivers", i]), text: file.lineAt(["waivers", i]) },
  }));
}

const placed = (file: PolicyFile, path: Path, texts: readonly string[]): PlacedSelector[] =>
  texts.map((text, i) => ({
    ...selector(text),
    line: { at: file.at([...path, i]), text: file.lineAt([...path, i]) },
  }));

/** The line of the first path that is written; where a preset or a default says it, of `extends` or of the file. */
function nearestLine(file: PolicyFile, paths: readonly Path[]): PolicyLine {
  const path = [...paths, ["extends"]].find((candidate) => file.has(candidate)) ?? [];
  return { at: file.at(path), text: file.lineAt(path) };
}

const shapeOf = (shape: string) => ({ shape, range: rangeOf(shape) ?? shape });

/** Nobody can be kept from asking for nothing. */
const withNone = (bumps: readonly Bump[]): readonly Bump[] => [
  ...new Set<Bump>(["none", ...bumps]),
];

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
