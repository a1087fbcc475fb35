export { check, type CheckOptions } from "./check.ts";
export { deprecations, type Ledger, type LedgerEntry } from "./deprecations.ts";
export { CannotJudge, type Obstacle } from "./errors.ts";
export { explain, type Explanation } from "./explain.ts";
export { fix, type Fixes, type FixOptions } from "./fix.ts";
export { graduate, type GraduateOptions, type Graduation } from "./graduate.ts";
export * from "./report.ts";
export { tracks, type Tracks, type TracksOptions } from "./tracks.ts";
