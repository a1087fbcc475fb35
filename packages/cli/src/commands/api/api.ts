import { rmSync } from "node:fs";
import { join } from "node:path";
import type * as Comparison from "@release-policy/api";
import type { PlannerId } from "@release-policy/core";
import type { ApiDifference } from "@release-policy/core/types";
import { isReport, pathIn } from "../../api/report-files.ts";
import { CannotJudge } from "../../errors.ts";
import { Snapshot } from "../../files/writing/snapshot.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";
import { loadComparison } from "./comparison.ts";
import { filesBelow, packageFolder } from "./package-folder.ts";
import { readReport, refuseLarge, writeReport } from "./report-on-disk.ts";
import { releasedReports } from "./released-reports.ts";
import { type SelectedPackage, selectedPackages } from "./selected-packages.ts";

/** A report that is not what the built types say: `old` is that of an entry point that is gone. */
export interface StaleReport {
  readonly path: string;
  readonly state: "missing" | "stale" | "old";
}

/** The public API of a package, as its built types have it. */
export interface PackageApi {
  readonly name: string;
  readonly dir: string;
  readonly version?: string;
  /** What it is compared with: a version, or `HEAD`. Nothing where there is no report of before. */
  readonly against?: string;
  readonly entries: readonly string[];
  /** Entry points at which a consumer gets no types, with what they lead to. */
  readonly untyped: readonly { readonly entry: string; readonly target: string }[];
  /** `dist/index.d.ts: ./gone.js`: mentions of files that the package does not have. */
  readonly missing: readonly string[];
  readonly differences: readonly ApiDifference[];
  readonly stale: readonly StaleReport[];
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
  /** Writes the reports. */
  readonly write?: boolean;
}

/**
 * The public API of packages, as their built types in the folder have it: compared with the reports of the last release,
 * or, with `check` and `write`, with the reports in the folder. Throws `CannotJudge` where something cannot be read.
 */
export function api(options: ApiOptions = {}): Promise<Apis> {
  const { packages: names = [], check = false, write = false, planner } = options;
  const given = { ...options, dryRun: !write };
  return inWritableWorkspace("api --write", given, async (root, _, writer) => {
    const comparison = await loadComparison();
    const { packages, isAlone } = await selectedPackages(root, names, planner);
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
    const differences =
      check || write ? new Map() : changesSinceRelease(root, kept, isAlone, comparison);
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
        ...differences.get(one),
      })),
      skipped: built.filter(isSkipped).map(({ pkg }) => pkg.name),
      written: write,
    };
  });
}

interface BuiltEntry {
  readonly entry: string;
  readonly surface: Comparison.Surface;
  readonly file: {
    readonly path: string;
    readonly before: string | undefined;
    readonly after: string;
  };
}

interface BuiltApi extends Pick<PackageApi, "untyped" | "missing" | "stale"> {
  readonly pkg: SelectedPackage;
  readonly entries: readonly BuiltEntry[];
}

function builtApi(root: string, pkg: SelectedPackage, comparison: typeof Comparison): BuiltApi {
  const { dir, name } = pkg;
  const all = readable(dir, comparison, () =>
    comparison.entryPoints(packageFolder(root, dir, pkg.manifest)),
  );
  const entries = all.flatMap(({ entry, surface }): BuiltEntry[] => {
    if (!surface) return [];
    const path = pathIn(dir, comparison.reportPath(entry));
    const before = readReport(root, path);
    const after = comparison.reportText(name, entry, surface);
    refuseLarge(path, after);
    return [{ entry, surface, file: { path, before, after } }];
  });
  const reports = filesBelow(join(root, dir, "api"), /\.d\.ts$/)
    .map((path) => pathIn(dir, `api/${path}`))
    .filter((path) => isReport({ isForeign: false }, readReport(root, path) ?? ""));
  const untyped = all.flatMap(({ entry, surface, target }) =>
    surface ? [] : [{ entry, target: target ?? "" }],
  );
  refuseUnbuilt(pkg, reports, untyped, comparison);
  const own = new Set(entries.map(({ file }) => file.path));
  const stale = [
    ...entries.flatMap(({ file: { path, before, after } }): StaleReport[] =>
      before === after ? [] : [{ path, state: before === undefined ? "missing" : "stale" }],
    ),
    ...reports.flatMap((path): StaleReport[] => (own.has(path) ? [] : [{ path, state: "old" }])),
  ];
  return { pkg, entries, untyped, missing: [...new Set(all.flatMap((one) => one.missing))], stale };
}

/** A package that is not built looks as if it had lost its API. */
function refuseUnbuilt(
  { name, dir }: SelectedPackage,
  reports: readonly string[],
  untyped: PackageApi["untyped"],
  { reportPath }: typeof Comparison,
): void {
  const obstacles = untyped.flatMap(({ entry, target }) => {
    const path = pathIn(dir, reportPath(entry));
    if (!reports.includes(path)) return [];
    return [
      {
        message: `${path} has the API of ${name}, but ${target} has no declarations now`,
        help: "build the package first",
        at: { path: pathIn(dir, "package.json"), line: 1, column: 1 },
      },
    ];
  });
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

/** The reports to write, and without `after` those to delete. Throws `CannotJudge` where two are the same file. */
function reportChanges(
  built: readonly BuiltApi[],
): readonly { readonly path: string; readonly after?: string }[] {
  const files = built.flatMap(({ entries }) => entries.map(({ file }) => file));
  const twice = files.find(({ path }, i) => files.findIndex((one) => one.path === path) !== i);
  if (twice)
    throw new CannotJudge({ message: `two entry points have their report in ${twice.path}` });
  const texts = new Map(files.map(({ path, after }) => [path, after]));
  return built
    .flatMap(({ stale }) => stale)
    .map(({ path }) => {
      const after = texts.get(path);
      return after === undefined ? { path } : { path, after };
    });
}

/** What changed in each package since its last release. One compiler compares what differs. */
function changesSinceRelease(
  root: string,
  built: readonly BuiltApi[],
  isAlone: boolean,
  comparison: typeof Comparison,
): ReadonlyMap<BuiltApi, Pick<PackageApi, "against" | "differences">> {
  const sides = built.map((one) => ({ one, before: releasedReports(root, one.pkg, isAlone) }));
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

function readable<T>(path: string, { CannotCompare }: typeof Comparison, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CannotCompare)) throw error;
    throw new CannotJudge({ message: `the API in ${path} cannot be read: ${error.message}` });
  }
}
