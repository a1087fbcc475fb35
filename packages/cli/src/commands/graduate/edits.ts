import { type Package, type Track, changesetText, selects, slug } from "@release-policy/core";
import type { Bump } from "@release-policy/core/types";
import { type ChangedFile, readExactly } from "../../files/writing/changed-files.ts";
import { type ListEdit, withPackages } from "../../policy/edit-track.ts";
import { ChangeSheet } from "../../check/fixes/change-sheet.ts";
import { maturityMarkdown } from "../../formats/markdown/maturity-table.ts";

/**
 * The files that move a package: the policy before and after, and its changeset. Undefined if a list of packages is
 * written in a way that cannot be edited.
 */
export function graduationEdits(
  root: string,
  pkg: Package,
  from: readonly Track[],
  target: Track,
  bump: Bump,
): readonly ChangedFile[] | undefined {
  const lists = [
    ...from.map((track) => editedTrack(root, track, leaving(track, pkg))),
    editedTrack(root, target, joining(target, pkg)),
  ];
  const edited = lists.filter((file) => file !== undefined);
  if (edited.length < lists.length) return undefined;
  const files = edited.filter(({ before, after }) => before !== after);
  const isThere = bump === "none";
  return [...files, ...(isThere ? [] : graduationChangeset(root, pkg, target, bump))];
}

/** Names of the package alone go; where a wildcard still takes it in, `!name` at the end, which decides. */
function leaving({ packages }: Track, pkg: Package): ListEdit {
  const own = packages.filter((one) => one.exact && one.matches(pkg)).map(({ text }) => text);
  const rest = packages.filter(({ text }) => !own.includes(text));
  const isLeft = selects(rest, pkg);
  return { without: own, ...(isLeft ? { add: `!${pkg.name}` } : {}) };
}

function joining({ packages }: Track, pkg: Package): ListEdit {
  const not = `!${pkg.name}`;
  const rest = packages.filter(({ text }) => text !== not);
  return {
    without: rest.length < packages.length ? [not] : [],
    ...(selects(rest, pkg) ? {} : { add: pkg.name }),
  };
}

function editedTrack(root: string, track: Track, edit: ListEdit): ChangedFile | undefined {
  const { path } = track.line("packages").at;
  const before = readExactly(root, path);
  const after = before === undefined ? undefined : withPackages(before, edit);
  return before === undefined || after === undefined ? undefined : { path, before, after };
}

function graduationChangeset(root: string, { name }: Package, { name: to }: Track, bump: Bump) {
  const text = `Graduates to track ${to}. Describe what users can rely on from now on.`;
  const path = `.changeset/graduate-${slug(name)}.md`;
  const create = { kind: "create", path, text: changesetText(name, bump, text) } as const;
  const sheet = new ChangeSheet(root, maturityMarkdown).with([create]);
  return typeof sheet === "string" ? [] : sheet.files;
}
