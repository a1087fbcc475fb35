import {
  changelogOf,
  fileOf,
  isJudged,
  linePaths,
  tracksOf,
  type Facts,
  type Need,
  type Policy,
} from "@release-policy/core";
import type { Wanted } from "./adapters/documents.ts";

/** The documents that the rules of a policy look at, for these packages and changesets. */
export function wantedOf(
  policy: Policy,
  { packages, releases, changesets }: Facts,
  needs: ReadonlySet<Need>,
): Wanted {
  const { docs } = policy;
  const table = docs.table === undefined ? {} : { table: docs.table };
  if (!needs.has("documents")) return { guides: [], changelogs: [], paths: [], ...table };
  const judged = packages.filter((pkg) => isJudged(pkg, tracksOf(policy, pkg)));
  const paths = [
    ...judged.map((pkg) => changelogOf(pkg, docs)),
    ...[...judged.map(({ version }) => version), ...releases.map(({ to }) => to)].flatMap(
      (version) => linePaths(docs, version),
    ),
    ...changesets.flatMap(({ declarations }) => declarations.flatMap((one) => fileOf(one) ?? [])),
  ];
  const removing = new Set(
    changesets
      .filter(({ declarations }) => declarations.some(({ kind }) => kind === "removes"))
      .flatMap(({ bumps }) => bumps.map((bump) => bump.package)),
  );
  const changelogs = judged
    .filter(({ name }) => removing.has(name))
    .map((pkg) => changelogOf(pkg, docs));
  return { guides: docs.guides, changelogs, paths: [...new Set(paths)], ...table };
}
