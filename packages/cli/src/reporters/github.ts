import type { Obstacle } from "../errors.ts";
import type { Report } from "../report.ts";
import { annotations, obstacleAnnotations, type AnnotationOptions } from "./annotations.ts";
import { obstacleText } from "./obstacles.ts";
import type { Style } from "./style.ts";
import { terminal } from "./terminal.ts";

type Options = Style & AnnotationOptions;

/** A log of GitHub Actions: the annotations, then the report for people, whose end is what the log ends with. */
export const githubLog = (report: Report, options: Options): string =>
  annotations(report, options) + terminal(report, styleOf(options));

/** The same of why no verdict was made. */
export const githubObstacles = (obstacles: readonly Obstacle[], options: Options): string =>
  obstacleAnnotations(obstacles, options) + obstacleText(obstacles, styleOf(options));

const styleOf = ({ color, width }: Options): Style => ({ color, width });
