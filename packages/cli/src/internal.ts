export { chainOfRelease } from "./commands/explain/explain-changeset.ts";
export { formatPackageMarkdown } from "./format-report.ts";
export { isWorthSaying, verdictText } from "./formats/verdict-text.ts";
export { printable } from "./formats/escape.ts";
export { type DeclaredText, declared } from "./changesets/declarations.ts";
export { OpenCommits } from "./check/commits/open-commits.ts";
export { type PreviewOptions, preview, previewCommit } from "./commands/preview/preview.ts";
export {
  type AskGithub,
  type GithubNeeds,
  githubFacts,
  soundNeeds,
} from "./commands/preview/github-facts.ts";
export { laterOptimization } from "./node-version.ts";
export { withApprovals } from "./check/offers/approvals.ts";
export {
  type ChangelogFunctions,
  type Changeset,
  type Options as ChangelogOptions,
  type UpdatedDependency,
  optionsOf,
} from "./commands/preview/lines/options.ts";
export { ownDependencyLine, ownReleaseLine } from "./commands/preview/lines/own-lines.ts";
export { type Turn, Turns } from "./commands/preview/lines/releases-in-turn.ts";
export { STRANGER_BOUNDS, withPolicyEffect } from "./commands/audit/effect/effect.ts";
