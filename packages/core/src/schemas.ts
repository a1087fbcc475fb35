import type { AnyRule } from "./judge/rule.ts";
import { PRESETS } from "./policy/presets/index.ts";
import { baselineSchema, deprecationsSchema, waiversSchema } from "./policy/schema/ledger.ts";
import { testsSchema } from "./policy/schema/tests.ts";
import { trackSchema } from "./policy/schema/track.ts";
import { type Schema, type Shape, enumOf } from "./policy/schema/definition.ts";
import { optional, strict } from "./policy/schema/words.ts";
import { zodSchema } from "./policy/schema/zod-schema.ts";
import { workspaceSchema } from "./policy/schema/workspace.ts";
import { settingSchema } from "./policy/settings.ts";
import { rules } from "./rules/index.ts";

export { zodSchema };

/** The schemas of the policy files with every rule and preset by name, for editors. The reader checks names itself, with better words. */
export function policySchemas() {
  const settings = (some: readonly AnyRule[]) =>
    optional(
      strict(Object.fromEntries(some.map((rule) => [rule.id, optional(settingSchema(rule))]))),
    );
  const ofTracks = rules.filter(({ workspaceOnly }) => !workspaceOnly);
  const preset = optional(enumOf(Object.keys(PRESETS)));
  return {
    track: zodSchema(
      strict({ ...keysOfSchema(trackSchema()), extends: preset, rules: settings(ofTracks) }),
    ),
    workspace: zodSchema(strict({ ...keysOfSchema(workspaceSchema()), rules: settings(rules) })),
    waivers: zodSchema(waiversSchema()),
    baseline: zodSchema(baselineSchema()),
    deprecations: zodSchema(deprecationsSchema()),
    tests: zodSchema(testsSchema()),
  };
}

const keysOfSchema = ({ definition }: Schema<unknown>): Shape =>
  definition.kind === "object" ? definition.shape : {};
