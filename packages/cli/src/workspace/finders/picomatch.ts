import { createRequire } from "node:module";
import type * as Globs from "./globs.ts";

const loadPart = createRequire(import.meta.url);

/** Stands in for picomatch in the bundled @changesets/config, which asks for it where a config has names or patterns. */
export default (...args: Parameters<typeof Globs.globs>): ReturnType<typeof Globs.globs> =>
  (loadPart("./globs.ts") as typeof Globs).globs(...args);
