import {
  type Changeset,
  type Facts,
  type UnreadableChangeset,
  list,
  say,
} from "@release-policy/core";
import { readPlainChangeset } from "../../changesets/front-matter.ts";
import type { Difference } from "../../git/changes.ts";

const PRE_FILE = ".changeset/pre.json";
const LEDGER_FILE = ".changeset/ledger.yaml";

type ReadBlobs = (objects: readonly string[]) => Promise<readonly (Buffer | undefined)[]>;

/**
 * What a change adds where no release reads it any more: a changeset under a name that pre.json or pnpm's ledger lists, or
 * where Changesets 3 keeps used ones, and packages in a changeset that a prerelease has used.
 */
export async function unusedAdditions(
  { changesets, pre, planner }: Facts,
  { files }: Difference,
  read: ReadBlobs,
): Promise<readonly UnreadableChangeset[]> {
  const state = planner.id === "pnpm" ? LEDGER_FILE : PRE_FILE;
  // A change that brings the list, or the prereleases themselves, comes from another branch.
  const bringsState = files.some(({ path }) => path === state);
  if (bringsState || (planner.id !== "pnpm" && !pre)) return [];
  const changed = new Map(files.map((file) => [file.path, file]));
  const found: UnreadableChangeset[] = [];
  for (const changeset of changesets) {
    const file = changed.get(changeset.path);
    if (!file || !changeset.consumed) continue;
    if (file.status === "A") found.push(reusedName(changeset, state));
    else if (planner.id !== "pnpm" && file.before !== undefined)
      found.push(...lateBumps(changeset, String((await read([file.before]))[0] ?? "")));
  }
  return found;
}

const USED_FOLDER = ".changeset/pre/";

const reusedName = ({ path }: Changeset, state: string): UnreadableChangeset => ({
  path,
  kind: path.startsWith(USED_FOLDER) ? "used-folder" : "used-name",
  reason: path.startsWith(USED_FOLDER)
    ? say`would never be released: ${USED_FOLDER} is for changesets that a prerelease has used`
    : state === PRE_FILE
      ? say`would never be released: ${PRE_FILE} lists its name as used by a prerelease`
      : say`would never be released: ${LEDGER_FILE} lists its name as used`,
  at: { path, line: 1, column: 1 },
});

/** Packages that the text of the base does not name. A text that is not of the plain form is left alone. */
function lateBumps({ path, bumps }: Changeset, before: string): UnreadableChangeset[] {
  const known = readPlainChangeset(before)?.bumps.map(({ name }) => name);
  const late = bumps.filter(
    (bump) => bump.bump !== "none" && known?.includes(bump.package) === false,
  );
  const [first] = late;
  if (!first) return [];
  const names = list(
    late.map((bump) => bump.package),
    "and",
  );
  return [
    {
      path,
      kind: "used-edit",
      reason: say`adds ${names}, but a prerelease has already used this changeset, so it would not cause another one`,
      at: first.at,
    },
  ];
}
