import type * as Comparison from "@release-policy/api";
import { readable } from "./built-api.ts";
import type { ReleasedReports } from "./released-reports.ts";

/** The reports of a package that were reviewed, and those of the types that users get. */
export interface ReviewedReports {
  readonly name: string;
  readonly reviewed: ReleasedReports["texts"];
  readonly packed: ReleasedReports["texts"];
}

/** How the types of each package differ from its reports; one compiler compares all. Throws `CannotJudge` if it cannot. */
export function reportDifferences(
  packages: readonly ReviewedReports[],
  comparison: typeof Comparison,
): readonly (readonly Comparison.Difference[])[] {
  const pairs = packages.flatMap(({ name, reviewed, packed }, of) =>
    [...new Set([...reviewed.keys(), ...packed.keys()])].flatMap((entry) => {
      const [old, now] = [reviewed.get(entry), packed.get(entry)];
      const path = (old ?? now)!.path;
      return old?.text === now?.text ? [] : [{ name, of, path, old: old?.text, now: now?.text }];
    }),
  );
  if (pairs.length === 0) return packages.map(() => []);
  const found = readable(pairs[0]!.name, comparison, () =>
    comparison.compareAll(
      pairs.map(({ path, old = NOTHING, now = NOTHING }) => ({
        before: comparison.parseReport(path, old),
        after: comparison.parseReport(path, now),
      })),
    ),
  );
  return packages.map((_, i) => found.filter((_one, k) => pairs[k]!.of === i).flat());
}

const NOTHING = "export {};\n";
