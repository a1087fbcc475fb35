import { SKIPPED, type Ended } from "./ended.ts";
import { log } from "./log.ts";

/** Ends without a verdict, and says why in a sentence. */
export function skip(why: string): Ended {
  log(`skipped: ${why}`);
  return SKIPPED;
}
