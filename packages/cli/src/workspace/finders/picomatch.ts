import { createRequire } from "node:module";
import type * as Globs from "./globs.ts";

const loadPart = createRequire(import.meta.url);

/** Replaces picomatch in the bundled @changesets/config, which uses it for names and patterns. */
export default (...args: Parameters<typeof Globs.globs>): ReturnType<typeof Globs.globs> =>
  (loadPart("./globs.ts") as typeof Globs).globs(...args);
