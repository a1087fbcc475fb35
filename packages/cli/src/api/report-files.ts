import { type Policy, matchesPath } from "@release-policy/core";
import type { Package } from "@release-policy/core/types";

/** A file that may be a report of the public API of a package, by its path. */
export interface ReportFile {
  readonly package: Package;
  readonly path: string;
  /** The entry point that it is of: `.` or `./server`. */
  readonly entry: string;
  /** Another tool writes it, and the policy names it. */
  readonly isForeign: boolean;
}

const OWN = /^api\/(.+)\.d\.ts$/;
/** How the first line of each report begins that `release-policy api --write` writes. */
const HEAD = "// API report of ";

/** Whether a file is a report, by its beginning: a folder `api` may contain anything. */
export const isReport = (
  { isForeign }: Pick<ReportFile, "isForeign">,
  content: string | Buffer | undefined,
): boolean => isForeign || String(content?.slice(0, HEAD.length) ?? "") === HEAD;

/** Whether the path may be a report, whatever the packages and the policy are. */
export const mayBeReport = (path: string): boolean => /(?:^|\/)api\/.+\.d\.ts$/.test(path);

/** The same of a report of another tool: the policy names it from the folder of a package, whichever that is. */
export const mayBeForeign = (path: string, { api }: Policy): boolean =>
  (api?.reports ?? []).some((glob) => matchesPath([`**/${glob}`], path));

/** Which entry point a file in the folder of a package may report; undefined if it is not a report. */
export function reportAt(
  inside: string,
  { api }: Policy,
): Pick<ReportFile, "entry" | "isForeign"> | undefined {
  const own = OWN.exec(inside)?.[1];
  if (own !== undefined) return { entry: entryNamed(own), isForeign: false };
  if (!api || !matchesPath(api.reports, inside)) return undefined;
  const name = inside.slice(inside.lastIndexOf("/") + 1);
  // api-extractor names the report of an entry point `<package>.<entry>.api.md`.
  const entry = entryNamed(/\.([^.]+)\.api\.md$/.exec(name)?.[1] ?? "index");
  return { entry, isForeign: true };
}

const entryNamed = (name: string): string =>
  name === "index" ? "." : `./${name.replace(/^index\/index$/, "index")}`;

/** The path in the folder of a package; undefined outside of it. */
export function pathInside(dir: string, path: string): string | undefined {
  if (dir === ".") return path;
  return path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : undefined;
}

/** The path of a file in the folder of a package, from the root. */
export const pathIn = (dir: string, inside: string): string =>
  dir === "." ? inside : `${dir}/${inside}`;
