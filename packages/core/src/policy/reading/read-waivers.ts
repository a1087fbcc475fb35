import { type PolicyFile, lineAt } from "../file.ts";
import { type Mistake, mistakesOf } from "../mistakes.ts";
import type { Waiver } from "../policy.ts";
import { waiversSchema } from "../schema/ledger.ts";

/** The waivers of a file; none, and its mistakes, where it has any. */
export function readWaivers(file: PolicyFile, mistakes: Mistake[]): readonly Waiver[] {
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
