import type { Report } from "../check/report.ts";
import type { Obstacle } from "../errors.ts";
import { rules } from "../policy/rules.ts";
import type { Style } from "./style.ts";

/** A format for other programs: of a verdict, and of an error. */
interface Format {
  readonly report: (report: Report) => string;
  readonly obstacles: (obstacles: readonly Obstacle[]) => string;
}

interface Surroundings {
  readonly style: Style;
  /** A folder of the workspace. */
  readonly cwd?: string | undefined;
}

/** Each is loaded on use; the terminal output is not one of them. */
const LOADED: Readonly<Record<string, (surroundings: Surroundings) => Promise<Format>>> = {
  json: async () => {
    const { jsonText, jsonObstacles } = await import("./json/json.ts");
    return { report: jsonText, obstacles: jsonObstacles };
  },
  github: async ({ style, cwd }) => {
    const { githubLog, githubObstacles } = await import("./github-annotations.ts");
    const options = { ...style, prefix: await repositoryPrefix(cwd) };
    return {
      report: (report) => githubLog(report, options),
      obstacles: (obstacles) => githubObstacles(obstacles, options),
    };
  },
  markdown: async () => {
    const { commentMarkdown, obstaclesMarkdown } = await import("./markdown/comment.ts");
    return {
      report: (report) => commentMarkdown(report, {}),
      obstacles: (obstacles) => obstaclesMarkdown(obstacles, {}),
    };
  },
  sarif: async ({ cwd }) => {
    const { sarifText, sarifObstacles } = await import("./sarif.ts");
    const { toolVersion } = await import("../tool-version.ts");
    const options = { version: toolVersion(), rules, prefix: await repositoryPrefix(cwd) };
    return {
      report: (report) => sarifText(report, options),
      obstacles: (obstacles) => sarifObstacles(obstacles, options),
    };
  },
  junit: async () => {
    const { junitText, junitObstacles } = await import("./junit.ts");
    return { report: junitText, obstacles: junitObstacles };
  },
  gitlab: async ({ cwd }) => {
    const { gitlabText, gitlabObstacles } = await import("./gitlab.ts");
    const prefix = await repositoryPrefix(cwd);
    return {
      report: (report) => gitlabText(report, prefix),
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
const repositoryPrefix = async (cwd = process.cwd()): Promise<string> =>
  (await import("../git/refs.ts")).prefixIn(cwd);
