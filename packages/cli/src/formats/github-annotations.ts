import type { Location, Report, ReportedFinding } from "../check/report.ts";
import type { Obstacle } from "../errors.ts";
import { clipped, plain, printable } from "./escape.ts";
import { obstacleLines, packageNames, plainFinding } from "./finding.ts";
import { byCause } from "./grouping.ts";
import type { Style } from "./style.ts";
import { obstacleText, terminalText } from "./terminal/terminal.ts";

export interface AnnotationOptions {
  /** How many errors, and how many warnings. Default: 10, which is what GitHub shows of a step. */
  readonly most?: number;
  /** The path of the workspace in its repository: empty, or with a trailing slash. */
  readonly prefix?: string;
}

interface Annotation {
  readonly level: "error" | "warning";
  readonly title: string;
  readonly message: string;
  readonly at?: Location | undefined;
  /** How many findings it represents. */
  readonly findings: number;
}

const MOST = 10;
/** GitHub cuts what is longer. */
const [LONGEST_TITLE, LONGEST_MESSAGE] = [200, 4000];

/**
 * The findings as workflow commands of GitHub Actions, one a line, errors first. Findings with one cause are one.
 * Where there are more than are shown, the last one says how many.
 */
export function annotations({ findings }: Report, options: AnnotationOptions): string {
  const all = byCause(findings).map(annotationOf);
  return commands([...cut(all, "error", options), ...cut(all, "warning", options)], options);
}

/** Why no verdict was made, as errors at their places. */
export function obstacleAnnotations(
  obstacles: readonly Obstacle[],
  options: AnnotationOptions,
): string {
  const all = obstacles.map((obstacle): Annotation => ({
    level: "error",
    title: "release-policy could not judge",
    message: obstacleLines(obstacle).join("\n"),
    at: obstacle.at,
    findings: 1,
  }));
  return commands(cut(all, "error", options), options);
}

function annotationOf(findings: readonly ReportedFinding[]): Annotation {
  const [finding, ...others] = findings;
  const { level, rule, package: name, version, at } = finding!;
  const { message, fix, policy, chain } = plainFinding(finding!);
  const subject = [name, version].filter((part) => part !== undefined).join(" ");
  return {
    level: level === "error" ? "error" : "warning",
    title: printable(subject === "" ? rule : `${rule}: ${subject}`),
    message: [
      message,
      ...(others.length > 0 ? [`also: ${plain(packageNames(others))}`] : []),
      `fix: ${fix}`,
      ...(policy === undefined ? [] : [`policy: ${policy}`]),
      ...(chain === undefined ? [] : [`chain: ${chain}`]),
    ].join("\n"),
    at,
    findings: findings.length,
  };
}

function cut(
  found: readonly Annotation[],
  level: Annotation["level"],
  { most = MOST }: AnnotationOptions,
): readonly Annotation[] {
  const all = found.filter((annotation) => annotation.level === level);
  if (all.length <= most) return all;
  const shown = all.slice(0, Math.max(0, most - 1));
  const left = all.slice(shown.length).reduce((sum, { findings }) => sum + findings, 0);
  const message = `and ${left} more ${level}s (see the log)`;
  return most < 1 ? [] : [...shown, { level, title: "release-policy", message, findings: left }];
}

const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

const commands = (shown: readonly Annotation[], { prefix = "" }: AnnotationOptions): string =>
  shown.map((annotation) => `${command(annotation, prefix)}\n`).join("");

function command({ level, title, message, at }: Annotation, prefix: string): string {
  const properties = { ...annotationPlace(at, prefix), title: clipped(title, LONGEST_TITLE) };
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${level} ${written.join(",")}::${data(clipped(message, LONGEST_MESSAGE))}`;
}

/** A file whose name cannot be printed is not named: the message stays. */
function annotationPlace(
  at: Location | undefined,
  prefix: string,
): Readonly<Record<string, string>> {
  const file = `${prefix}${at?.path}`;
  if (!at || printable(file) !== file) return {};
  const { line, column, length = 1 } = at;
  return {
    file,
    line: `${line}`,
    endLine: `${line}`,
    col: `${column}`,
    endColumn: `${column + Math.max(length, 1) - 1}`,
  };
}

type Options = Style & AnnotationOptions;

const styleOf = ({ color, width }: Options): Style => ({ color, width });

/** A log of GitHub Actions: the annotations, then the report for people, whose end is what the log ends with. */
export const githubLog = (report: Report, options: Options): string =>
  annotations(report, options) + terminalText(report, styleOf(options));

/** The same of why no verdict was made. */
export const githubObstacles = (obstacles: readonly Obstacle[], options: Options): string =>
  obstacleAnnotations(obstacles, options) + obstacleText(obstacles, styleOf(options));
