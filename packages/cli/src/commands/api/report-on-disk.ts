import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { EMPTY_POLICY } from "@release-policy/core";
import { isReport, pathIn, reportAt } from "../../api/report-files.ts";
import { reportInFolder } from "../../api/reports-since-base.ts";
import { CannotJudge } from "../../errors.ts";
import { SIZE_LIMITS, isSafePath } from "../../files/files.ts";
import { writeDurably } from "../../files/writing/durable-file.ts";
import { filesBelow } from "./package-folder.ts";
import type { ReleasedReports } from "./released-reports.ts";

/** A report that is not what the built types say: `old` is that of an entry point that is gone. */
export interface StaleReport {
  readonly path: string;
  readonly state: "missing" | "stale" | "old";
}

/** What there is to know about the built types of a package and its reports. */
export interface ApiState {
  /** Entry points without types, with their targets. */
  readonly untyped: readonly { readonly entry: string; readonly target: string }[];
  /** `dist/index.d.ts: ./gone.js`: mentions of files that the package does not have. */
  readonly missing: readonly string[];
  readonly stale: readonly StaleReport[];
}

/** The text of a report; undefined if it is missing. Throws `CannotJudge` on links, also in its path. */
export function readReport(root: string, path: string): string | undefined {
  if (!isSafePath(path))
    throw new CannotJudge({
      message: `${path} cannot be the path of a report`,
      at: { path, line: 1, column: 1 },
    });
  return reportInFolder(root, path);
}

/** The reports in the folder of a package, by entry point. Throws `CannotJudge` where one cannot be read. */
export function reportsInFolder(root: string, dir: string): ReleasedReports["texts"] {
  const texts = filesBelow(join(root, dir, "api"), /\.d\.ts$/).flatMap((name) => {
    const path = pathIn(dir, `api/${name}`);
    const text = readReport(root, path) ?? "";
    const { entry = "" } = reportAt(`api/${name}`, EMPTY_POLICY) ?? {};
    return isReport({ isForeign: false }, text) ? [[entry, { path, text }] as const] : [];
  });
  return new Map(texts);
}

/** Writes a report that `readReport` has looked for. */
export function writeReport(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeDurably(join(root, path), text);
}

/** Throws `CannotJudge` where a report would be too large to be read again. */
export function refuseLarge(path: string, text: string): void {
  const size = Buffer.byteLength(text);
  if (size > SIZE_LIMITS.report)
    throw new CannotJudge({
      message: `${path} would be too large: ${size} bytes (limit: ${SIZE_LIMITS.report})`,
    });
}
