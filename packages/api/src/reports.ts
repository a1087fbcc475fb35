import type { Surface } from "./compare.ts";

/**
 * The declarations that a report in git holds, with the lines of the report: a place in one of them is a place in the
 * report. `path` is the report's path in the repository.
 */
export function parseReport(path: string, text: string): Surface {
  const entry = path.slice(path.lastIndexOf("/") + 1);
  return { entry, files: { [entry]: text } };
}
