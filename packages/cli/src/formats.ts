import { rules } from "@release-policy/core";
import type { Obstacle } from "./errors.ts";
import type { Report } from "./report.ts";
import type { Style } from "./reporters/style.ts";

/** A form that other programs read: of a verdict, and of why there is none. */
export interface Format {
  readonly report: (report: Report) => string;
  readonly obstacles: (obstacles: readonly Obstacle[]) => string;
}

export interface Surroundings {
  readonly style: Style;
  /** A folder of the workspace. */
  readonly cwd?: string | undefined;
}

/** Each is loaded when it is asked for; what is printed in a terminal is none of them. */
const LOADED: Readonly<Record<string, (surroundings: Surroundings) => Promise<Format>>> = {
  json: async () => {
    const { json, jsonObstacles } = await import("./reporters/json.ts");
    return { report: json, obstacles: jsonObstacles };
  },
  github: async ({ style, cwd }) => {
    const { githubLog, githubObstacles } = await import("./reporters/github.ts");
    const options = { ...style, prefix: await prefixOf(cwd) };
    return {
      report: (report) => githubLog(report, options),
      obstacles: (obstacles) => githubObstacles(obstacles, options),
    };
  },
  markdown: async () => {
    const [{ markdown }, { obstaclesMarkdown }] = await Promise.all([
      import("./reporters/markdown/markdown.ts"),
      import("./reporters/markdown/obstacles.ts"),
    ]);
    return {
      report: (report) => markdown(report, {}),
      obstacles: (obstacles) => obstaclesMarkdown(obstacles, {}),
    };
  },
  sarif: async ({ cwd }) => {
    const { sarif, sarifObstacles } = await import("./reporters/sarif.ts");
    const { version } = await import("./tool-version.ts");
    const options = { version: version(), rules, prefix: await prefixOf(cwd) };
    return {
      report: (report) => sarif(report, options),
      obstacles: (obstacles) => sarifObstacles(obstacles, options),
    };
  },
  junit: async () => {
    const { junit, junitObstacles } = await import("./reporters/junit.ts");
    return { report: junit, obstacles: junitObstacles };
  },
  gitlab: async ({ cwd }) => {
    const { gitlab, gitlabObstacles } = await import("./reporters/gitlab.ts");
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
  (await import("./adapters/prefix.ts")).prefixIn(cwd);
