export { chainOfRelease } from "./commands/explain/explain-changeset.ts";
export { formatPackageMarkdown } from "./format-report.ts";
export { isWorthSaying, verdictText } from "./formats/verdict-text.ts";
export { printable } from "./formats/escape.ts";
export { type DeclaredText, declared } from "./changesets/declarations.ts";
export { neededObjects } from "./check/commits/needed-objects.ts";
export { type OpenCommits, checkCommit, openCommits } from "./check/commits/open-commits.ts";
export { withApprovals } from "./check/offers/approvals.ts";
