import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CannotJudge } from "../../errors.ts";
import type { Snapshot, Undo } from "../../files/writing/snapshot.ts";
import { GitRefused, git, splitNul } from "../../git/git.ts";

/** Files of the workspace that git has as they are, by path from the root; none without git. */
export function committedFiles(root: string): ReadonlySet<string> {
  try {
    const list = (...how: string[]) => splitNul(git(root, ["ls-files", "-z", ...how]));
    const changed = new Set(
      splitNul(git(root, ["diff", "--name-only", "--relative", "-z", "HEAD"])),
    );
    return new Set(list("--cached").filter((path) => !changed.has(path)));
  } catch (error) {
    if (error instanceof GitRefused || error instanceof CannotJudge) return new Set();
    throw error;
  }
}

/** Sorts the paths by how they are put back, and saves what git does not have. */
export function undoOf(
  paths: readonly string[],
  committed: ReadonlySet<string>,
  before: Snapshot,
): Undo {
  const remove = paths.filter((path) => before.bytes(path) === undefined);
  const kept = paths.filter((path) => before.bytes(path) !== undefined);
  const copied = kept.filter((path) => !committed.has(path));
  const folder =
    copied.length === 0 ? undefined : mkdtempSync(join(tmpdir(), "release-policy-before-"));
  for (const path of folder === undefined ? [] : copied) {
    mkdirSync(dirname(join(folder!, path)), { recursive: true });
    writeFileSync(join(folder!, path), before.bytes(path)!);
  }
  const restore = kept.filter((path) => committed.has(path));
  return { restore, remove, copied, ...(folder === undefined ? {} : { folder }) };
}
