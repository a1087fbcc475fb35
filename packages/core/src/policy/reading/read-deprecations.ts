import { type PolicyFile, lineAt } from "../file.ts";
import { type Mistake, mistakesOf } from "../mistakes.ts";
import type { Deprecation } from "../policy.ts";
import { deprecationsSchema } from "../schema/ledger.ts";

/** The ledger of deprecations; nothing, and its mistakes, where it has any. */
export function readDeprecations(file: PolicyFile, mistakes: Mistake[]): readonly Deprecation[] {
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
