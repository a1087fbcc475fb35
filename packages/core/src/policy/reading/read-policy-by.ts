import type { PolicyFile } from "../file.ts";
import { type Mistake, checkNames } from "../mistakes.ts";
import { type KnownRule, EMPTY_POLICY, type Policy, type Track } from "../policy.ts";
import { readDeprecations } from "./read-deprecations.ts";
import { readTrack } from "./read-track.ts";
import { readWaivers } from "./read-waivers.ts";
import { readWorkspace } from "./read-workspace.ts";
import type { Presets } from "../schema/track.ts";
import { withoutOptions } from "../settings.ts";

export interface PolicyReading {
  /** Undefined where there are mistakes. */
  readonly policy?: Policy;
  /** Every mistake of every file. */
  readonly mistakes: readonly Mistake[];
}

/** As `readPolicy`, with presets that are only loaded where a track extends one. */
export function readPolicyBy(
  files: readonly PolicyFile[],
  rules: readonly KnownRule[],
  names: readonly string[],
  presets: () => Presets,
): PolicyReading {
  const mistakes: Mistake[] = [];
  const tracks: Track[] = [];
  let policy = EMPTY_POLICY;
  for (const file of files) {
    if (file.name === "workspace") policy = { ...policy, ...readWorkspace(file, rules, mistakes) };
    else if (file.name === "waivers") policy = { ...policy, waivers: readWaivers(file, mistakes) };
    else if (file.name === "deprecations")
      policy = { ...policy, deprecations: readDeprecations(file, mistakes) };
    else tracks.push(...readTrack(file, rules, presets, mistakes));
  }
  const whole = { ...policy, tracks };
  mistakes.push(...checkNames(whole, rules, names));
  for (const { settings, line } of tracks) {
    const at = (id: string) => line(`rules.${id}`).at;
    mistakes.push(...withoutOptions(settings, policy.settings, rules, at));
  }
  return mistakes.length > 0 ? { mistakes } : { policy: whole, mistakes };
}
