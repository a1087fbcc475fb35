export { check, type CheckOptions } from "./check.ts";
export { declared, type Declared } from "./declared.ts";
export { deprecations, type Ledger, type LedgerEntry } from "./deprecations.ts";
export { CannotJudge, type Obstacle } from "./errors.ts";
export { explain, type Explanation } from "./explain.ts";
export { formatObstacles, formatTerminal, type FormatOptions } from "./format.ts";
export { reasonOf } from "./reason.ts";
export * from "./report.ts";
export { tracks, type Tracks, type TracksOptions } from "./tracks.ts";
