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
  if (!needs.has("documents")) return { guides: [], paths: [], ...table };
  const judged = packages.filter((pkg) => isJudged(pkg, tracksOf(policy, pkg)));
  const paths = [
    ...judged.map((pkg) => changelogOf(pkg, docs)),
    ...[...judged.map(({ version }) => version), ...releases.map(({ to }) => to)].flatMap(
      (version) => linePaths(docs, version),
    ),
    ...changesets.flatMap(({ declarations }) => declarations.flatMap((one) => fileOf(one) ?? [])),
  ];
  return { guides: docs.guides, paths: [...new Set(paths)], ...table };
}
