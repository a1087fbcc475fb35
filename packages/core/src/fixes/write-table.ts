import { maturityOf } from "../maturity.ts";
import type { Fixer } from "./edit.ts";

/** The maturity table is written anew. */
export const writeTable: Fixer = (_, view) => {
  const path = view.policy.docs.table;
  if (path === undefined) return undefined;
  return { edits: [{ kind: "table", path, rows: maturityOf(view.packages, view.policy) }] };
};
