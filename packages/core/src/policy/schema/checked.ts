import type { Path, PolicyFile } from "../file.ts";
import type { Mistake } from "../mistakes.ts";
import { accept, REFUSED } from "./accept.ts";
import type { checkedByZod } from "./checked-by-zod.ts";
import type { Schema } from "./definition.ts";

/** A value of a policy file. */
export interface Written {
  readonly value: unknown;
  readonly file: PolicyFile;
  readonly path: Path;
}

/** What finds mistakes: only loaded where there are some. */
export type ByZod = () => typeof checkedByZod;

/** A value as its schema reads it, or undefined: then all that is wrong with it is added to `mistakes`. */
export function checked<T>(
  schema: Schema<T>,
  written: Written,
  mistakes: Mistake[],
  byZod: ByZod,
): T | undefined {
  const accepted = accept(schema, written.value);
  return accepted === REFUSED ? byZod()(schema, written, mistakes) : accepted;
}
