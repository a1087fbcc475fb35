import type { Mistake } from "../mistakes.ts";
import { accept, REFUSED } from "./accept.ts";
import type { WrittenValue, checkedByZod } from "./checked-by-zod.ts";
import type { Schema } from "./definition.ts";

/** What finds mistakes: only loaded where there are some. */
export type ByZod = () => typeof checkedByZod;

/** A value as its schema reads it, or undefined: then all that is wrong with it is added to `mistakes`. */
export function checked<T>(
  schema: Schema<T>,
  written: WrittenValue,
  mistakes: Mistake[],
  byZod: ByZod,
): T | undefined {
  const accepted = accept(schema, written.value);
  return accepted === REFUSED ? byZod()(schema, written, mistakes) : accepted;
}
