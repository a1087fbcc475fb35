import { rmSync } from "node:fs";
import { join } from "node:path";
import type { PlannerId } from "@release-policy/core";
import { loadComparison } from "../../api/comparison.ts";
import { Snapshot } from "../../files/writing/snapshot.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";
import { type BuiltApi, builtApi, reportChanges } from "./built-api.ts";
import { type ChangesSinceRelease, changesSinceRelease } from "./changes.ts";
import { publishedReports } from "./published-reports.ts";
import { type ReleasedReports, releasedReports } from "./released-reports.ts";
import { type ApiState, writeReport } from "./report-on-disk.ts";
import { selectedPackages } from "./selected-packages.ts";

/** The public API of a package, as its built types have it. */
export interface PackageApi extends ChangesSinceRelease, ApiState {
  readonly name: string;
  readonly dir: string;
  readonly version?: string;
  readonly entries: readonly string[];
}

export interface Apis {
  readonly packages: readonly PackageApi[];
  /** Private packages without types. */
  readonly skipped: readonly string[];
  /** True where the reports were written. */
  readonly written: boolean;
}

export interface ApiOptions extends WriterOptions {
  readonly cwd?: string;
  readonly planner?: PlannerId;
  /** The names of packages. Default: all. */
  readonly packages?: readonly string[];
  /** Only looks whether the reports are those of the built types. */
  readonly check?: boolean;
  /** Compares with the last release on the registry instead of the one in git. */
  readonly published?: boolean;
  /** Writes the reports. */
  readonly write?: boolean;
}

/**
 * The public API of packages, as their built types in the folder have it: compared with the reports of the last release,
 * or, with `check` and `write`, with the reports in the folder. Throws `CannotJudge` where something cannot be read.
 */
export function api(options: ApiOptions = {}): Promise<Apis> {
  const { packages: names = [], check = false, write = false, published = false } = options;
  const given = { ...options, dryRun: !write };
  return inWritableWorkspace("api --write", given, async (root, _, writer) => {
    const comparison = await loadComparison("release-policy api");
    const { packages, isAlone } = await selectedPackages(root, names, options.planner);
    const built = packages.map((pkg) => builtApi(root, pkg, comparison));
    const isSkipped = ({ pkg, entries, untyped }: BuiltApi): boolean =>
      entries.length === 0 && (pkg.manifest.private === true || untyped.length === 0);
    const kept = built.filter((one) => !isSkipped(one));
    const changes = reportChanges(kept);
    if (writer && changes.length > 0)
      await writer.change(
        Snapshot.of(
          root,
          changes.map(({ path }) => path),
        ),
        () => {
          for (const { path, after } of changes)
            if (after === undefined) rmSync(join(root, path));
            else writeReport(root, path, after);
        },
      );
    const sides: { readonly one: BuiltApi; readonly before: ReleasedReports | undefined }[] = [];
    for (const one of check || write ? [] : kept) {
      const before = published
        ? await publishedReports(root, one.pkg, comparison)
        : releasedReports(root, one.pkg, isAlone);
      sides.push({ one, before });
    }
    const changed = changesSinceRelease(sides, comparison);
    return {
      packages: kept.map((one): PackageApi => ({
        name: one.pkg.name,
        dir: one.pkg.dir,
        ...(one.pkg.version === undefined ? {} : { version: one.pkg.version }),
        entries: one.entries.map(({ entry }) => entry),
        untyped: one.untyped,
        missing: one.missing,
        stale: one.stale,
        differences: [],
        ...changed.get(one),
      })),
      skipped: built.filter(isSkipped).map(({ pkg }) => pkg.name),
      written: write,
    };
  });
}
