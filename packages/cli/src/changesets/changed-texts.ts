import {
  type Changeset,
  type PlannerId,
  type UnreadableChangeset,
  byCodeUnit,
} from "@release-policy/core/internal";
import { SIZE_LIMITS } from "../files/files.ts";
import {
  type ChangesetReading,
  NOT_CHANGESETS,
  USED_FOLDER,
  idOf,
  parsedOtherwise,
  toChangeset,
  unparsedFault,
} from "./changeset-files.ts";
import { NO_DECLARATIONS, declarationsOf, unparsedReason } from "./declarations.ts";
import { readPlainChangeset } from "./front-matter.ts";
import { ParsingBudget } from "./parsing-budget.ts";

/** A text in place of that of a file; without one, the file is gone. */
interface ChangedText {
  readonly path: string;
  readonly after?: string;
}

/**
 * What would be read if some files were changed, without reading any. Undefined where that is not certain: in pre mode
 * a new changeset may have a used name, and what was unreadable may depend on the others.
 */
export async function readWithTexts(
  { changesets, unreadable }: ChangesetReading,
  planner: PlannerId,
  changed: readonly ChangedText[],
  isInPreMode: boolean,
): Promise<ChangesetReading | undefined> {
  if (unreadable.length > 0) return undefined;
  const known = new Map(changesets.map((changeset) => [changeset.path, changeset]));
  const budget = new ParsingBudget();
  const read: Changeset[] = [];
  const faults: UnreadableChangeset[] = [];
  for (const { path, after } of changed.toSorted((a, b) => byCodeUnit(a.path, b.path))) {
    const before = known.get(path);
    if (!before && (isInPreMode || !isNewChangeset(path, planner))) return undefined;
    known.delete(path);
    if (after === undefined) continue;
    if (Buffer.byteLength(after) > SIZE_LIMITS.changeset) return undefined;
    const text = after.replace(/^\uFEFF/, "");
    const result = readPlainChangeset(text) ?? (await parsedOtherwise(path, text, planner, budget));
    if (!("bumps" in result)) faults.push(...result);
    else {
      const unparsed = unparsedReason(result.summary, budget);
      if (unparsed) faults.push(unparsedFault(path, unparsed));
      const declared = unparsed ? NO_DECLARATIONS : await declarationsOf(path, result);
      const { id = idOf(path, planner), consumed = false } = before ?? {};
      read.push(toChangeset(id, path, result, consumed, declared));
    }
  }
  return {
    changesets: [...known.values(), ...read].toSorted(byReading),
    unreadable: faults,
  };
}

const isNewChangeset = (path: string, planner: PlannerId): boolean => {
  const [, name] = /^\.changeset\/([^/]+\.md)$/.exec(path) ?? [];
  return name !== undefined && !NOT_CHANGESETS[planner].test(name);
};

const isUsed = ({ path }: Changeset): boolean => path.startsWith(`${USED_FOLDER}/`);

/** The order in which they are read. */
const byReading = (a: Changeset, b: Changeset): number =>
  Number(isUsed(a)) - Number(isUsed(b)) || byCodeUnit(a.path, b.path);
