import type { PolicyFile } from "../file.ts";
import { type Mistake, NOT_TRACKS, checkNames } from "../mistakes.ts";
import { type KnownRule, EMPTY_POLICY, type Policy, type Track } from "../policy.ts";
import type { readLedger } from "./read-ledger.ts";
import { Inheritance, type SharedPolicies } from "./inherited.ts";
import type { ByZod } from "../schema/checked.ts";
import { readTrack } from "./read-track.ts";
import { readWorkspace } from "./read-workspace.ts";
import type { Presets } from "../schema/track.ts";
import { withoutOptions } from "../settings.ts";

/** Parts that are only loaded for the policies that use them. */
export interface PolicyParts {
  /** Where a track extends one. */
  readonly presets: () => Presets;
  /** Where there is a file of waivers, deprecations or accepted findings. */
  readonly readLedger: () => typeof readLedger;
  /** Where something is wrong. */
  readonly byZod: ByZod;
}

export interface PolicyReading {
  /** Undefined if there are mistakes. */
  readonly policy?: Policy;
  /** Every mistake of every file. */
  readonly mistakes: readonly Mistake[];
}

/** As `readPolicy`, with parts that are loaded on demand. */
export function readPolicyBy(
  files: readonly PolicyFile[],
  rules: readonly KnownRule[],
  names: readonly string[],
  parts: PolicyParts,
  shared?: SharedPolicies,
): PolicyReading {
  const inheritance = new Inheritance(rules, parts, shared);
  const mistakes: Mistake[] = [];
  const tracks: Track[] = [];
  let policy = EMPTY_POLICY;
  for (const file of files) {
    if (file.name === "workspace")
      policy = { ...policy, ...readWorkspace(file, rules, mistakes, parts.byZod) };
    else if (NOT_TRACKS.has(file.name))
      policy = { ...policy, ...parts.readLedger()(file, mistakes, parts.byZod) };
    else tracks.push(...readTrack(file, rules, inheritance, mistakes, parts.byZod));
  }
  const whole = { ...policy, tracks };
  mistakes.push(...checkNames(whole, rules, names));
  for (const { settings, line } of tracks) {
    const at = (id: string) => line(`rules.${id}`).at;
    mistakes.push(...withoutOptions(settings, policy.settings, rules, at));
  }
  return mistakes.length > 0 ? { mistakes } : { policy: whole, mistakes };
}
