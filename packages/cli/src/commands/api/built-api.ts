import type * as Comparison from "@release-policy/api";
import { pathIn } from "../../api/report-files.ts";
import { CannotJudge } from "../../errors.ts";
import { parseJsonObject } from "../../files/json.ts";
import { packageFolder } from "./package-folder.ts";
import {
  type ApiState,
  type StaleReport,
  readReport,
  refuseLarge,
  reportsInFolder,
} from "./report-on-disk.ts";
import type { SelectedPackage } from "./selected-packages.ts";

/** An entry point with its declarations, and its report as it is and as it should be. */
export interface BuiltEntry {
  readonly entry: string;
  readonly surface: Comparison.Surface;
  readonly file: {
    readonly path: string;
    readonly before: string | undefined;
    readonly after: string;
  };
}

/** The public API of a package, as its built types have it. */
export interface BuiltApi extends ApiState {
  readonly pkg: SelectedPackage;
  readonly entries: readonly BuiltEntry[];
}

/** Reads what a package exports in its folder. Throws `CannotJudge` if it cannot be read or is not built. */
export function builtApi(
  root: string,
  pkg: SelectedPackage,
  comparison: typeof Comparison,
): BuiltApi {
  const { dir, name } = pkg;
  const all = readable(dir, comparison, () => comparison.entryPoints(publishedFolder(root, pkg)));
  const entries = all.flatMap(({ entry, surface }): BuiltEntry[] => {
    if (!surface) return [];
    const path = pathIn(dir, comparison.reportPath(entry));
    const before = readReport(root, path);
    const after = comparison.reportText(name, entry, surface);
    refuseLarge(path, after);
    return [{ entry, surface, file: { path, before, after } }];
  });
  const reports = [...reportsInFolder(root, dir).values()].map(({ path }) => path);
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

/** The folder that is published: that of the package, or what pnpm takes instead of it. Throws `CannotJudge` if that is not built. */
function publishedFolder(root: string, { name, dir, manifest }: SelectedPackage) {
  const { directory } = ((manifest as { readonly publishConfig?: unknown }).publishConfig ??
    {}) as { readonly directory?: unknown };
  if (typeof directory !== "string") return packageFolder(root, dir, manifest);
  const folder = pathIn(dir, directory.replace(/^\.\//, "").replace(/\/+$/, ""));
  const path = `${folder}/package.json`;
  const text = readReport(root, path);
  if (text === undefined)
    throw new CannotJudge({
      message: `${name} is published from ${folder}, but ${path} is missing`,
      help: "build the package first",
      at: { path: pathIn(dir, "package.json"), line: 1, column: 1 },
    });
  return packageFolder(root, folder, parseJsonObject(path, text));
}

/** A package that is not built looks as if it had lost its API. */
function refuseUnbuilt(
  { name, dir }: SelectedPackage,
  reports: readonly string[],
  untyped: BuiltApi["untyped"],
  { reportPath }: typeof Comparison,
): void {
  const obstacles = untyped.flatMap(({ entry, target }) => {
    const path = pathIn(dir, reportPath(entry));
    if (!reports.includes(path)) return [];
    return [
      {
        message: `${path} is the API report of ${name}, but ${target} no longer has declarations`,
        help: "build the package first",
        at: { path: pathIn(dir, "package.json"), line: 1, column: 1 },
      },
    ];
  });
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

/** The reports to write, and without `after` those to delete. Throws `CannotJudge` where two are the same file. */
export function reportChanges(
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

/** Runs a function that reads declarations; throws `CannotJudge` if they are unsuitable. */
export function readable<T>(path: string, { CannotCompare }: typeof Comparison, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CannotCompare)) throw error;
    throw new CannotJudge({ message: `the API in ${path} cannot be read: ${error.message}` });
  }
}
