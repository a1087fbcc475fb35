import type { PolicyFile } from "../file.ts";
import type { KnownRule } from "../policy.ts";
import { PRESETS } from "../presets/index.ts";
import { checkedByZod } from "../schema/checked-by-zod.ts";
import { readLedger } from "./read-ledger.ts";
import { type PolicyReading, readPolicyBy } from "./read-policy-by.ts";

/**
 * The policy that the files of `policies/` say together, or all mistakes in them at once. `names` are those of all
 * files, also of ones that could not even be parsed: a track in such a file is not an unknown one.
 */
export const readPolicy = (
  files: readonly PolicyFile[],
  rules: readonly KnownRule[],
  names: readonly string[] = files.map(({ name }) => name),
): PolicyReading =>
  readPolicyBy(files, rules, names, {
    presets: () => PRESETS,
    readLedger: () => readLedger,
    byZod: () => checkedByZod,
  });
