import { type Policy, matchesPath } from "@release-policy/core";
import type { Package } from "@release-policy/core/types";

/** A report of the public API of a package, in git. */
export interface ReportFile {
  readonly package: Package;
  readonly path: string;
  /** The entry point that it is of: `.` or `./server`. */
  readonly entry: string;
}

const OWN = /^api\/(.+)\.d\.[mc]?ts$/;

/** Whether the path may be a report, whatever the packages and the policy are. */
export const mayBeReport = (path: string): boolean => /(?:^|\/)api\/.+\.d\.[mc]?ts$/.test(path);

/** The entry point of which a file in the folder of a package is a report; undefined where it is none. */
export function entryOfReport(inside: string, { api }: Policy): string | undefined {
  const own = OWN.exec(inside)?.[1];
  if (own !== undefined) return entryNamed(own);
  if (!api || !matchesPath(api.reports, inside)) return undefined;
  const name = inside.slice(inside.lastIndexOf("/") + 1);
  // api-extractor names the report of an entry point `<package>.<entry>.api.md`.
  return entryNamed(/\.([^.]+)\.api\.md$/.exec(name)?.[1] ?? "index");
}

const entryNamed = (name: string): string => (name === "index" ? "." : `./${name}`);

/** The path in the folder of a package; undefined outside of it. */
export function pathInside(dir: string, path: string): string | undefined {
  if (dir === ".") return path;
  return path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : undefined;
}

/** The path of a file in the folder of a package, from the root. */
export const pathIn = (dir: string, inside: string): string =>
  dir === "." ? inside : `${dir}/${inside}`;
