export {
  CannotCompare,
  type Limits,
  type Surface,
  compareAll,
  compareSurfaces,
} from "./compare.ts";
export type { Difference, DifferenceKind, Place, Stability } from "./difference.ts";
export { type ReportHead, reportHead } from "./reports/head.ts";
export { parseReport } from "./reports/parse.ts";
export { reportPath, reportText } from "./reports/write.ts";
export type { PackageManifest } from "./surface/entries.ts";
export { type EntryPoint, type PackageFiles, entryPoints } from "./surface/package.ts";
