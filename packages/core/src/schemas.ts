import * as z from "zod/mini";
import type { AnyRule } from "./judge/rule.ts";
import { PRESETS } from "./policy/presets/index.ts";
import { baselineSchema, deprecationsSchema, waiversSchema } from "./policy/schema/ledger.ts";
import { testsSchema } from "./policy/schema/tests.ts";
import { trackSchema } from "./policy/schema/track.ts";
import { strict } from "./policy/schema/words.ts";
import { workspaceSchema } from "./policy/schema/workspace.ts";
import { settingSchema } from "./policy/settings.ts";
import { rules } from "./rules/index.ts";

/** The schemas of the policy files with every rule and preset by name, for editors. The reader checks names itself, with better words. */
export function policySchemas() {
  const settings = (some: readonly AnyRule[]) =>
    z.optional(
      strict(Object.fromEntries(some.map((rule) => [rule.id, z.optional(settingSchema(rule))]))),
    );
  const ofTracks = rules.filter(({ workspaceOnly }) => !workspaceOnly);
  const preset = z.optional(z.enum(Object.keys(PRESETS)));
  return {
    track: strict({ ...trackSchema().def.shape, extends: preset, rules: settings(ofTracks) }),
    workspace: strict({ ...workspaceSchema().def.shape, rules: settings(rules) }),
    waivers: waiversSchema(),
    baseline: baselineSchema(),
    deprecations: deprecationsSchema(),
    tests: testsSchema(),
  };
}
