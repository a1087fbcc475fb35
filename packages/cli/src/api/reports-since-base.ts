import type { Policy } from "@release-policy/core";
import type { Package } from "@release-policy/core/types";
import { CannotJudge } from "../errors.ts";
import { SIZE_LIMITS, readText } from "../files/files.ts";
import type { BaseManifest, Difference } from "../git/changes.ts";
import { type ReportPair, withComparedReports } from "./compared-reports.ts";
import { type ReportFile, reportAt, pathIn, pathInside } from "./report-files.ts";

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
 * The packages, each with what the change does to its API, as the reports tell that the change edits. What the base has is
 * compared, so that no change can leave a report out. Throws `CannotJudge`.
 */
export async function withApiSinceBase(
  packages: readonly Package[],
  policy: Policy,
  sides: Sides,
): Promise<readonly Package[]> {
  const reports = editedReports(packages, policy, sides);
  if (reports.length === 0) return packages;
  const after = headTexts(reports, sides);
  const texts = await sides.blobs([
    ...reports.map(({ object }) => object),
    ...after.flatMap((one) => (one && "object" in one ? [one.object] : [])),
  ]);
  let next = reports.length;
  const pairs = reports.map((report, i): ReportPair => {
    const one = after[i];
    const now = one && ("object" in one ? reportText(report.path, texts[next++]) : one.text);
    return { ...report, before: reportText(report.path, texts[i]), after: now, against: "base" };
  });
  return await withComparedReports(packages, pairs);
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

/** The reports of the head: a text of the working tree, or a blob; undefined where there is no regular file. */
function headTexts(
  reports: readonly ReportFile[],
  { difference, root }: Sides,
): readonly ({ readonly text: string } | { readonly object: string } | undefined)[] {
  const changed = new Map(difference.files.map((file) => [file.path, file]));
  return reports.map(({ path }) => {
    if (root === undefined) {
      const object = changed.get(path)?.after;
      return object === undefined ? undefined : { object };
    }
    const text = readText(root, path, SIZE_LIMITS.report);
    return text === undefined ? undefined : { text: plainText(text) };
  });
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
export const plainText = (text: string): string =>
  text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
