import { CannotJudge } from "../errors.ts";
import { packageManagerOf, textFor } from "../files/package-manager.ts";
import { GitRefused } from "../git/git.ts";
import { Sources } from "./source-locations.ts";

/**
 * An error for a report: a `CannotJudge` gets the source lines of its places, in the workspace folder or in commits
 * that were written. Any other error is returned unchanged.
 */
export function placedError(
  thrown: unknown,
  workspace: string | undefined,
  roots: readonly string[],
): unknown {
  const error = thrown instanceof GitRefused ? unreadable : isTooDeep(thrown) ? tooDeep : thrown;
  if (!(error instanceof CannotJudge)) return error;
  const manager = workspace === undefined ? "pnpm" : packageManagerOf(workspace);
  const sources = new Sources(manager, ...(workspace === undefined ? [] : [workspace]), ...roots);
  const shown = error.obstacles.map(({ at, help, ...obstacle }) => {
    const words = help === undefined ? obstacle : { ...obstacle, help: textFor(manager, help) };
    return at ? sources.locate({ ...words, at }) : words;
  });
  return new CannotJudge(...shown);
}

/** Without git's own words: they may quote what a stranger wrote. */
const unreadable = new CannotJudge({
  message: "git could not read this repository",
  help: "run `git fsck` in it; a partial clone needs access to its remote",
});

/** The parsers of JSON and YAML recurse into nested lists until the stack overflows. */
const isTooDeep = (error: unknown): boolean =>
  error instanceof RangeError && error.message.includes("call stack");

const tooDeep = new CannotJudge({
  message: "a file of the workspace is nested too deeply to parse",
  help: "look for unclosed brackets",
});
