import type { ApiChanges, ApiDifference, Location, Package } from "@release-policy/core/types";
import { CannotJudge } from "../errors.ts";
import { loadComparison } from "./comparison.ts";
import { type ReportFile, isReport } from "./report-files.ts";

/** A report as it was and as it is; without `after` it is gone. */
export interface ReportPair extends ReportFile {
  readonly before: string;
  readonly after: string | undefined;
  /** What it is compared with: `base`, or the version of the last release. */
  readonly against: string;
}

/**
 * The packages, each with its API changes. Equal reports cost nothing. Throws `CannotJudge` if reports differ but cannot
 * be compared.
 */
export async function withComparedReports(
  packages: readonly Package[],
  pairs: readonly ReportPair[],
): Promise<readonly Package[]> {
  const changed = pairs.filter((pair) => pair.before !== pair.after && isReport(pair, pair.before));
  if (changed.length === 0) return packages;
  const found = await comparedDifferences(changed);
  const byPackage = Map.groupBy(
    changed.map((pair, i) => ({ pair, differences: found[i] ?? [] })),
    ({ pair }) => pair.package.name,
  );
  return packages.map((pkg) => {
    const own = byPackage.get(pkg.name);
    if (!own) return pkg;
    const api: ApiChanges = {
      against: own[0]!.pair.against,
      differences: own.flatMap(({ differences }) => differences),
      lost: own.flatMap(({ pair: { path, entry, after } }) =>
        after === undefined ? [{ path, entry }] : [],
      ),
    };
    return { ...pkg, api };
  });
}

/** Of the last comparison: fixes are tried with the same reports again and again. */
let last: { readonly key: string; readonly found: readonly (readonly ApiDifference[])[] } = {
  key: "",
  found: [],
};

async function comparedDifferences(
  pairs: readonly ReportPair[],
): Promise<readonly (readonly ApiDifference[])[]> {
  const key = JSON.stringify(pairs.map(({ path, before, after }) => [path, before, after]));
  if (last.key === key) return last.found;
  const { CannotCompare, compareAll, parseReport } = await loadComparison("comparing API reports");
  try {
    const all = compareAll(
      pairs.map(({ path, before, after }) => ({
        before: parseReport(path, before),
        after: parseReport(path, after ?? "export {};\n"),
      })),
    );
    const found = all.map((differences, i) =>
      differences.map((one): ApiDifference => {
        const { path, entry } = pairs[i]!;
        const isGone = one.kind === "removed";
        const at = isGone ? { path, line: 1, column: 1 } : { ...one.at, path };
        return { ...one, entry, at };
      }),
    );
    last = { key, found };
    return found;
  } catch (error) {
    if (!(error instanceof CannotCompare)) throw error;
    const [{ path }] = pairs as readonly [ReportPair];
    const { at } = error as { readonly at?: Location };
    throw new CannotJudge({
      message: `the API reports cannot be compared: ${error.message}`,
      // Without a place it is nothing in the reports that another writing would change.
      ...(at ? { help: "write the reports again with `pnpm release-policy api --write`" } : {}),
      at: at ?? { path, line: 1, column: 1 },
    });
  }
}
