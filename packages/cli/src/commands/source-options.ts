import { PLANNERS, type PlannerId } from "@release-policy/core/internal";
import type { CheckOptions } from "../check/options.ts";
import { type Arguments, dateOf, oneOf, textOf } from "./arguments.ts";

export const SOURCE_OPTIONS = {
  dir: { value: "folder", about: "a folder of the workspace (default: the current one)" },
  ref: { value: "commit", about: "check a commit instead of the files (none of its code is run)" },
  branch: {
    value: "name",
    about: "the release branch (default: from CI or git)",
  },
  today: { value: "date", about: "the date to check for (default: today, in UTC)" },
  planner: { value: "name", about: `use this planner: ${PLANNERS.join(", ")}` },
} as const;

/** The options of `check` from the command line, checked. */
export function sourceOptions(values: Arguments["values"]): CheckOptions {
  const { dir, ref, since, branch, today, planner } = values;
  const named = textOf(planner);
  return {
    ...(dir === undefined ? {} : { cwd: textOf(dir)! }),
    ...(ref === undefined ? {} : { ref: textOf(ref)! }),
    ...(since === undefined ? {} : { since: textOf(since)! }),
    ...(branch === undefined ? {} : { branch: textOf(branch)! }),
    ...(today === undefined ? {} : { today: dateOf(textOf(today)!) }),
    ...(named === undefined ? {} : { planner: oneOf<PlannerId>("planner", named, PLANNERS) }),
    all: values["all"] === true,
    strict: values["strict"] === true,
  };
}
