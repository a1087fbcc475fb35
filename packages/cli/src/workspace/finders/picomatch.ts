import { createRequire } from "node:module";
import { asKey } from "../../files/json.ts";
import type * as Globs from "./globs.ts";

const loadPart = createRequire(import.meta.url);

/** In a pattern, none of these characters means anything else. */
const NAME = /^(?:@[a-z\d][\w.-]*\/)?[a-z\d][\w.-]*$/i;

/** Whether a pattern is a name, which matches itself alone. */
export const isPlainName = (pattern: string): boolean => NAME.test(pattern);

/**
 * Replaces picomatch in the bundled @changesets/config, which compares every pattern of a group or an ignore list with
 * every package. Most patterns are names.
 */
export default (...args: Parameters<typeof Globs.globs>): NameMatcher => {
  const [pattern] = args;
  if (typeof pattern === "string" && isPlainName(pattern)) {
    // As a key, like the names: two of those differ without a look at their letters.
    const key = asKey(pattern);
    return Object.assign((name: string) => name === key, { state: { negated: false } });
  }
  return (loadPart("./globs.ts") as typeof Globs).globs(...args) as NameMatcher;
};

/** As much of a matcher as is used there. */
interface NameMatcher {
  (name: string): boolean;
  readonly state: { readonly negated: boolean };
}
