import type * as Comparison from "@release-policy/api";
import type { ApiDifference } from "@release-policy/core/types";
import { pathIn } from "../../api/report-files.ts";
import { type BuiltApi, readable } from "./built-api.ts";
import type { ReleasedReports } from "./released-reports.ts";

/** What changed in a package, and what it is compared with: a version, or `HEAD`; undefined if there is no earlier report. */
export interface ChangesSinceRelease {
  readonly against?: string;
  readonly differences: readonly ApiDifference[];
}

/** What changed in each package since its last release. One compiler compares what differs. */
export function changesSinceRelease(
  sides: readonly { readonly one: BuiltApi; readonly before: ReleasedReports | undefined }[],
  comparison: typeof Comparison,
): ReadonlyMap<BuiltApi, ChangesSinceRelease> {
  const pairs = sides.flatMap(({ one, before }) => {
    const now = new Map(one.entries.map((entry) => [entry.entry, entry]));
    const names = new Set([...(before?.texts.keys() ?? []), ...(before ? now.keys() : [])]);
    return [...names].flatMap((entry) => {
      const [old, current] = [before!.texts.get(entry), now.get(entry)];
      if (old && old.text === current?.file.after) return [];
      const path = old?.path ?? current!.file.path;
      return [{ one, entry, path, old: old?.text ?? NOTHING, surface: current?.surface }];
    });
  });
  const found =
    pairs.length === 0
      ? []
      : readable(pairs[0]!.path, comparison, () =>
          comparison.compareAll(
            pairs.map(({ path, old, surface }) => ({
              before: comparison.parseReport(path, old),
              after: surface ?? comparison.parseReport(path, NOTHING),
            })),
          ),
        );
  const differences = pairs.map(({ one, entry, path }, i) => ({
    one,
    own: found[i]!.map((difference): ApiDifference => {
      const inBuild = difference.kind !== "removed";
      const at = {
        ...difference.at,
        path: inBuild ? pathIn(one.pkg.dir, difference.at.path) : path,
      };
      return { ...difference, entry, at };
    }),
  }));
  return new Map(
    sides.map(({ one, before }) => [
      one,
      {
        ...(before ? { against: before.against } : {}),
        differences: differences.filter((pair) => pair.one === one).flatMap(({ own }) => own),
      },
    ]),
  );
}

const NOTHING = "export {};\n";
