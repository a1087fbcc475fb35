import type * as z from "zod/mini";
import { type PolicyFile, type PolicyLine, lineAt } from "../file.ts";
import { type Mistake, mistakesOf } from "../mistakes.ts";
import type { Policy } from "../policy.ts";
import { baselineSchema, deprecationsSchema, waiversSchema } from "../schema/ledger.ts";

/** What a file with a list of entries adds to a policy, or only its mistakes. */
export function readLedger(file: PolicyFile, mistakes: Mistake[]): Partial<Policy> {
  const read = <T>(schema: z.ZodMiniType<T>): T | undefined => {
    const result = schema.safeParse(file.data, { reportInput: true });
    if (!result.success) mistakes.push(...mistakesOf(file, result.error.issues));
    return result.data;
  };
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
