import * as z from "zod/mini";
import { PRESETS } from "./policy/presets.ts";
import { strict, trackFile, waiversFile, workspaceFile } from "./policy/schema.ts";
import { settingSchema } from "./policy/settings.ts";
import { rules } from "./rules/index.ts";

/** The schemas of the policy files with every rule and preset by name, for editors. The reader checks names itself, with better words. */
export function policySchemas() {
  const settings = z.optional(
    strict(Object.fromEntries(rules.map((rule) => [rule.id, z.optional(settingSchema(rule))]))),
  );
  const extended = z.optional(z.enum(Object.keys(PRESETS)));
  return {
    track: strict({ ...trackFile.def.shape, extends: extended, rules: settings }),
    workspace: strict({ ...workspaceFile.def.shape, rules: settings }),
    waivers: waiversFile,
  };
}
