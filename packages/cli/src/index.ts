export { allowed, type Allowed } from "./allowed.ts";
export { check, type CheckOptions } from "./check.ts";
export { deprecations, type Ledger, type LedgerEntry } from "./deprecations.ts";
export { CannotJudge, type Obstacle } from "./errors.ts";
export { explain, explainChangeset, type Explanation } from "./explain.ts";
export type { ChangesetExplanation } from "./explain-changeset.ts";
export { init, type Initialized, type InitOptions } from "./init.ts";
export * from "./report.ts";
export { tracks, type Tracks, type TracksOptions } from "./tracks.ts";
