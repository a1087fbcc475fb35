export { chainOfRelease } from "./commands/explain/explain-changeset.ts";
export { formatPackageMarkdown } from "./format-report.ts";
export { isWorthSaying, verdictText } from "./formats/verdict-text.ts";
export { printable } from "./formats/escape.ts";
export { type DeclaredText, declared } from "./changesets/declarations.ts";
export { type NeededOptions, neededObjects } from "./check/needed-objects.ts";
export { withApprovals } from "./check/offers/approvals.ts";
export { STRANGER_BOUNDS, withPolicyEffect } from "./commands/audit/effect/effect.ts";
