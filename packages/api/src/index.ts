export { compareAll } from "./batch/compare-all.ts";
export { CannotCompare, type Surface, compareSurfaces } from "./compare.ts";
export type { Difference, DifferenceKind, Place, Stability } from "./difference.ts";
export { parseReport } from "./reports.ts";
