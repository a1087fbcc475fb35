import { join } from "node:path";
import type { Policy } from "@release-policy/core";
import type { Package } from "@release-policy/core/types";
import { CannotJudge } from "../errors.ts";
import { SIZE_LIMITS, entryAt, readText } from "../files/files.ts";
import type { BaseManifest, Difference } from "../git/changes.ts";
import { type ReportPair, withComparedReports } from "./compared-reports.ts";
import {
  type ReportFile,
  isReport,
  mayBeForeign,
  mayBeReport,
  pathIn,
  pathInside,
  reportAt,
} from "./report-files.ts";

/** Where the two sides of a change are read. */
interface Sides {
  readonly difference: Difference;
  /** The manifests of the base that the change edits: a package may have moved to another folder. */
  readonly before: readonly BaseManifest[];
  readonly blobs: (objects: readonly string[]) => Promise<readonly (Buffer | undefined)[]>;
  /** The working tree; undefined where the head is a commit. */
  readonly root: string | undefined;
}

/**
 * The packages, each with the API changes in the reports that the change edits. The base's reports are compared, so
 * that no change can omit one. Throws `CannotJudge`.
 */
export async function withApiSinceBase(
  packages: readonly Package[],
  policy: Policy,
  sides: Sides,
): Promise<readonly Package[]> {
  const edited = editedReports(packages, policy, sides);
  const contents = await sides.blobs(edited.map(({ object }) => object));
  const reports = edited
    .map((report, i) => ({ report, content: contents[i] }))
    .filter(({ report, content }) => isReport(report, content));
  const after = await headTexts(
    reports.map(({ report: { path } }) => path),
    sides,
  );
  const pairs = reports.map(({ report, content }, i): ReportPair => {
    const before = reportText(report.path, content);
    return { ...report, before, after: after[i], against: "base" };
  });
  return await withComparedReports(packages, pairs);
}

/** The difference without reports: they are not published, so changing one needs no release. */
export async function withoutReports(
  policy: Policy,
  { difference, blobs, root }: Sides,
): Promise<Difference> {
  const own = difference.files.filter(({ path }) => mayBeReport(path));
  const known = own.filter(({ before, after }) => (after ?? before) !== undefined);
  const contents = await blobs(known.map(({ before, after }) => (after ?? before)!));
  const texts = new Map(known.map(({ path }, i) => [path, contents[i]]));
  const reports = new Set(
    own.flatMap(({ path }) => {
      const content =
        texts.get(path) ?? (root === undefined ? undefined : readableText(root, path));
      return isReport({ isForeign: false }, content) ? [path] : [];
    }),
  );
  const isOther = (path: string) => !reports.has(path) && !mayBeForeign(path, policy);
  return { ...difference, files: difference.files.filter(({ path }) => isOther(path)) };
}

/** Undefined if it cannot be read: then it is not a report. */
function readableText(root: string, path: string): string | undefined {
  try {
    return readText(root, path, SIZE_LIMITS.report);
  } catch (error) {
    if (error instanceof CannotJudge) return undefined;
    throw error;
  }
}

/** The reports of the base that the change edits or deletes, while their package stays; with their places now. */
function editedReports(
  packages: readonly Package[],
  policy: Policy,
  { difference, before }: Sides,
): readonly (ReportFile & { readonly object: string })[] {
  const folders = packages
    .map((pkg) => {
      const moved = before.find(({ name }) => name === pkg.name);
      const dir = moved?.path.replace(/\/?package\.json$/, "") ?? pkg.dir;
      return { pkg, dir: dir === "" ? "." : dir };
    })
    // The innermost first: a package may lie in the folder of another.
    .toSorted((a, b) => b.dir.length - a.dir.length);
  return difference.files.flatMap(({ path, before: object }) => {
    if (object === undefined) return [];
    const owner = folders.find(({ dir }) => pathInside(dir, path) !== undefined);
    const inside = owner && pathInside(owner.dir, path);
    const report = inside === undefined ? undefined : reportAt(inside, policy);
    if (!owner || inside === undefined || !report) return [];
    return [{ package: owner.pkg, path: pathIn(owner.pkg.dir, inside), ...report, object }];
  });
}

/** The texts of the reports in the head; undefined for those that are gone. Throws `CannotJudge`. */
async function headTexts(
  paths: readonly string[],
  { difference, root, blobs }: Sides,
): Promise<readonly (string | undefined)[]> {
  if (root !== undefined) return paths.map((path) => reportInFolder(root, path));
  const objects = new Map(difference.files.map(({ path, after }) => [path, after]));
  const known = paths.filter((path) => objects.get(path) !== undefined);
  const contents = await blobs(known.map((path) => objects.get(path)!));
  const texts = new Map(known.map((path, i) => [path, reportText(path, contents[i])]));
  return paths.map((path) => texts.get(path));
}

/** The text of a report in a folder; undefined if it is missing. Throws `CannotJudge` if it is too large, or on links in its path. */
export function reportInFolder(root: string, path: string): string | undefined {
  const folders = path.split("/").slice(0, -1);
  for (const [i] of folders.entries()) {
    const folder = folders.slice(0, i + 1).join("/");
    const entry = entryAt(join(root, folder));
    if (entry === "missing") return undefined;
    if (entry !== "folder")
      throw new CannotJudge({
        message: `${folder} is not a regular folder`,
        at: { path, line: 1, column: 1 },
      });
  }
  const text = readText(root, path, SIZE_LIMITS.report);
  return text === undefined ? undefined : plainText(text);
}

/** Throws `CannotJudge` where the report is missing or too large. */
export function reportText(path: string, content: Buffer | undefined): string {
  if (content && content.length <= SIZE_LIMITS.report) return plainText(String(content));
  throw new CannotJudge({
    message: content
      ? `${path} is too large: ${content.length} bytes (limit: ${SIZE_LIMITS.report})`
      : `git could not read ${path}`,
    at: { path, line: 1, column: 1 },
  });
}

/** With the same ends of lines on every machine. */
const plainText = (text: string): string => text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
