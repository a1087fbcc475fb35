/** What only @release-policy/changelog and @release-policy/github need, beyond the Node API in index.ts. */
export { withApprovals } from "./approvals.ts";
export { declared, type Declared } from "./declared.ts";
export { formatPackageMarkdown, isWorthSaying } from "./format.ts";
export { neededObjects, type NeededOptions } from "./needed-objects.ts";
export { reasonOf } from "./reason.ts";
export { printable } from "./reporters/escape.ts";
