import { createRequire } from "node:module";
import type { AnyRule, PolicyParts, Presets } from "@release-policy/core/internal";
import type * as Vendored from "./shared/vendored.ts";

/** Loads synchronously, for code that cannot be async. In a bundle, each part is a separate file (partsOnDemand in bundling.ts). */
const loadPart = createRequire(import.meta.url);

export const parts: PolicyParts = {
  presets: () =>
    (loadPart("../../../core/src/policy/presets/index.ts") as { readonly PRESETS: Presets })
      .PRESETS,
  readLedger: () =>
    (
      loadPart("../../../core/src/policy/reading/read-ledger.ts") as {
        readonly readLedger: ReturnType<PolicyParts["readLedger"]>;
      }
    ).readLedger,
  byZod: () =>
    (
      loadPart("../../../core/src/policy/schema/checked-by-zod.ts") as {
        readonly checkedByZod: ReturnType<PolicyParts["byZod"]>;
      }
    ).checkedByZod,
};

/** The shared policies in vendored files. */
export const sharedPoliciesOf: typeof Vendored.sharedPolicies = (files, mistakes) =>
  (loadPart("./shared/vendored.ts") as typeof Vendored).sharedPolicies(files, mistakes);

/** The part of a rule that is only needed if it has something to do. */
export const LOADED = [
  "summary",
  "why",
  "notWhen",
  "needs",
  "oncePerRelease",
  "options",
  "fix",
  "remedies",
  "resort",
  "examples",
  "check",
  "message",
  "help",
  "option",
] as const satisfies readonly (keyof AnyRule)[];
const NAMES: ReadonlySet<unknown> = new Set(LOADED);

/** A rule whose remaining parts are loaded on first use. */
export function onDemand(
  known: Omit<AnyRule, (typeof LOADED)[number]>,
  load: () => AnyRule,
): AnyRule {
  let loaded: AnyRule | undefined;
  return new Proxy(known as AnyRule, {
    get: (rule, name: keyof AnyRule) => (NAMES.has(name) ? (loaded ??= load()) : rule)[name],
  });
}
