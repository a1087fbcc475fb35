import type { Report } from "./check/report.ts";
import type { CannotJudge, Obstacle } from "./errors.ts";
import {
  type AnnotationOptions,
  annotations,
  obstacleAnnotations,
} from "./formats/github-annotations.ts";
import { commentMarkdown, obstaclesMarkdown } from "./formats/markdown/comment.ts";
import { packageMarkdown } from "./formats/markdown/package.ts";
import type { MarkdownOptions } from "./formats/markdown/text.ts";
import { obstacleText, terminalText } from "./formats/terminal/terminal.ts";

export interface FormatOptions {
  readonly color?: boolean;
  /** Columns to wrap prose at. Default: 100. */
  readonly width?: number;
  /** How many findings to print; the rest is counted. */
  readonly most?: number;
}

/** A report as `release-policy check` prints it. Text from the repository is escaped. */
export const formatTerminal = (report: Report, options: FormatOptions = {}): string =>
  terminalText(report, { color: false, width: 100, ...options });

/** Why no verdict was made, as the command line prints it. */
export const formatObstacles = (error: CannotJudge, options: FormatOptions = {}): string =>
  obstacleText(error.obstacles, { color: false, width: 100, ...options });

/** A report as one comment on a pull request, in GitHub's Markdown. Text from the repository is escaped. */
export const formatMarkdown = (report: Report, options: MarkdownOptions = {}): string =>
  commentMarkdown(report, options);

/** Why no verdict was made, as one comment on a pull request. */
export const formatObstaclesMarkdown = (
  obstacles: readonly Obstacle[],
  options: MarkdownOptions = {},
): string => obstaclesMarkdown(obstacles, options);

/** What a report says of one package, as an answer on a pull request. Text from the repository is escaped. */
export const formatPackageMarkdown = (
  report: Report,
  name: string,
  options: MarkdownOptions = {},
): string => packageMarkdown(report, name, options);

/**
 * A verdict, or an error, as workflow commands of GitHub Actions: lines for standard output. Text from the repository
 * is escaped, and cannot form a command. Empty if there is nothing to report.
 */
export const formatAnnotations = (
  of: Report | { readonly obstacles: readonly Obstacle[] },
  options: AnnotationOptions = {},
): string =>
  "obstacles" in of ? obstacleAnnotations(of.obstacles, options) : annotations(of, options);
