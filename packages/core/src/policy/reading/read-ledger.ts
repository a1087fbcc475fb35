import { type PolicyFile, type PolicyLine, lineAt } from "../file.ts";
import type { Mistake } from "../mistakes.ts";
import type { Policy } from "../policy.ts";
import { type ByZod, checked } from "../schema/checked.ts";
import type { Schema } from "../schema/definition.ts";
import { baselineSchema, deprecationsSchema, waiversSchema } from "../schema/ledger.ts";

/** What a file with a list of entries adds to a policy, or only its mistakes. */
export function readLedger(file: PolicyFile, mistakes: Mistake[], byZod: ByZod): Partial<Policy> {
  const read = <T>(schema: Schema<T>): T | undefined =>
    checked(schema, { value: file.data, file, path: [] }, mistakes, byZod);
  const placed = <T>(entries: readonly T[] = []): readonly (T & { line: PolicyLine })[] =>
    entries.map((entry, i) => ({ ...entry, line: lineAt(file, [file.name, i]) }));
  switch (file.name) {
    case "waivers":
      return { waivers: placed(read(waiversSchema())?.waivers) };
    case "deprecations":
      return { deprecations: placed(read(deprecationsSchema())?.deprecations) };
    default:
      return { baseline: placed(read(baselineSchema())?.baseline) };
  }
}
