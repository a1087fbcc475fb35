import type { CheckOptions } from "../../check/options.ts";
import { CannotJudge } from "../../errors.ts";
import type { Terminal } from "../command.ts";
import { fix } from "../fix/fix.ts";
import { writtenText } from "../fix/text.ts";
import { writerOptions } from "../recovery-text.ts";

/** Fixes what has a safe edit before a check, and says which files were changed. Throws `CannotJudge` for a commit. */
export async function fixFirst(options: CheckOptions, terminal: Terminal): Promise<string> {
  if (options.ref !== undefined)
    throw new CannotJudge({
      message: "--fix and --ref cannot be combined: a commit cannot be edited",
      help: "omit --ref or --fix",
    });
  return writtenText(await fix({ ...options, ...writerOptions(terminal) }));
}
