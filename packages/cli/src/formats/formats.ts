import { rules } from "@release-policy/core";
import type { Report } from "../check/report.ts";
import type { CannotJudge, Obstacle } from "../errors.ts";
import { type AnnotationOptions, annotations, obstacleAnnotations } from "./github-annotations.ts";
import { markdown, obstaclesMarkdown } from "./markdown/comment.ts";
import { packageMarkdown } from "./markdown/package.ts";
import type { MarkdownOptions } from "./markdown/text.ts";
import type { Style } from "./style.ts";
import { obstacleText, terminal } from "./terminal.ts";

export type { AnnotationOptions } from "./github-annotations.ts";
export type { MarkdownLinks, MarkdownOptions } from "./markdown/text.ts";
export { isWorthSaying } from "./markdown/headline.ts";

/** A form that other programs read: of a verdict, and of why there is none. */
interface Format {
  readonly report: (report: Report) => string;
  readonly obstacles: (obstacles: readonly Obstacle[]) => string;
}

interface Surroundings {
  readonly style: Style;
  /** A folder of the workspace. */
  readonly cwd?: string | undefined;
}

/** Each is loaded when it is asked for; what is printed in a terminal is none of them. */
const LOADED: Readonly<Record<string, (surroundings: Surroundings) => Promise<Format>>> = {
  json: async () => {
    const { json, jsonObstacles } = await import("./json.ts");
    return { report: json, obstacles: jsonObstacles };
  },
  github: async ({ style, cwd }) => {
    const { githubLog, githubObstacles } = await import("./github-annotations.ts");
    const options = { ...style, prefix: await prefixOf(cwd) };
    return {
      report: (report) => githubLog(report, options),
      obstacles: (obstacles) => githubObstacles(obstacles, options),
    };
  },
  markdown: async () => {
    const [{ markdown }, { obstaclesMarkdown }] = await Promise.all([
      import("./markdown/comment.ts"),
      import("./markdown/comment.ts"),
    ]);
    return {
      report: (report) => markdown(report, {}),
      obstacles: (obstacles) => obstaclesMarkdown(obstacles, {}),
    };
  },
  sarif: async ({ cwd }) => {
    const { sarif, sarifObstacles } = await import("./sarif.ts");
    const { version } = await import("../tool-version.ts");
    const options = { version: version(), rules, prefix: await prefixOf(cwd) };
    return {
      report: (report) => sarif(report, options),
      obstacles: (obstacles) => sarifObstacles(obstacles, options),
    };
  },
  junit: async () => {
    const { junit, junitObstacles } = await import("./junit.ts");
    return { report: junit, obstacles: junitObstacles };
  },
  gitlab: async ({ cwd }) => {
    const { gitlab, gitlabObstacles } = await import("./gitlab.ts");
    const prefix = await prefixOf(cwd);
    return {
      report: (report) => gitlab(report, prefix),
      obstacles: (obstacles) => gitlabObstacles(obstacles, prefix),
    };
  },
};

export const FORMATS: readonly string[] = ["terminal", ...Object.keys(LOADED)];

/** The format of that name; undefined for the terminal's. */
export const formatNamed = async (
  name: string,
  surroundings: Surroundings,
): Promise<Format | undefined> => await LOADED[name]?.(surroundings);

/** Forges name files from the root of the repository, which may lie above the workspace. */
const prefixOf = async (cwd = process.cwd()): Promise<string> =>
  (await import("../git/refs.ts")).prefixIn(cwd);

export interface FormatOptions {
  readonly color?: boolean;
  /** Columns to wrap prose at. Default: 100. */
  readonly width?: number;
  /** How many findings to print; the rest is counted. */
  readonly most?: number;
}

/** A report as `release-policy check` prints it. Text from the repository is escaped. */
export const formatTerminal = (report: Report, options: FormatOptions = {}): string =>
  terminal(report, { color: false, width: 100, ...options });

/** Why no verdict was made, as the command line prints it. */
export const formatObstacles = (error: CannotJudge, options: FormatOptions = {}): string =>
  obstacleText(error.obstacles, { color: false, width: 100, ...options });

/** A report as one comment on a pull request, in GitHub's Markdown. Text from the repository is escaped. */
export const formatMarkdown = (report: Report, options: MarkdownOptions = {}): string =>
  markdown(report, options);

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
 * A verdict, or why there is none, as workflow commands of GitHub Actions: lines to be written to the standard output
 * as they are. Text from the repository is escaped, and makes no command. Empty where there is nothing to say.
 */
export const formatAnnotations = (
  of: Report | { readonly obstacles: readonly Obstacle[] },
  options: AnnotationOptions = {},
): string =>
  "obstacles" in of ? obstacleAnnotations(of.obstacles, options) : annotations(of, options);
