/** What only @release-policy/changelog and @release-policy/github need, beyond the Node API in index.ts. */
export { type DeclaredText, declared } from "./changesets/declarations.ts";
export { type NeededOptions, neededObjects } from "./check/needed-objects.ts";
export { withApprovals } from "./check/report-of.ts";
export { chainOfRelease } from "./commands/explain/explain-changeset.ts";
export { formatPackageMarkdown } from "./format-report.ts";
export { printable } from "./formats/escape.ts";
export { isWorthSaying } from "./formats/markdown/headline.ts";
