import type { ChangedFile } from "../adapters/changed-files.ts";
import { unifiedDiff } from "../adapters/unified-diff.ts";
import { diffText } from "../reporters/diff.ts";
import type { Style } from "../reporters/style.ts";

/** The changes of files as unified diffs, for people. */
export const changesText = (files: readonly ChangedFile[], style: Style): string =>
  diffText(files.flatMap(unifiedDiff), style);
