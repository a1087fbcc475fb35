import type { PolicyFile } from "../file.ts";
import { type Mistake, checkNames } from "../mistakes.ts";
import { type KnownRule, EMPTY_POLICY, type Policy, type Track } from "../policy.ts";
import { readDeprecations } from "./read-deprecations.ts";
import { readTrack } from "./read-track.ts";
import { readWaivers } from "./read-waivers.ts";
import { readWorkspace } from "./read-workspace.ts";
import { withoutOptions } from "../settings.ts";

export interface PolicyReading {
  /** Undefined where there are mistakes. */
  readonly policy?: Policy;
  /** Every mistake of every file. */
  readonly mistakes: readonly Mistake[];
}

/**
 * The policy that the files of `policies/` say together, or all mistakes in them at once. `names` are those of all
 * files, also of ones that could not even be parsed: a track in such a file is not an unknown one.
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
