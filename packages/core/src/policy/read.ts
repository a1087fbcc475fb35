import { type PolicyFile, lineAt } from "./file.ts";
import { type Mistake, checkNames, mistakesOf } from "./mistakes.ts";
import {
  type KnownRule,
  type Deprecation,
  EMPTY_POLICY,
  type Policy,
  type Track,
  type Waiver,
} from "./policy.ts";
import { readTrack } from "./read-track.ts";
import { readWorkspace } from "./read-workspace.ts";
import { deprecationsSchema, waiversSchema } from "./schema/ledger.ts";
import { withoutOptions } from "./settings.ts";

export interface PolicyReading {
  /** Undefined where there are mistakes. */
  readonly policy?: Policy;
  /** Every mistake of every file. */
  readonly mistakes: readonly Mistake[];
}

/**
 * The policy that the files of `policies/` say together, or all mistakes in them at once. `names` are those of all
 * files, also of ones that could not even be parsed: a track in such a file is no unknown one.
 */
export function readPolicy(
  files: readonly PolicyFile[],
  rules: readonly KnownRule[],
  names: readonly string[] = files.map(({ name }) => name),
): PolicyReading {
  const mistakes: Mistake[] = [];
  const tracks: Track[] = [];
  let policy = EMPTY_POLICY;
  for (const file of files) {
    if (file.name === "workspace") policy = { ...policy, ...readWorkspace(file, rules, mistakes) };
    else if (file.name === "waivers") policy = { ...policy, waivers: readWaivers(file, mistakes) };
    else if (file.name === "deprecations")
      policy = { ...policy, deprecations: readDeprecations(file, mistakes) };
    else tracks.push(...readTrack(file, rules, mistakes));
  }
  const whole = { ...policy, tracks };
  mistakes.push(...checkNames(whole, rules, names));
  for (const { settings, line } of tracks) {
    const at = (id: string) => line(`rules.${id}`).at;
    mistakes.push(...withoutOptions(settings, policy.settings, rules, at));
  }
  return mistakes.length > 0 ? { mistakes } : { policy: whole, mistakes };
}

/** The ledger of deprecations; nothing, and its mistakes, where it has any. */
function readDeprecations(file: PolicyFile, mistakes: Mistake[]): readonly Deprecation[] {
  const result = deprecationsSchema().safeParse(file.data, { reportInput: true });
  if (!result.success) {
    mistakes.push(...mistakesOf(file, result.error.issues));
    return [];
  }
  return result.data.deprecations.map((entry, i) => ({
    ...entry,
    line: lineAt(file, ["deprecations", i]),
  }));
}

/** The waivers of a file; none, and its mistakes, where it has any. */
function readWaivers(file: PolicyFile, mistakes: Mistake[]): readonly Waiver[] {
  const result = waiversSchema().safeParse(file.data, { reportInput: true });
  if (!result.success) {
    mistakes.push(...mistakesOf(file, result.error.issues));
    return [];
  }
  return result.data.waivers.map((waiver, i) => ({
    ...waiver,
    line: lineAt(file, ["waivers", i]),
  }));
}
