import type { Addition } from "../../facts/evidence.ts";
import type { View } from "../../judge/view.ts";
import { matchesPath } from "../../policy/selector.ts";

/** The migrations that a change adds to each package; down migrations do not count. */
export function addedMigrations(
  { changes }: View,
  filesOf: (packageName: string) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const added = (changes?.additions ?? []).filter(
    (addition) => isMigration(addition, filesOf) && !isDown(addition.path),
  );
  return new Map(
    [...Map.groupBy(added, (addition) => addition.package)].map(([name, additions]) => [
      name,
      additions.map(({ path }) => path),
    ]),
  );
}

const isMigration = (
  { path, package: name }: Addition,
  filesOf: (packageName: string) => readonly string[],
): boolean => matchesPath(filesOf(name), path);

/** `0007_users.down.sql`, `down.sql`, `0007_users_down.sql`, `down/0007_users.sql` */
const isDown = (path: string): boolean =>
  /(?:^|\/)down\/[^/]+$/i.test(path) || /(?:^|[._-])down(?:\.[^/]*)?$/i.test(baseOf(path));

/** Whether one of the added files undoes a migration: the same name in the same folder, or the folder's own. */
export function hasDown({ changes }: View, migration: string): boolean {
  const downs = (changes?.additions ?? []).map(({ path }) => path).filter(isDown);
  return downs.some((path) => {
    const name = nameOf(path);
    return folderOf(path) === folderOf(migration) && (name === "" || name === nameOf(migration));
  });
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** `0007_users` of `0007_users.up.sql` and `0007_users.down.sql`, nothing of `down.sql`. */
const nameOf = (path: string): string =>
  baseOf(path)
    .replace(/\.[^.]*$/, "")
    .replace(/(?:^|[._-])(?:up|down)$/i, "");

/** Without `up/` or `down/` at its end. */
const folderOf = (path: string): string =>
  path.slice(0, path.lastIndexOf("/") + 1).replace(/(^|\/)(?:up|down)\/$/i, "$1");
